"""Kafka's jars by their Maven coordinate, kept in jgo's cache; run as a module it only fetches."""

import jgo

COORDINATE = "org.apache.kafka:kafka_2.13:4.3.1"


def class_path() -> str:
    """Every jar, those that jgo files under `modules/` as well as those under `jars/`."""
    return ":".join(str(jar) for jar in jgo.build(COORDINATE).all_jars)


if __name__ == "__main__":
    class_path()
