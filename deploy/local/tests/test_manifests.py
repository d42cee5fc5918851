"""Manifests run what the process list runs, and Kubernetes' own tools and schemas take them."""

import copy
import importlib.util
import re
import tomllib
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from kontor_chassis.topic_admin import MAX_MESSAGE_BYTES
from kontor_contracts.topics import ALL
from kontor_local.cluster.kafka import LARGEST_MESSAGE
from kontor_local.cluster.mongodb import users as mongodb_users
from kontor_local.cluster.naming import MONGO_SETTING, SECRET_SETTINGS, mongo_secret, mongo_user
from kontor_local.cluster.workloads import USER
from kontor_local.cluster.writing import compose_file, files
from kontor_local.processes import PROCESSES

from .manifests import K8S, Manifest, built, of

ROOT = Path(__file__).parents[3]
IMAGE = ROOT / "deploy" / "image"
#: Kinds of others, which Kubernetes' own schemas do not know.
OTHERS = {"ScaledObject", "TriggerAuthentication", "KafkaTopic", "KafkaUser"}
KUBERNETES = "1.34"
PASSWORDS = SECRET_SETTINGS | {MONGO_SETTING, "KONTOR_KAFKA_PASSWORD"}
SERVICES = dict.fromkeys(process.service for process in PROCESSES)
STALE = "run `make describe`"
BY_NAME = {process.name: process for process in PROCESSES}
#: Read by the pages' process, which is scaled by its processor.
BESIDE_PAGES = {"web", "web.timeline"}


def secrets_of(manifests: list[Manifest]) -> list[Manifest]:
    """Every key of a Secret that a container reads."""
    jobs = [one["spec"]["jobTemplate"] for one in of("CronJob", manifests).values()]
    pods = [
        one["spec"]["template"]["spec"] for one in (*of("Deployment", manifests).values(), *jobs)
    ]
    settings = [one for pod in pods for one in pod["containers"][0].get("env", [])]
    sources = [one.get("valueFrom", {}) for one in settings]
    return [source["secretKeyRef"] for source in sources if "secretKeyRef" in source]


def pod_of(deployment: Manifest) -> Manifest:
    return dict(deployment["spec"]["template"]["spec"])


def test_the_manifests_are_those_of_the_process_list() -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in (K8S / "base").iterdir()}
    assert kept == files(), STALE
    assert (ROOT / "compose.yaml").read_text(encoding="utf-8") == compose_file(), STALE


def validate(kind: str, manifests: list[Manifest]) -> None:
    """All of a kind at once, as the list that Kubernetes has of it: reading schemas takes long."""
    items = list(of(kind, manifests).values())
    whole = {"apiVersion": items[0]["apiVersion"], "kind": f"{kind}List", "items": items}
    kubernetes_validate.validate(whole, KUBERNETES, strict=True)


@pytest.mark.parametrize("overlay", ["production", "small"])
def test_what_kustomize_builds_is_valid_by_the_schemas_of_kubernetes(overlay: str) -> None:
    manifests = built(overlay)
    for kind in {one["kind"] for one in manifests} - OTHERS:
        validate(kind, manifests)


def test_the_schemas_of_kubernetes_refuse_a_slip(production: list[Manifest]) -> None:
    manifests = copy.deepcopy(production)
    pod_of(of("Deployment", manifests)["tasks-api"])["containers"][0]["port"] = []
    with pytest.raises(kubernetes_validate.ValidationError, match="port"):
        validate("Deployment", manifests)


def test_every_process_has_a_deployment_with_its_command_port_and_settings(
    production: list[Manifest],
) -> None:
    deployments = of("Deployment", production)
    assert set(deployments) == set(BY_NAME)
    for name, process in BY_NAME.items():
        (container,) = pod_of(deployments[name])["containers"]
        assert container["args"] == ["python", "-m", f"kontor_{process.service}", process.role]
        assert [port["containerPort"] for port in container["ports"]] == [process.port]
        known = {one["name"]: one for one in container["env"]}
        assert set(process.settings) <= set(known)
        assert known["KONTOR_HTTP_PORT"]["value"] == str(process.port)
        assert container["startupProbe"]["httpGet"]["path"] == "/health/live"
        assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
        assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"


def test_no_process_is_root_or_writes_where_it_should_not(production: list[Manifest]) -> None:
    pods = [pod_of(one) for one in of("Deployment", production).values()]
    jobs = of("CronJob", production)
    assert set(jobs) == {"backup", "monthly-billing"}
    pods += [one["spec"]["jobTemplate"]["spec"]["template"]["spec"] for one in jobs.values()]
    for pod in pods:
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]) == {"requests", "limits"}
        assert not pod["automountServiceAccountToken"]


