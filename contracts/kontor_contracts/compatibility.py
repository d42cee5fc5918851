"""What of a change to a schema breaks those who build on it.

Facts stay on their topics for months, some for ever, and services are renewed one by one: a newer
consumer must read older facts, an older consumer newer ones. So little but a new field that may be
left out is no break. What other systems send us (`inbound`) only we read: there we may also take
more than before.
"""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

#: Keywords that narrow what a value may be.
CONSTRAINTS = (
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "uniqueItems",
)


class Shape(BaseModel):
    """A JSON Schema, as far as our facts use it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    ref: str = Field("", alias="$ref")
    defs: "dict[str, Shape]" = Field(default_factory=dict, alias="$defs")
    type: str = ""
    title: str = ""
    enum: tuple[object, ...] = ()
    const: object = None
    properties: "dict[str, Shape]" = Field(default_factory=dict)
    required: frozenset[str] = frozenset()
    items: "Shape | None" = None
    prefix_items: "tuple[Shape, ...]" = Field((), alias="prefixItems")
    any_of: "tuple[Shape, ...]" = Field((), alias="anyOf")
    names: "Shape | None" = Field(None, alias="propertyNames")
    additional: "Shape | bool" = Field(default=True, alias="additionalProperties")

    @property
    def values(self) -> frozenset[object]:
        return frozenset(self.enum) or frozenset({self.const} - {None})

    @property
    def constraints(self) -> dict[str, object]:
        found = self.model_extra or {}
        return {name: found[name] for name in CONSTRAINTS if name in found}

    @property
    def kind(self) -> str:
        """What tells one alternative of a union from another."""
        return f"object {self.title}" if self.type == "object" else self.type


class Comparison:
    """Walks two versions of one schema side by side."""

    def __init__(self, before: Shape, after: Shape, *, inbound: bool) -> None:
        self._before = before
        self._after = after
        self._inbound = inbound
        self._compared: set[tuple[str, str]] = set()

    def breaks(self) -> list[str]:
        """Each break with the path of its field."""
        return list(self._pair(self._before, self._after, ""))

    def _pair(self, before: Shape, after: Shape, path: str) -> Iterator[str]:
        refs = (before.ref, after.ref)
        if all(refs) and refs in self._compared:
            return
        self._compared.add(refs)
        old = {one.kind: one for one in _alternatives(before, self._before)}
        new = {one.kind: one for one in _alternatives(after, self._after)}
        for kind in sorted(old.keys() - new.keys()):
            yield f"{path}: is no longer {kind or 'anything'}"
        if not self._inbound:
            yield from (f"{path}: may be {kind} now" for kind in sorted(new.keys() - old.keys()))
        for kind in sorted(old.keys() & new.keys()):
            yield from self._alike(old[kind], new[kind], path)

    def _alike(self, before: Shape, after: Shape, path: str) -> Iterator[str]:
        yield from self._values(before, after, path)
        yield from self._constraints(before, after, path)
        yield from self._fields(before, after, path)
        if before.items and after.items:
            yield from self._pair(before.items, after.items, f"{path}[]")
        if len(before.prefix_items) != len(after.prefix_items):
            yield f"{path}: another number of items"
        for number, pair in enumerate(zip(before.prefix_items, after.prefix_items, strict=False)):
            yield from self._pair(*pair, f"{path}[{number}]")
        if before.names and after.names:
            yield from self._pair(before.names, after.names, f"{path}.<name>")
        if isinstance(before.additional, Shape) and isinstance(after.additional, Shape):
            yield from self._pair(before.additional, after.additional, f"{path}.*")

    def _values(self, before: Shape, after: Shape, path: str) -> Iterator[str]:
        if not before.values and not after.values:
            return
        lost, gained = before.values - after.values, after.values - before.values
        if lost or not before.values:
            yield f"{path}: no longer {_listed(lost) or 'any value'}"
        if gained and before.values and not self._inbound:
            yield f"{path}: {_listed(gained)} is unknown to older consumers"

    def _constraints(self, before: Shape, after: Shape, path: str) -> Iterator[str]:
        for name in CONSTRAINTS:
            was, is_now = before.constraints.get(name), after.constraints.get(name)
            if was != is_now and not (self._inbound and is_now is None):
                yield f"{path}: {name} was {was}, is {is_now}"

    def _fields(self, before: Shape, after: Shape, path: str) -> Iterator[str]:
        for name in before.properties.keys() - after.properties.keys():
            yield f"{path}.{name}: is gone"
        for name in after.required - before.required:
            yield f"{path}.{name}: is required, and older facts lack it"
        if not self._inbound:
            for name in (before.required - after.required) & after.properties.keys():
                yield f"{path}.{name}: may be left out, and older consumers require it"
        for name in before.properties.keys() & after.properties.keys():
            yield from self._pair(before.properties[name], after.properties[name], f"{path}.{name}")


def _alternatives(shape: Shape, root: Shape) -> Iterator[Shape]:
    if shape.ref:
        yield from _alternatives(root.defs[shape.ref.rpartition("/")[2]], root)
    elif shape.any_of:
        for one in shape.any_of:
            yield from _alternatives(one, root)
    else:
        yield shape


def _listed(values: frozenset[object]) -> str:
    return ", ".join(sorted(map(str, values)))


def breaks(before: Shape, after: Shape, *, inbound: bool = False) -> list[str]:
    """What of the change from `before` to `after` breaks somebody, sorted; nothing: none."""
    return sorted(Comparison(before, after, inbound=inbound).breaks())
