"""Lints of dates: periods, signatures, and the order in which things happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tidegate.core.contracts.ocds.codes import Tag
from tidegate.core.contracts.ocds.faults import Fault, FaultCode, LintTerms
from tidegate.core.contracts.ocds.moments import moment_of
from tidegate.core.contracts.ocds.walking import Object, every_object, listed, name_of, part, texts

if TYPE_CHECKING:
    from tidegate.core.contracts.ocds.seen import Seen

_STAGES = (Tag.PLANNING, Tag.TENDER, Tag.AWARD, Tag.CONTRACT, Tag.CONTRACT_TERMINATION)
Dated = tuple[str, object]


def periods_reversed(release: Object, _seen: Seen, _terms: LintTerms) -> Iterator[Fault]:
    """Find periods that end before they start, or whose furthest end comes before their end."""
    for path, one in every_object(release):
        for first, last in (("startDate", "endDate"), ("endDate", "maxExtentDate")):
            if _is_after(one.get(first), one.get(last)):
                detail = f"{last} {one[last]} comes before {first} {one[first]}."
                yield Fault(FaultCode.PERIOD_REVERSED, f"{path}/{last}", detail)


def signatures(release: Object, seen: Seen, _terms: LintTerms) -> Iterator[Fault]:
    """Find contracts signed before their award, or before its standstill was over."""
    for path, contract, award in _with_awards(release, seen):
        signed, name = contract.get("dateSigned"), name_of(contract)
        standstill = part(award, "standstillPeriod")
        if _is_after(award.get("date"), signed):
            detail = f"Contract {name} was signed on {signed}, awarded on {award['date']}."
            yield Fault(FaultCode.SIGNED_BEFORE_AWARD, f"{path}/dateSigned", detail, name)
        elif _falls_within(signed, standstill):
            detail = f"Contract {name} was signed on {signed}, in the standstill to "
            detail += f"{standstill['endDate']}."
            yield Fault(FaultCode.SIGNED_IN_STANDSTILL, f"{path}/dateSigned", detail, name)


def dates_backwards(release: Object, seen: Seen, _terms: LintTerms) -> Iterator[Fault]:
    """Find what is said to follow something and is dated before it.

    Bids close before the award and the signature; payments and amendments follow the signature;
    nothing that has happened is dated after the release that tells of it.
    """
    told: Dated = ("the release", release.get("date"))
    closed: Dated = ("bids closed", seen.bids_closed)
    for path, award in listed(release, "awards"):
        decided: Dated = (f"{path}/date", award.get("date"))
        yield from _backwards((closed, decided, told))
    for path, contract in listed(release, "contracts"):
        standing = seen.contracts[name_of(contract)].fields
        signed: Dated = (f"{path}/dateSigned", standing.get("dateSigned"))
        yield from _backwards((closed, signed, told))
        for dated in _later_than_signature(contract, path):
            yield from _backwards((signed, dated, told))


def releases_backwards(releases: Sequence[Object]) -> Iterator[tuple[Object, Fault]]:
    """Find releases of a process that stand in no order of time, or tell its stages out of order.

    A list may run from the oldest on or from the newest.
    """
    moments = [moment_of(release.get("date")) for release in releases]
    dated = [(one, at) for one, at in zip(releases, moments, strict=True) if at is not None]
    steps = [later < earlier for (_, earlier), (_, later) in pairwise(dated)]
    if any(steps) and not all(steps):
        index = steps.index(True) + 1
        release, before = dated[index][0], dated[index - 1][0]
        detail = f"It is dated {release['date']}, the release before it {before['date']}."
        yield release, Fault(FaultCode.DATES_BACKWARDS, "/date", detail)
        return
    yield from _stages_backwards([one for one, _ in sorted(dated, key=lambda pair: pair[1])])


def _stages_backwards(in_order: Sequence[Object]) -> Iterator[tuple[Object, Fault]]:
    reached = -1
    for release in in_order:
        tags = texts(release, "tag")
        named = [_STAGES.index(Tag(tag)) for tag in tags if tag in set(_STAGES)]
        if named and max(named) < reached:
            detail = f"It tells “{_STAGES[max(named)]}” after a release told “{_STAGES[reached]}”."
            yield release, Fault(FaultCode.DATES_BACKWARDS, "/date", detail)
        reached = max([reached, *named])


def _with_awards(release: Object, seen: Seen) -> Iterator[tuple[str, Object, Object]]:
    """Yield each contract that a release tells of, or of whose award it tells, as it stands."""
    paths = {name_of(one): path for path, one in listed(release, "contracts")}
    awards = {name_of(one) for _, one in listed(release, "awards")}
    for name, standing in seen.contracts.items():
        contract = standing.fields
        if name in paths or str(contract.get("awardID")) in awards:
            yield paths.get(name, ""), contract, seen.award_of(contract)


def _falls_within(signed: object, standstill: Object) -> bool:
    """Say whether a signature falls before the end of a standstill; its end is still within."""
    at, until = moment_of(signed), moment_of(standstill.get("endDate"))
    return at is not None and until is not None and at <= until


def _is_after(first: object, last: object) -> bool:
    one, other = moment_of(first), moment_of(last)
    return one is not None and other is not None and one > other


def _later_than_signature(contract: Object, path: str) -> Iterator[Dated]:
    for place, one in listed(contract, "amendments", path):
        yield f"{place}/date", one.get("date")
    inside = f"{path}/implementation"
    for place, one in listed(part(contract, "implementation"), "transactions", inside):
        yield f"{place}/date", one.get("date")


def _backwards(chain: Sequence[Dated]) -> Iterator[Fault]:
    """Find what in a chain of dates comes before the one before it; an unknown date is skipped.

    A signature before the award is a fault of its own, and so is not asked here.
    """
    known = [(where, date) for where, date in chain if moment_of(date) is not None]
    for (before, earlier), (where, later) in pairwise(known):
        if _is_after(earlier, later):
            path = before if where == "the release" else where
            first, then = before.rpartition("/")[2], where.rpartition("/")[2]
            detail = f"{first} {earlier} comes after {then} {later}."
            yield Fault(FaultCode.DATES_BACKWARDS, path, detail, f"{before} {earlier} {later}")
