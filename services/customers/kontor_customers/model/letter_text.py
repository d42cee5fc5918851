"""The words of mails that let somebody in, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from kontor_customers.model.letters import Purpose, Reader

Words = tuple[str, str, str]

PORTAL: dict[str, Words] = {
    "de": (
        "Ihr Zugang zum Kundenportal",
        "mit diesem Link melden Sie sich im Kundenportal an. Er gilt 30 Minuten und einmal:",
        "Sie haben keinen Link angefordert? Dann ist nichts zu tun.",
    ),
    "fr": (
        "Votre accès à l'espace client",
        "ce lien vous connecte à l'espace client. Il est valable 30 minutes et une seule fois :",
        "Vous n'avez demandé aucun lien ? Alors il n'y a rien à faire.",
    ),
    "en": (
        "Your way into the customer portal",
        "this link signs you in to the customer portal. It is valid for 30 minutes, and once:",
        "You did not ask for a link? Then there is nothing to do.",
    ),
}
PASSWORD: dict[str, Words] = {
    "de": (
        "Ihr Passwort für Kontor",
        "mit diesem Link wählen Sie ein neues Passwort. Er gilt 30 Minuten und einmal:",
        "Sie haben keinen Link angefordert? Dann ist nichts zu tun.",
    ),
}
INVITATION: dict[str, Words] = {
    "de": (
        "Einladung zu Kontor",
        "Sie sind eingeladen. Mit diesem Link wählen Sie Ihr Passwort. Er gilt drei Tage:",
        "Danach melden Sie sich mit Ihrer E-Mail-Adresse und diesem Passwort an.",
    ),
}
TEXTS = {Purpose.PORTAL: PORTAL, Purpose.PASSWORD: PASSWORD, Purpose.INVITATION: INVITATION}
HELLO = {"de": "Guten Tag {name},", "fr": "Bonjour {name},", "en": "Hello {name},"}


@dataclass(frozen=True)
class Link:
    """A way in for one reader."""

    reader: Reader
    url: str


def subject_and_text(purpose: Purpose, links: Sequence[Link]) -> tuple[str, str]:
    """What the mail says; one address may be let in to several parties."""
    reader = links[0].reader
    words = TEXTS[purpose]
    subject, before, after = words.get(reader.language, words["de"])
    hello = HELLO[reader.language if reader.language in words else "de"].format(name=reader.name)
    ways = [f"{one.reader.party_name}\n{one.url}".strip() for one in links]
    return subject, "\n\n".join([hello, before, *ways, after]) + "\n"
