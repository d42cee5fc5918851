"""All topics of Kontor, in one place: created at start, never by accident."""

from kontor_contracts.topic import OTHERS, SERVICES, Topic

CUSTOMERS_ORGANISATION = Topic(
    name="customers.organisation",
    description="The provider's own organisation: names, tax ids, bank, number patterns.",
    producer="customers",
    consumers=("billing", "delivery", "tasks"),
    compacted=True,
    partitions=1,
)
CUSTOMERS_PARTY = Topic(
    name="customers.party",
    description="Customers and prospects with contacts, commercial settings and delivery; "
    "no bank data.",
    producer="customers",
    consumers=("billing", "delivery", "tasks", "delivery.webhooks", "web.timeline"),
    compacted=True,
)
CUSTOMERS_PAYMENT = Topic(
    name="customers.payment",
    description="Bank accounts and mandates of a party, for billing and GoCardless alone.",
    producer="customers",
    consumers=("billing", "delivery.gocardless"),
    compacted=True,
)
CUSTOMERS_TEAM = Topic(
    name="customers.team",
    description="Team members with their roles; inactive ones have left.",
    producer="customers",
    consumers=("tasks",),
    compacted=True,
    partitions=1,
)
CUSTOMERS_SIGNING_KEYS = Topic(
    name="customers.signing-keys",
    description="Public keys by which every service verifies access tokens.",
    producer="customers",
    consumers=("billing", "delivery", "tasks", "web"),
    compacted=True,
    partitions=1,
)
BILLING_FOLDER = Topic(
    name="billing.folder",
    description="Folders (Ordner) of a party and their lines.",
    producer="billing",
    consumers=("customers", "tasks", "delivery.webhooks", "web.timeline"),
    compacted=True,
)
BILLING_INVOICE = Topic(
    name="billing.invoice",
    description="What happens to an invoice from its issue on.",
    producer="billing",
    consumers=(
        "delivery.documents",
        "delivery.email",
        "delivery.chorus-pro",
        "delivery.gocardless",
        "delivery.webhooks",
        "web.timeline",
    ),
    retention_days=90,
)
BILLING_RUN = Topic(
    name="billing.run",
    description="Start and completion of billing runs, with what was issued per channel.",
    producer="billing",
    consumers=("delivery.chorus-pro", "delivery.gocardless"),
    partitions=1,
    retention_days=90,
)
BILLING_DEBIT_FILE = Topic(
    name="billing.debit-file",
    description="SEPA direct-debit files made.",
    producer="billing",
    consumers=(),
    partitions=1,
    retention_days=90,
)
BILLING_COLLECTION = Topic(
    name="billing.collection",
    description="What the bank says of collections, and what it means for their mandates.",
    producer="billing",
    consumers=("customers", "tasks", "web.timeline"),
    retention_days=90,
)
DELIVERY_DELIVERY = Topic(
    name="delivery.delivery",
    description="Documents issued, and what became of each delivery, archive and export file.",
    producer="delivery",
    consumers=("customers", "tasks", "delivery.webhooks", "web.timeline"),
)
DELIVERY_GOCARDLESS = Topic(
    name="delivery.gocardless",
    description="What GoCardless says of collections by API, and of mandates.",
    producer="delivery",
    consumers=("billing", "customers", "tasks", "web.timeline"),
    retention_days=90,
)
TASKS_ACTION = Topic(
    name="tasks.action",
    description="Dated actions for the team.",
    producer="tasks",
    consumers=("web.timeline",),
    compacted=True,
)

TASKS_TICKET = Topic(
    name="tasks.ticket",
    description="Support tickets, without their messages.",
    producer="tasks",
    consumers=("web.timeline",),
    compacted=True,
)
INBOUND_TICKET = Topic(
    name="inbound.ticket",
    description="Problems of customers, as other systems report them. A public contract.",
    producer=OTHERS,
    consumers=("tasks",),
)
INBOUND_USAGE = Topic(
    name="inbound.usage",
    description="Usage of folders' services, as other systems measure it; keyed by folder. "
    "A public contract.",
    producer=OTHERS,
    consumers=("billing",),
)
INBOUND_PAYMENT = Topic(
    name="inbound.payment",
    description="Money that came, as payment providers and other systems tell it. "
    "A public contract.",
    producer=OTHERS,
    consumers=("billing",),
)
INBOUND_SERVICE = Topic(
    name="inbound.service",
    description="Services switched on in the network, as other systems tell it. A public contract.",
    producer=OTHERS,
    consumers=("billing",),
)
INBOUND_LEAD = Topic(
    name="inbound.lead",
    description="People and firms who may become customers, as other systems hear of them. "
    "A public contract.",
    producer=OTHERS,
    consumers=("customers",),
)
INBOUND_REPLY = Topic(
    name="inbound.reply",
    description="What became of messages of other systems that could not be taken. "
    "A public contract.",
    producer=SERVICES,
    consumers=(),
)

ALL = (
    CUSTOMERS_ORGANISATION,
    CUSTOMERS_PARTY,
    CUSTOMERS_PAYMENT,
    CUSTOMERS_TEAM,
    CUSTOMERS_SIGNING_KEYS,
    BILLING_FOLDER,
    BILLING_INVOICE,
    BILLING_RUN,
    BILLING_DEBIT_FILE,
    BILLING_COLLECTION,
    DELIVERY_DELIVERY,
    DELIVERY_GOCARDLESS,
    TASKS_ACTION,
    TASKS_TICKET,
    INBOUND_TICKET,
    INBOUND_USAGE,
    INBOUND_PAYMENT,
    INBOUND_SERVICE,
    INBOUND_LEAD,
    INBOUND_REPLY,
)
