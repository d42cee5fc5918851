"""Contracts only grow: a change that would break somebody is found before it is released."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from kontor_contracts.compatibility import Shape, breaks
from kontor_contracts.release import Release, breaks_since

RELEASED = Path(__file__).parents[2] / "contracts" / "released.json"
Json = dict[str, object]


def test_what_was_released_still_holds() -> None:
    release = Release.model_validate_json(RELEASED.read_text(encoding="utf-8"))
    assert breaks_since(release) == [], "give it a new type, or a new topic"


def test_a_fact_or_a_topic_that_is_gone_is_missed() -> None:
    told = json.loads(RELEASED.read_text(encoding="utf-8"))
    told["topics"]["billing.invoice"]["facts"]["invoice-lost"] = {"type": "object"}
    told["topics"]["billing.weather"] = {"compacted": False, "facts": {}}
    assert breaks_since(Release.model_validate(told)) == [
        "billing.invoice: invoice-lost is gone",
        "billing.weather: the topic is gone",
    ]


def a_schema(**changed: object) -> Json:
    fields: Json = {
        "number": {"type": "string", "pattern": "^R"},
        "state": {"$ref": "#/$defs/State"},
        "paid_on": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
    }
    names = {"type": "string", "enum": ["open", "paid"]}
    fields["totals"] = {"type": "object", "propertyNames": names}
    line = {"type": "object", "title": "Line", "properties": {"text": {"type": "string"}}}
    return {
        "type": "object",
        "title": "Fact",
        "required": ["number", "state"],
        "$defs": {"State": {"type": "string", "enum": ["open", "paid"]}, "Line": line},
        "properties": fields,
    } | changed


def with_field(name: str, schema: Json | None) -> Json:
    """The schema with one field changed, added, or taken away."""
    made = json.loads(json.dumps(a_schema()))
    made["properties"].pop(name, None)
    made["properties"] |= {} if schema is None else {name: schema}
    return dict(made)


def with_state(*values: str) -> Json:
    made = json.loads(json.dumps(a_schema()))
    made["$defs"]["State"]["enum"] = list(values)
    return dict(made)


def with_line_text(kind: str) -> Json:
    made = json.loads(json.dumps(a_schema()))
    made["$defs"]["Line"]["properties"]["text"]["type"] = kind
    return dict(made)


BREAKING: dict[str, tuple[Callable[[], Json], str]] = {
    "a field is gone": (lambda: with_field("paid_on", None), ".paid_on: is gone"),
    "a new field is required": (
        lambda: a_schema(required=["number", "state", "paid_on"]),
        ".paid_on: is required",
    ),
    "a field may be left out": (lambda: a_schema(required=["number"]), ".state: may be left out"),
    "another type": (lambda: with_field("number", {"type": "integer"}), ".number: is no longer"),
    "null where there was none": (
        lambda: with_field("number", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ".number: may be null",
    ),
    "another form": (
        lambda: with_field("number", {"type": "string", "pattern": "^X"}),
        ".number: pattern was ^R",
    ),
    "a code more": (lambda: with_state("open", "paid", "lost"), ".state: lost is unknown"),
    "a code less": (lambda: with_state("open"), ".state: no longer paid"),
    "a name more in a map": (
        lambda: with_field(
            "totals",
            {
                "type": "object",
                "propertyNames": {"type": "string", "enum": ["open", "paid", "lost"]},
            },
        ),
        ".totals.<name>: lost is unknown",
    ),
    "deep inside": (lambda: with_line_text("integer"), ".lines[].text: is no longer string"),
}


@pytest.mark.parametrize("case", BREAKING)
def test_a_breaking_change_is_named_with_its_field(case: str) -> None:
    changed, expected = BREAKING[case]
    found = breaks(Shape.model_validate(a_schema()), Shape.model_validate(changed()))
    assert [one for one in found if one.startswith(expected)], found


@pytest.mark.parametrize("schema", [{"type": "string"}, {"$ref": "#/$defs/Line"}])
def test_a_new_field_that_may_be_left_out_breaks_nobody(schema: Json) -> None:
    after = Shape.model_validate(with_field("added_later", schema))
    assert breaks(Shape.model_validate(a_schema()), after) == []


def test_what_others_send_us_may_take_more_than_before() -> None:
    before = Shape.model_validate(a_schema())
    more = Shape.model_validate(with_state("open", "paid", "lost") | {"required": ["number"]})
    assert breaks(before, more, inbound=True) == []
    assert breaks(more, before, inbound=True) != []