def test_every_setting_that_a_pod_reads_is_set_somewhere(production: list[Manifest]) -> None:
    (settings,) = of("ConfigMap", production).values()
    for deployment in of("Deployment", production).values():
        for one in pod_of(deployment)["containers"][0]["env"]:
            source = one.get("valueFrom", {})
            if "configMapKeyRef" in source:
                assert source["configMapKeyRef"]["name"] == settings["metadata"]["name"]
                assert one["name"] in settings["data"]
            elif "secretKeyRef" in source:
                assert one["name"] in PASSWORDS


def test_secrets_are_apart(production: list[Manifest]) -> None:
    assert not of("Secret", production)
    (settings,) = of("ConfigMap", production).values()
    assert not PASSWORDS & set(settings["data"])


def test_the_example_of_secrets_has_each_that_is_asked_for(production: list[Manifest]) -> None:
    text = (K8S / "secrets.example.yaml").read_text(encoding="utf-8")
    examples = of("Secret", list(yaml.safe_load_all(text)))
    asked: dict[str, set[str]] = {}
    for one in secrets_of(production):
        asked.setdefault(one["name"], set()).add(one["key"])
    from_strimzi = {name for name in asked if name.endswith("-kafka")}
    assert set(examples) == set(asked) - from_strimzi
    for name, example in examples.items():
        assert set(example["stringData"]) == asked[name]
    for owner in mongodb_users():
        url = examples[mongo_secret(owner)]["stringData"][MONGO_SETTING]
        assert url.startswith(f"mongodb://{mongo_user(owner)}:")


def test_each_process_but_the_relays_is_scaled_in_one_way_alone(
    production: list[Manifest],
) -> None:
    by_processor = set(of("HorizontalPodAutoscaler", production))
    by_lag = set(of("ScaledObject", production))
    assert not by_processor & by_lag
    relays = {process.name for process in PROCESSES if process.role == "relay"}
    assert by_processor | by_lag == set(BY_NAME) - relays
    fixed = {
        name for name, one in of("Deployment", production).items() if "replicas" in one["spec"]
    }
    assert fixed == relays


def test_consumers_are_scaled_by_the_lag_of_what_they_read(production: list[Manifest]) -> None:
    declared = {(group, topic.name) for topic in ALL for group in topic.consumers}
    scaled_by_lag = {process.group for process in PROCESSES} - {""}
    assert scaled_by_lag == {group for group, _ in declared} - BESIDE_PAGES
    for name, scaled in of("ScaledObject", production).items():
        spec = scaled["spec"]
        assert spec["scaleTargetRef"]["name"] == name
        assert spec["minReplicaCount"] <= spec["maxReplicaCount"]
        *lags, busy = spec["triggers"]
        assert (busy["type"], busy["metricType"]) == ("cpu", "Utilization")
        assert lags
        for one in lags:
            read = (one["metadata"]["consumerGroup"], one["metadata"]["topic"])
            assert (one["type"], one["metadata"]["lagThreshold"]) == ("kafka", "1000")
            assert read[0] == BY_NAME[name].group
            assert read in declared


def test_each_process_may_lose_one_pod_at_a_time(production: list[Manifest]) -> None:
    budgets = of("PodDisruptionBudget", production)
    assert set(budgets) == set(BY_NAME)
    for name, budget in budgets.items():
        assert budget["spec"]["maxUnavailable"] == 1
        assert budget["spec"]["selector"]["matchLabels"] == {"app.kubernetes.io/name": name}


def test_nobody_talks_to_anybody_but_where_it_is_said(production: list[Manifest]) -> None:
    policies = of("NetworkPolicy", production)
    shut = policies["kontor-nothing-else"]["spec"]
    assert (set(shut["policyTypes"]), set(shut)) == (
        {"Ingress", "Egress"},
        {"podSelector", "policyTypes"},
    )
    called = {name for name in policies if name in BY_NAME}
    assert called == set(of("Service", production))
    assert {"customers-api", "billing-api", "delivery-api", "tasks-api"} <= called


