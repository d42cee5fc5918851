"""What the team configures: kinds of actions, and rules for facts."""

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import NotFoundError

from kontor_tasks.model import kinds, rules
from kontor_tasks.model.facts import rules_in_force
from kontor_tasks.model.history import Author
from kontor_tasks.model.kinds import Kind, KindFields
from kontor_tasks.model.rules import Rule, RuleFields
from kontor_tasks.model.versions import require_version
from kontor_tasks.usecases.actions import require_kind
from kontor_tasks.usecases.desk import Desk, entry, require_member


async def list_kinds(desk: Desk, tx: Transaction | None = None) -> list[Kind]:
    """All kinds by key, retired ones too."""
    return kinds.all_kinds(await desk.kinds.all(tx))


async def put_kind(
    desk: Desk, key: str, fields: KindFields, *, seen: int | None, author: Author
) -> Kind:
    """A new kind, or one with new fields; If-Match is needed where there is one already."""

    async def work(tx: Transaction) -> Kind:
        before = {kind.key: kind for kind in await list_kinds(desk, tx)}.get(key)
        if before is not None:
            require_version(seen, before.version)
        after = kinds.with_fields(before, key, fields)
        stored = before if before and before.version else None
        await desk.kinds.save(stored, after, tx)
        line = entry("kind", before, after, author=author, now=now())
        await desk.history.append([line], tx)
        return after

    return await desk.transactions.run(work)


async def list_rules(desk: Desk, tx: Transaction | None = None) -> dict[str, Rule]:
    """One rule for each fact that can open an action."""
    return rules_in_force({rule.key: rule for rule in await desk.rules.all(tx)})


async def put_rule(
    desk: Desk, fact: str, fields: RuleFields, *, seen: int | None, author: Author
) -> Rule:
    """What the fact opens from now on."""

    async def work(tx: Transaction) -> Rule:
        before = (await list_rules(desk, tx)).get(fact)
        if before is None:
            raise NotFoundError("no fact of this type opens actions")
        require_version(seen, before.version)
        await require_kind(desk, fields.kind, tx)
        await require_member(desk, fields.assignee_id, tx)
        after = rules.with_fields(before, fields)
        await desk.rules.save(before if before.version else None, after, tx)
        line = entry("rule", before, after, author=author, now=now())
        await desk.history.append([line], tx)
        return after

    return await desk.transactions.run(work)
