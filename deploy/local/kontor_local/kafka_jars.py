"""Kafka's jars by their Maven coordinates, kept in jgo's cache; run as a module it only fetches."""

import jgo

KAFKA = "org.apache.kafka:kafka_2.13:4.3.1"
#: Kafka's own jars name no logger; without one it says nothing at all.
LOGGER = "org.slf4j:slf4j-simple:1.7.36"


def class_path() -> str:
    """Every jar, those that jgo files under `modules/` as well as those under `jars/`."""
    return ":".join(str(jar) for jar in jgo.build(f"{KAFKA}+{LOGGER}").all_jars)


if __name__ == "__main__":
    class_path()
