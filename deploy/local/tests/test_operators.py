"""What KEDA and Strimzi are told, by their own kinds."""

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from .manifests import Manifest, of

KEDA = Path(__file__).parent / "keda"


@pytest.mark.parametrize("kind", ["ScaledObject", "TriggerAuthentication"])
def test_what_keda_is_told_is_valid_by_the_schemas_of_its_kinds(
    production: list[Manifest], kind: str
) -> None:
    judge = Draft202012Validator(json.loads((KEDA / f"{kind}.json").read_text(encoding="utf-8")))
    manifests = of(kind, production)
    assert manifests
    for name, manifest in manifests.items():
        assert [one.message for one in judge.iter_errors(manifest)] == [], name
    wrong = copy.deepcopy(next(iter(manifests.values())))
    wrong["spec"]["triggerz"] = []
    assert not judge.is_valid(wrong)


def test_strimzis_kinds_have_their_fields_and_no_others(production: list[Manifest]) -> None:
    """No package ships the schemas of its CRDs."""
    fields = {"topicName", "partitions", "replicas", "config"}
    for topic in of("KafkaTopic", production).values():
        assert topic["apiVersion"] == "kafka.strimzi.io/v1"
        assert set(topic["spec"]) == fields
    for user in of("KafkaUser", production).values():
        assert user["apiVersion"] == "kafka.strimzi.io/v1"
        assert set(user["spec"]) == {"authentication", "authorization"}
        assert user["spec"]["authorization"]["type"] == "simple"
        for rule in user["spec"]["authorization"]["acls"]:
            assert set(rule) == {"resource", "operations"}
            assert set(rule["resource"]) == {"type", "name", "patternType"}