def test_topics_are_those_of_the_contracts(production: list[Manifest]) -> None:
    assert LARGEST_MESSAGE == MAX_MESSAGE_BYTES
    made = of("KafkaTopic", production)
    assert set(made) == {topic.name for topic in ALL}
    for topic in ALL:
        spec = made[topic.name]["spec"]
        assert spec["partitions"] == topic.partitions
        assert spec["config"]["cleanup.policy"] == ("compact" if topic.compacted else "delete")
        assert made[topic.name]["metadata"]["labels"]["strimzi.io/cluster"] == "kontor"


def test_each_service_may_read_and_write_what_it_declares_and_nothing_else(
    production: list[Manifest],
) -> None:
    users = of("KafkaUser", production)
    assert set(users) == {f"kontor-{one}-kafka" for one in (*SERVICES, "backup")}
    for service in SERVICES:
        user = users[f"kontor-{service}-kafka"]
        rules = user["spec"]["authorization"]["acls"]
        on_topics = [one for one in rules if one["resource"]["type"] == "topic"]
        may = {(one["resource"]["name"], tuple(one["operations"])) for one in on_topics}
        reads = {
            (topic.name, ("Describe", "Read"))
            for topic in ALL
            if any(group.partition(".")[0] == service for group in topic.consumers)
        }
        writes = {(one.name, ("Describe", "Write")) for one in ALL if one.producer == service}
        if any(name.startswith("inbound.") for name, _ in reads):
            writes.add(("inbound.reply", ("Describe", "Write")))
        assert may == reads | writes


def test_every_process_signs_in_to_kafka_as_the_user_of_its_service(
    production: list[Manifest],
) -> None:
    users = of("KafkaUser", production)
    (settings,) = of("ConfigMap", production).values()
    assert settings["data"]["KONTOR_KAFKA_SECURITY"] == "SASL_SSL"
    pods = {name: pod_of(one) for name, one in of("Deployment", production).items()}
    job = of("CronJob", production)["backup"]["spec"]["jobTemplate"]
    pods["backup"] = job["spec"]["template"]["spec"]
    for name, pod in pods.items():
        (container,) = pod["containers"]
        known = {one["name"]: one for one in container["env"]}
        user = known["KONTOR_KAFKA_USERNAME"]["value"]
        assert user == f"kontor-{name.partition('-')[0]}-kafka"
        assert users[user]["spec"]["authentication"] == {"type": "scram-sha-512"}
        password = known["KONTOR_KAFKA_PASSWORD"]["valueFrom"]["secretKeyRef"]
        assert (password["name"], password["key"]) == (user, "password")
        mounted = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}
        assert settings["data"]["KONTOR_KAFKA_CA_FILE"] == f"{mounted['kafka-ca']}/ca.crt"
        volumes = {one["name"]: one for one in pod["volumes"]}
        assert volumes["kafka-ca"]["secret"]["secretName"] == "kontor-cluster-ca-cert"
    for name, scaled in of("ScaledObject", production).items():
        lags = [one for one in scaled["spec"]["triggers"] if one["type"] == "kafka"]
        assert {one["authenticationRef"]["name"] for one in lags} == {name}
        assert name in of("TriggerAuthentication", production)


def test_the_image_has_the_libraries_that_the_set_up_installs() -> None:
    text = (IMAGE / "Containerfile").read_text(encoding="utf-8")
    spec = importlib.util.spec_from_file_location("setup", ROOT / "deploy" / "local" / "setup.py")
    assert spec
    assert spec.loader
    set_up = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(set_up)
    assert [name for name in (*set_up.PANGO, *set_up.FONTS) if name not in text] == []
    assert f"useradd --uid {USER} " in text
    assert f"\nUSER {USER}\n" in text


def test_the_image_has_the_versions_that_the_tests_ran_with() -> None:
    pinned = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
    tested = set(pinned.findall((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    shipped = set(pinned.findall((IMAGE / "requirements.lock").read_text(encoding="utf-8")))
    assert shipped
    assert shipped <= tested
    assert "://" not in (IMAGE / "requirements.lock").read_text(encoding="utf-8")


def test_the_image_lacks_nothing_that_its_packages_ask_for() -> None:
    shipped = (IMAGE / "requirements.lock").read_text(encoding="utf-8")
    parts = [ROOT / part for part in ("contracts", "chassis", "cli")]
    for part in [*parts, *(ROOT / "services").iterdir()]:
        asked = tomllib.loads((part / "pyproject.toml").read_text(encoding="utf-8"))
        names = {re.split(r"[\[=<>~ ]", one)[0] for one in asked["project"]["dependencies"]}
        ours = {name for name in names if name.startswith("kontor-")}
        assert [name for name in names - ours if f"\n{name}==" not in f"\n{shipped}"] == []
