"""The settings that every service shares, read from `KONTOR_*`."""

from datetime import timedelta

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from kontor_chassis.broker import KafkaSecurity, SaslMechanism


class ServiceSettings(BaseSettings):
    """Where the parts are. Each service adds its own settings in a subclass."""

    model_config = SettingsConfigDict(env_prefix="KONTOR_", frozen=True, extra="ignore")

    mongo_url: str = "mongodb://127.0.0.1:27117/?replicaSet=kontor"
    #: Every service has a database of its own: this prefix and its name.
    database_prefix: str = "kontor_"
    kafka_bootstrap: str = "127.0.0.1:29092"
    kafka_security: KafkaSecurity = KafkaSecurity.PLAINTEXT
    #: How to sign in, where `kafka_security` begins with SASL.
    kafka_mechanism: SaslMechanism = SaslMechanism.SCRAM_SHA_512
    kafka_username: str = ""
    kafka_password: SecretStr = SecretStr("")
    #: PEM of the authority that signed the broker's certificate; empty: those of the system.
    kafka_ca_file: str = ""
    #: Lets several installations (or test runs) share one broker.
    topic_prefix: str = ""
    #: Replicas of each topic; 3 in production.
    topic_replication: int = 1
    http_host: str = "127.0.0.1"
    #: 0: no HTTP at all.
    http_port: int = 0
    log_level: str = "INFO"
    #: A relay that dies leaves its place free after this time.
    relay_lease: timedelta = timedelta(seconds=10)
    #: A consumer that dies leaves its partitions to others after this time.
    consumer_session: timedelta = timedelta(seconds=10)
    #: Between measurements of what waits.
    measure_seconds: float = 15.0
