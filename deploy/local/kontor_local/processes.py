"""The list of Kontor's processes and their settings: what runs, wherever it runs."""

from dataclasses import dataclass

BASIC_SETTINGS = (
    "KONTOR_MONGO_URL",
    "KONTOR_KAFKA_BOOTSTRAP",
    "KONTOR_TOPIC_PREFIX",
    "KONTOR_HTTP_PORT",
)
ADMIN_SETTINGS = ("KONTOR_ADMIN_EMAIL", "KONTOR_ADMIN_PASSWORD")
SMTP_SETTINGS = ("KONTOR_SMTP_HOST", "KONTOR_SMTP_PORT")
#: What the link of a notice starts with.
LINK_SETTINGS = ("KONTOR_PUBLIC_URL",)
#: Where a notice sends whoever signs in there.
PORTAL_URL = ("KONTOR_PORTAL_URL",)
#: Where the links of sign-in lead.
PAGES_URL = ("KONTOR_PAGES_URL",)
#: The pages' own: where the services' APIs are, and whether cookies need TLS.
PAGE_SETTINGS = (
    *BASIC_SETTINGS,
    "KONTOR_CUSTOMERS_URL",
    "KONTOR_BILLING_URL",
    "KONTOR_DELIVERY_URL",
    "KONTOR_TASKS_URL",
    "KONTOR_SECURE_COOKIES",
)


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One replica of a process on this machine; `port` is its default."""

    name: str
    port: int

    @property
    def port_setting(self) -> str:
        return f"KONTOR_LOCAL_{self.name.replace('-', '_').upper()}_PORT"


@dataclass(frozen=True, kw_only=True)
class Process:
    """`python -m kontor_<service> <role>`; every one answers health and metrics on its port."""

    service: str
    role: str
    port: int
    replicas: int = 1
    settings: tuple[str, ...] = BASIC_SETTINGS
    #: The consumer group whose lag tells that it falls behind.
    group: str = ""

    @property
    def name(self) -> str:
        return f"{self.service}-{self.role}"

    @property
    def instances(self) -> tuple[Instance, ...]:
        if self.replicas == 1:
            return (Instance(name=self.name, port=self.port),)
        return tuple(
            Instance(name=f"{self.name}-{number + 1}", port=self.port + number)
            for number in range(self.replicas)
        )


PROCESSES = (
    Process(service="customers", role="api", port=8101, settings=BASIC_SETTINGS + ADMIN_SETTINGS),
    Process(service="customers", role="relay", port=8110),
    Process(
        service="customers",
        role="subscribers",
        port=8111,
        settings=BASIC_SETTINGS + SMTP_SETTINGS + PAGES_URL,
        group="customers",
    ),
    Process(service="billing", role="api", port=8102),
    Process(service="billing", role="relay", port=8120),
    Process(service="billing", role="subscribers", port=8121, group="billing"),
    Process(service="billing", role="worker", port=8122, replicas=2),
    Process(service="delivery", role="api", port=8103, settings=BASIC_SETTINGS + PORTAL_URL),
    Process(service="delivery", role="relay", port=8130),
    Process(service="delivery", role="subscribers", port=8131, group="delivery"),
    Process(
        service="delivery", role="documents", port=8132, replicas=2, group="delivery.documents"
    ),
    Process(
        service="delivery",
        role="email",
        port=8134,
        settings=BASIC_SETTINGS + SMTP_SETTINGS + LINK_SETTINGS + PORTAL_URL,
        group="delivery.email",
    ),
    Process(service="delivery", role="chorus-pro", port=8135, group="delivery.chorus-pro"),
    Process(service="delivery", role="gocardless", port=8136, group="delivery.gocardless"),
    Process(service="delivery", role="webhooks", port=8137, group="delivery.webhooks"),
    Process(service="tasks", role="api", port=8104),
    Process(service="tasks", role="relay", port=8140),
    Process(service="tasks", role="subscribers", port=8141, group="tasks"),
    Process(service="web", role="pages", port=8100, settings=PAGE_SETTINGS),
)

PART_PORTS = {
    "KONTOR_LOCAL_KAFKA_PORT": 29092,
    "KONTOR_LOCAL_KAFKA_CONTROLLER_PORT": 29093,
    "KONTOR_LOCAL_MONGO_PORT": 27117,
    "KONTOR_LOCAL_SMTP_PORT": 2525,
}

#: Every port of this machine that Kontor uses, by the setting that changes it.
DEFAULT_PORTS = PART_PORTS | {
    instance.port_setting: instance.port for process in PROCESSES for instance in process.instances
}
