"""`kontor doctor`: one thing broken at a time is found, named, and what to do next is said."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
Row = dict[str, object]
RUN_ID = str(uuid4())


def an_invoice(number: int, **changes: object) -> Row:
    owed = {"payable": "100.00", "paid": "60.00", "credited": "0.00", "open": "40.00"}
    named = {"id": str(uuid4()), "number": f"2026-{number:06d}", "kind": "380"}
    return {**named, **owed, "credit": "0.00", **changes}


def rows_of(invoice: Row) -> list[Row]:
    known = {"invoice_id": invoice["id"], "invoice_number": invoice["number"]}
    known |= {"method": "email-attachment", "state": "sent"}
    document = {**known, "channel": "document", "state": "issued"}
    return [document, {**known, "channel": "email", "to": ["ada@example.org"]}]


class Books:
    """What the services answer, sound until a test breaks it."""

    def __init__(self) -> None:
        self.invoices = [an_invoice(number) for number in (1, 2, 3)]
        self.deliveries = [row for one in self.invoices for row in rows_of(one)]
        self.totals: Row = {"invoices": 3, "left_out": 0, "per_method": {}, "net": "0"}
        self.totals["gross"] = "300.00"
        self.unpublished = 0
        self.parked: list[Row] = []
        self.copies: Row = {"looked_at": 5, "wrong": 0}

    def open_at(self, services: ScriptedServices) -> None:
        run = {"id": RUN_ID, "label": "2026-10", "state": "completed", "totals": self.totals}
        run["chunks"] = {"done": 1, "total": 1}
        issued = {"account_number": "K-1", "party_id": str(uuid4()), "net": "84.03", "vat": "15.97"}
        issued |= {"gross": "100.00", "currency": "EUR", "delivery_method": "email-attachment"}
        of_run = [
            {**issued, "id": str(uuid4()), "number": f"2026-{n:06d}", "collections": []}
            for n in (1, 2, 3)
        ]
        services.answer("GET", "/invoices", {"items": self.invoices})
        services.answer("GET", "/runs", {"items": [run]})
        services.answer("GET", f"/runs/{RUN_ID}/invoices", {"items": of_run})
        services.answer("GET", "/deliveries", {"items": self.deliveries})
        services.answer("GET", "/outbox", {"unpublished": self.unpublished})
        services.answer("GET", "/parked", {"items": self.parked})
        check = {"id": RUN_ID, "group": "billing", "done_at": "2026-11-02T09:00:00Z"}
        done = check | {"report": self.copies}
        services.answer("POST", "/replica-checks", {"items": [done]}, 202)


def lose_a_number(books: Books) -> None:
    books.invoices[1]["number"] = "2026-000004"
    for row in books.deliveries[2:4]:
        row["invoice_number"] = "2026-000004"


def give_a_number_twice(books: Books) -> None:
    books.invoices[1]["number"] = "2026-000001"


def forget_a_payment(books: Books) -> None:
    books.invoices[0]["open"] = "100.00"


def lose_a_credit_note(books: Books) -> None:
    books.invoices[0] |= {"credited": "40.00", "open": "0.00"}


def count_a_run_wrongly(books: Books) -> None:
    books.totals["gross"] = "299.99"


def lose_a_document(books: Books) -> None:
    del books.deliveries[0]


def lose_a_mail(books: Books) -> None:
    del books.deliveries[1]


def issue_a_document_twice(books: Books) -> None:
    books.deliveries.append(books.deliveries[0])


def name_a_recipient_twice(books: Books) -> None:
    books.deliveries[1]["to"] = ["ada@example.org", "Ada@example.org"]


def deliver_what_nobody_billed(books: Books) -> None:
    books.deliveries += rows_of(an_invoice(9))


def keep_a_fact_back(books: Books) -> None:
    books.unpublished = 2


def park_a_message(books: Books) -> None:
    row = {"id": "66f0", "group": "g", "topic": "t", "key": "k", "partition": 0, "offset": 1}
    row |= {"reason": "odd", "attempts": 1, "parked_at": "2026-11-02T09:00:00Z", "body": "{}"}
    books.parked.append(row)


def damage_a_copy(books: Books) -> None:
    books.copies["wrong"] = 2


def test_what_is_sound_is_told_so_with_how_much_was_looked_at(
    services: ScriptedServices, kontor: Kontor
) -> None:
    Books().open_at(services)
    told = kontor("doctor", "--json")
    assert told.exit_code == Exit.DONE, told.output
    answer = json.loads(told.stdout)
    assert answer["sound"]
    looked_at = {one["check"]: one["looked_at"] for one in answer["checks"]}
    assert looked_at == {
        "numbers": 3, "owed": 3, "sums": 1, "deliveries": 6, "outbox": 5, "parked": 0,
        "replicas": 25,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("damage", "check", "words"),
    [
        (lose_a_number, "numbers", "2026-000002 is missing"),
        (give_a_number_twice, "numbers", "2026-000001 is there twice"),
        (forget_a_payment, "owed", "2026-000001: 100.00 - 60.00 - 0.00 is not 100.00"),
        (lose_a_credit_note, "owed", "2026-000001: 40.00 credited, but its credit notes say 0"),
        (count_a_run_wrongly, "sums", "run 2026-10 tells 3 of 299.99, but has 3 of 300.00"),
        (lose_a_document, "deliveries", "2026-000001 has no document"),
        (lose_a_mail, "deliveries", "2026-000001 is to leave by email-attachment, and does not"),
        (issue_a_document_twice, "deliveries", "2026-000001 goes 2 times by document"),
        (name_a_recipient_twice, "deliveries", "mailed twice at once to ada@example.org"),
        (deliver_what_nobody_billed, "deliveries", "2026-000009 is delivered, but billing"),
        (keep_a_fact_back, "outbox", "2 facts of billing wait"),
        (park_a_message, "parked", "billing/66f0 is parked"),
        (damage_a_copy, "replicas", "2 copies of billing are not what was told last"),
    ],
)
def test_each_thing_that_is_broken_is_found_and_has_a_next_step(
    services: ScriptedServices,
    kontor: Kontor,
    damage: Callable[[Books], None],
    check: str,
    words: str,
) -> None:
    books = Books()
    damage(books)
    books.open_at(services)
    told = kontor("doctor", "--json")
    assert told.exit_code == Exit.UNSOUND, told.output
    findings = [one for each in json.loads(told.stdout)["checks"] for one in each["findings"]]
    meant = [one for one in findings if words in one["what"]]
    assert {(one["check"], bool(one["next"])) for one in meant} == {(check, True)}


def test_people_see_a_table_of_checks_and_one_of_findings(
    services: ScriptedServices, kontor: Kontor
) -> None:
    books = Books()
    lose_a_document(books)
    books.open_at(services)
    told = kontor("doctor").stdout
    assert "Looked at" in told
    assert "2026-000001 has no document" in told
    assert "kontor parked list" in told
