"""How quickly mails may go to the servers of one domain."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from kontor_delivery.model.mail.delivery import MailRecipient

#: The rate of every domain that has none of its own.
EVERY_OTHER = "*"
MINUTE = timedelta(minutes=1)


def spacing(
    recipients: Iterable[MailRecipient], per_minute: Mapping[str, int]
) -> dict[str, timedelta]:
    """For each domain with a limit that the mail goes to: the time that one mail takes up."""
    domains = {one.email.rpartition("@")[2].casefold() for one in recipients}
    rates = {one: per_minute.get(one, per_minute.get(EVERY_OTHER, 0)) for one in sorted(domains)}
    return {domain: MINUTE / rate for domain, rate in rates.items() if rate > 0}
