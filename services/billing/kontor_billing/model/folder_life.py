"""The states of a folder: draft, active, suspended, closed, each with its day."""

from datetime import date

from kontor_contracts.billing.folder import Folder, FolderLine, FolderState, Pause
from kontor_contracts.errors import ConflictError, FieldError, InvalidInputError


class FolderStateError(ConflictError):
    """The folder's state does not allow the step."""


def activated(folder: Folder, on: date) -> Folder:
    """The folder as active from `on`; the same folder when it is active already."""
    if folder.state is FolderState.ACTIVE:
        return folder
    _require(folder, FolderState.DRAFT, "activate")
    return _moved(folder, FolderState.ACTIVE, activated_on=folder.activated_on or on)


def suspended(folder: Folder, on: date) -> Folder:
    """Its recurring lines are not billed from `on` until it is resumed."""
    if folder.state is FolderState.SUSPENDED:
        return folder
    _require(folder, FolderState.ACTIVE, "suspend")
    _not_before(_since(folder), on)
    return _moved(folder, FolderState.SUSPENDED, suspensions=(*folder.suspensions, Pause(start=on)))


def resumed(folder: Folder, on: date) -> Folder:
    """Billed again from `on`; resumed on the day of its suspension it never was suspended."""
    if folder.state is FolderState.ACTIVE:
        return folder
    _require(folder, FolderState.SUSPENDED, "resume")
    return _moved(folder, FolderState.ACTIVE, suspensions=_ended(folder, on))


def closed(folder: Folder, on: date) -> Folder:
    """Nothing of it is served from `on`; what was served before is still billed."""
    if folder.state is FolderState.CLOSED:
        return folder
    _require(folder, (FolderState.ACTIVE, FolderState.SUSPENDED), "close")
    _not_before(_since(folder), on)
    is_suspended = folder.state is FolderState.SUSPENDED
    return _moved(
        folder,
        FolderState.CLOSED,
        closed_on=on,
        lines=tuple(_ending(line, on) for line in folder.lines),
        suspensions=_ended(folder, on) if is_suspended else folder.suspensions,
    )


def _ended(folder: Folder, on: date) -> tuple[Pause, ...]:
    *before, last = folder.suspensions
    _not_before(last.start, on)
    if on == last.start:
        return tuple(before)
    return (*before, Pause(start=last.start, end=on))


def _ending(line: FolderLine, on: date) -> FolderLine:
    """A line that starts later is never served."""
    end = min(line.end or on, on)
    return line.model_copy(update={"end": max(end, line.start)})


def _since(folder: Folder) -> date:
    """The first day on which it can leave its state."""
    if folder.suspensions:
        last = folder.suspensions[-1]
        return last.end or last.start
    return folder.activated_on or date.min


def _require(folder: Folder, allowed: FolderState | tuple[FolderState, ...], step: str) -> None:
    states = allowed if isinstance(allowed, tuple) else (allowed,)
    if folder.state not in states:
        wanted = " or ".join(states)
        message = f"folder {folder.number} is {folder.state}: only one that is {wanted} can {step}"
        raise FolderStateError(message)


def _not_before(earliest: date, on: date) -> None:
    if on < earliest:
        message = f"the folder has been as it is since {earliest}: give that day or a later one"
        raise InvalidInputError(message, fields=[FieldError("on", "too-early", message)])


def _moved(folder: Folder, state: FolderState, **changes: object) -> Folder:
    version = folder.version + 1
    return folder.model_copy(update={"state": state, "version": version, **changes})
