"""Lint releases: say of each what cannot be so, one by one, before compiling hides it.

The compiled view of a process keeps only the newest value of each field. A fault that a later
release puts right is still a fault of the release that was published, so each release is looked at
with what had been told up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tidegate.core.contracts.ocds.compiling import in_time_order, processes
from tidegate.core.contracts.ocds.faults import FAULT_LABELS, Fault, LintTerms
from tidegate.core.contracts.ocds.lint_dates import (
    dates_backwards,
    periods_reversed,
    releases_backwards,
    signatures,
)
from tidegate.core.contracts.ocds.lint_money import (
    spent_above_value,
    values_negative,
    values_risen,
)
from tidegate.core.contracts.ocds.lint_references import (
    awards_in_force,
    awards_named,
    parties_named,
    tags_kept,
)
from tidegate.core.contracts.ocds.seen import Seen
from tidegate.core.contracts.ocds.walking import Object
from tidegate.core.reasons import Reason

Lint = Callable[[Object, Seen, LintTerms], Iterator[Fault]]

LINTS: tuple[Lint, ...] = (
    tags_kept,
    parties_named,
    awards_named,
    awards_in_force,
    periods_reversed,
    signatures,
    dates_backwards,
    values_negative,
    spent_above_value,
    values_risen,
)
"""What each release is asked; between them they find the twelve faults."""


def lint(releases: Sequence[Object], terms: LintTerms) -> tuple[Reason, ...]:
    """Return every fault of sense in some releases, process by process, release by release.

    Args:
        releases: of any number of processes, as a file gives them.
        terms: limits.

    Returns:
        Reasons with the code of ``FaultCode``; ``inputs`` give ``ocid``, ``release`` and the
        ``path`` within it.
    """
    found: list[Reason] = []
    for each in processes(releases).values():
        found += _lint_process(each, terms)
    return tuple(found)


def _lint_process(releases: Sequence[Object], terms: LintTerms) -> Iterator[Reason]:
    seen, told = Seen(), set[tuple[str, str]]()
    for release in in_time_order(releases):
        seen.take_in(release)
        for one in LINTS:
            for fault in one(release, seen, terms):
                if fault.about and (fault.code, fault.about) in told:
                    continue
                told.add((fault.code, fault.about))
                yield _reason(release, fault, terms)
        seen.settle(release)
    for release, fault in releases_backwards(releases):
        yield _reason(release, fault, terms)


def _reason(release: Object, fault: Fault, terms: LintTerms) -> Reason:
    where = {
        "ocid": str(release.get("ocid", "")),
        "release": str(release.get("id", "")),
        "path": fault.path,
        "fault": FAULT_LABELS[fault.code],
    }
    return Reason(fault.code.value, fault.detail, where, terms.version)
