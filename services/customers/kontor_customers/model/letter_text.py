"""The words of mails that let somebody in, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from kontor_contracts.values import Language

from kontor_customers.model.letters import Purpose, Reader

Words = tuple[str, str, str]

PORTAL: dict[Language, Words] = {
    Language.GERMAN: (
        "Ihr Zugang zum Kundenportal",
        "mit diesem Link melden Sie sich im Kundenportal an. Er gilt 30 Minuten und einmal:",
        "Sie haben keinen Link angefordert? Dann ist nichts zu tun.",
    ),
    Language.FRENCH: (
        "Votre accès à l'espace client",
        "ce lien vous connecte à l'espace client. Il est valable 30 minutes et une seule fois :",
        "Vous n'avez demandé aucun lien ? Alors il n'y a rien à faire.",
    ),
    Language.ENGLISH: (
        "Your way into the customer portal",
        "this link signs you in to the customer portal. It is valid for 30 minutes, and once:",
        "You did not ask for a link? Then there is nothing to do.",
    ),
}
PASSWORD: dict[Language, Words] = {
    Language.GERMAN: (
        "Ihr Passwort für Kontor",
        "mit diesem Link wählen Sie ein neues Passwort. Er gilt 30 Minuten und einmal:",
        "Sie haben keinen Link angefordert? Dann ist nichts zu tun.",
    ),
    Language.FRENCH: (
        "Votre mot de passe pour Kontor",
        "avec ce lien, choisissez un nouveau mot de passe. Il est valable 30 minutes, une fois :",
        "Vous n'avez demandé aucun lien ? Alors il n'y a rien à faire.",
    ),
    Language.ENGLISH: (
        "Your password for Kontor",
        "with this link you choose a new password. It is valid for 30 minutes, and once:",
        "You did not ask for a link? Then there is nothing to do.",
    ),
}
INVITATION: dict[Language, Words] = {
    Language.GERMAN: (
        "Einladung zu Kontor",
        "Sie sind eingeladen. Mit diesem Link wählen Sie Ihr Passwort. Er gilt drei Tage:",
        "Danach melden Sie sich mit Ihrer E-Mail-Adresse und diesem Passwort an.",
    ),
    Language.FRENCH: (
        "Invitation à Kontor",
        "vous êtes invité. Avec ce lien, choisissez votre mot de passe. Il vaut trois jours :",
        "Ensuite, connectez-vous avec votre adresse e-mail et ce mot de passe.",
    ),
    Language.ENGLISH: (
        "Invitation to Kontor",
        "you are invited. With this link you choose your password. It is valid for three days:",
        "After that you sign in with your e-mail address and this password.",
    ),
}
TEXTS = {Purpose.PORTAL: PORTAL, Purpose.PASSWORD: PASSWORD, Purpose.INVITATION: INVITATION}
HELLO = {
    Language.GERMAN: "Guten Tag {name},",
    Language.FRENCH: "Bonjour {name},",
    Language.ENGLISH: "Hello {name},",
}


@dataclass(frozen=True)
class Link:
    """A way in for one reader."""

    reader: Reader
    url: str


def subject_and_text(purpose: Purpose, links: Sequence[Link]) -> tuple[str, str]:
    """What the mail says; one address may be let in to several parties."""
    reader = links[0].reader
    words = TEXTS[purpose]
    subject, before, after = words[reader.language]
    hello = HELLO[reader.language].format(name=reader.name)
    ways = [f"{one.reader.party_name}\n{one.url}".strip() for one in links]
    return subject, "\n\n".join([hello, before, *ways, after]) + "\n"
