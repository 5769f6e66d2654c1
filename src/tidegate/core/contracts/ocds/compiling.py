"""Compile the releases of one process into how it stands, by the merge rules of the standard.

The rules: a release’s own identifier, date and tag are left out; objects are merged field by field;
lists of objects by the identifier of each; every other list, and those that the table names, is
taken whole from the newest release; null takes a field away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tidegate.core.contracts.ocds.codes import Tag
from tidegate.core.contracts.ocds.moments import moment_of

Release = Mapping[str, Any]
Path = tuple[str, ...]
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MergeRules:
    """Which fields are not merged as the others are.

    Attributes:
        left_out: fields of a release that say something of itself only.
        whole: the last one or two names of the paths of fields whose lists are taken whole although
            they hold objects.
    """

    left_out: frozenset[str]
    whole: frozenset[Path]

    def takes_whole(self, path: Path) -> bool:
        """Say whether the list at a path is taken whole."""
        return path[-1:] in self.whole or path[-2:] in self.whole


class NotMergeable(ValueError):  # noqa: N818 - it says what the releases are
    """Releases that contradict each other’s shape, or belong to several processes."""


def compiled(releases: Iterable[Release], rules: MergeRules) -> dict[str, Any]:
    """Return the compiled release of a process.

    Args:
        releases: of one process, in any order; of one moment, in the order given.
        rules: of the standard and the extensions that the releases declare.

    Raises:
        NotMergeable: they belong to several processes, there are none, or one has an object where
            another has a plain value.
    """
    in_order = in_time_order(releases)
    if len({release.get("ocid") for release in in_order}) != 1:
        raise NotMergeable("releases of one process, at least one")
    state: dict[str, Any] = {}
    for release in in_order:
        lasting = {key: value for key, value in release.items() if key not in rules.left_out}
        _merge(state, lasting, rules, ())
    newest = in_order[-1]
    found: dict[str, Any] = _settled(state)
    return found | {
        "ocid": newest["ocid"],
        "id": f"{newest['ocid']}-{newest.get('date')}",
        "date": newest.get("date"),
        "tag": [Tag.COMPILED.value],
    }


def in_time_order(releases: Iterable[Release]) -> list[Release]:
    """Return releases by their moments; those of one moment, or of none, as they come."""
    return sorted(releases, key=lambda release: moment_of(release.get("date")) or _EARLIEST)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A value that is taken as it is, whatever it holds."""

    value: Any


def _merge(state: dict[str, Any], new: Mapping[str, Any], rules: MergeRules, above: Path) -> None:
    for key, value in new.items():
        path = (*above, key)
        if rules.takes_whole(path) or not _goes_deeper(value):
            if not isinstance(state.get(key), dict):
                state[key] = _Whole(value)
        elif value:
            _merge_deeper(state, value, rules, path)


def _goes_deeper(value: object) -> bool:
    """Say whether a value is merged part by part: an object, or a list of nothing but objects."""
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _merge_deeper(state: dict[str, Any], value: Any, rules: MergeRules, path: Path) -> None:
    key = path[-1]
    before = state.get(key)
    if before is None or (isinstance(before, _Whole) and before.value is None):
        before = state[key] = _Listed() if isinstance(value, list) else {}
    if isinstance(before, _Whole) or isinstance(before, _Listed) != isinstance(value, list):
        raise NotMergeable(f"“{'/'.join(path)}” of one shape in every release")
    if isinstance(before, _Listed):
        for each in value:
            rest = {name: part for name, part in each.items() if name != "id"}
            _merge(before.one(each), rest, rules, path)
    else:
        _merge(before, value, rules, path)


class _Listed(dict[Any, Any]):
    """A list of objects while it is merged, by identifier, in the order of first appearance."""

    def one(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """Return the object to merge an item into; one without an identifier is always new."""
        named = item.get("id")
        # Lists and objects are no identifiers; every such item is new, as one without is.
        known = "id" in item and (named is None or isinstance(named, str | int | float))
        key = named if known else (len(self),)
        if key not in self:
            self[key] = {"id": _Whole(item["id"])} if item.get("id") is not None else {}
        found: dict[str, Any] = self[key]
        return found


def _settled(state: Any) -> Any:
    """Return merged state as plain lists and objects, without what was taken away."""
    if isinstance(state, _Whole):
        return state.value
    if isinstance(state, _Listed):
        return [_settled(each) for each in state.values()]
    return {
        key: _settled(value)
        for key, value in state.items()
        if not (isinstance(value, _Whole) and value.value is None)
    }


def processes(releases: Sequence[Release]) -> dict[str, list[Release]]:
    """Return releases by the process that they belong to, in the order of first appearance."""
    found: dict[str, list[Release]] = {}
    for release in releases:
        found.setdefault(str(release.get("ocid", "")), []).append(release)
    return found
