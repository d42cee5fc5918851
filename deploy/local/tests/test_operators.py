"""What KEDA and Strimzi are told, by their own kinds."""

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from kontor_local.strimzi_kinds import KINDS, Schema, schemas

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


@pytest.fixture(scope="module")
def strimzi(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Schema]:
    return schemas("v1", tmp_path_factory.mktemp("strimzi"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_strimzi_is_told_is_valid_by_the_schemas_of_its_kinds(
    production: list[Manifest], strimzi: dict[str, Schema], kind: str
) -> None:
    judge = Draft202012Validator(strimzi[kind])
    manifests = of(kind, production)
    assert manifests
    for name, manifest in manifests.items():
        assert manifest["apiVersion"] == "kafka.strimzi.io/v1"
        assert [one.message for one in judge.iter_errors(manifest)] == [], name
    wrong = copy.deepcopy(next(iter(manifests.values())))
    wrong["spec"]["topicname"] = "lower case"
    assert not judge.is_valid(wrong)


def test_strimzis_schemas_know_the_operations_and_bounds(
    production: list[Manifest], strimzi: dict[str, Schema]
) -> None:
    topic = copy.deepcopy(next(iter(of("KafkaTopic", production).values())))
    user = copy.deepcopy(next(iter(of("KafkaUser", production).values())))
    topic["spec"]["partitions"] = 0
    assert not Draft202012Validator(strimzi["KafkaTopic"]).is_valid(topic)
    rules = user["spec"]["authorization"]["acls"]
    rules[0]["operations"] = ["Reed"]
    assert not Draft202012Validator(strimzi["KafkaUser"]).is_valid(user)
    rules[0] = {**rules[0], "operations": ["Read"], "operation": "Read"}
    assert not Draft202012Validator(strimzi["KafkaUser"]).is_valid(user), "gone from v1"
