"""What the mail server's answers make of a mail: sent, failed, or tried again later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontor_delivery.model.mail.delivery import MailDelivery, MailRecipient, RecipientState
from kontor_delivery.model.states import State

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=4)
GROWTH = 3.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply of the server (RFC 5321, section 4.2); code 0 where it gave none."""

    code: int
    words: str

    @property
    def accepts(self) -> bool:
        return 200 <= self.code < 300  # noqa: PLR2004  # the classes of reply codes

    @property
    def refuses_for_good(self) -> bool:
        return 500 <= self.code < 600  # noqa: PLR2004

    def __str__(self) -> str:
        return f"{self.code} {self.words}" if self.code else self.words


def after_attempt(
    mail: MailDelivery, answers: Mapping[str, Answer], *, now: datetime, patience: timedelta
) -> MailDelivery:
    """The mail after the server answered for each pending address."""
    answered = tuple(_answered(one, answers.get(one.email)) for one in mail.recipients)
    mail = mail.with_changes(recipients=answered)
    if mail.pending and now - mail.queued_at < patience:
        return mail.with_changes(
            code="refused-for-now",
            reason=_words(mail.pending),
            due_at=now + pause_after(mail.attempts),
            turn_at=None,
        )
    return settled(_given_up(mail))


def settled(mail: MailDelivery) -> MailDelivery:
    """Sent when anybody got it, failed when nobody did; the reason names those who did not."""
    accepted = tuple(r.email for r in mail.recipients if r.state is RecipientState.ACCEPTED)
    missed = [one for one in mail.recipients if one.state is not RecipientState.ACCEPTED]
    reason = _words(missed)
    if accepted:
        code = "partly-refused" if missed else ""
        return mail.with_changes(state=State.SENT, to=accepted, code=code, reason=reason)
    dropped = all(one.state is RecipientState.DROPPED for one in missed)
    code = "no-recipient" if dropped else "refused"
    return mail.with_changes(
        state=State.FAILED, code=code, reason=reason or "no contact is set to receive invoices"
    )


def pause_after(attempts: int) -> timedelta:
    """5 s, 15 s, 45 s ... 4 h: quick for a hiccup, patient with an outage."""
    steps = min(max(attempts, 1) - 1, 10)
    return min(FIRST_PAUSE * GROWTH**steps, LONGEST_PAUSE)


def _answered(recipient: MailRecipient, answer: Answer | None) -> MailRecipient:
    if answer is None or recipient.state is not RecipientState.PENDING:
        return recipient
    if answer.accepts:
        state = RecipientState.ACCEPTED
    elif answer.refuses_for_good:
        state = RecipientState.REFUSED
    else:
        state = RecipientState.PENDING
    return recipient.model_copy(update={"state": state, "words": str(answer)})


def _given_up(mail: MailDelivery) -> MailDelivery:
    refused = {"state": RecipientState.REFUSED}
    return mail.with_changes(
        recipients=tuple(
            one.model_copy(update=refused) if one.state is RecipientState.PENDING else one
            for one in mail.recipients
        )
    )


def _words(recipients: tuple[MailRecipient, ...] | list[MailRecipient]) -> str:
    return "; ".join(f"{one.email}: {one.words}" for one in recipients)
