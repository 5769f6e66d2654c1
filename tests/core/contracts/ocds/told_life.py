"""A contract of Northmere told from its planning to its end, and histories drawn at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from tidegate.core.contracts.ocds import life
from tidegate.core.contracts.ocds.codes import Ending, Relation
from tidegate.core.contracts.ocds.compiling import MergeRules
from tidegate.core.contracts.ocds.faults import LintTerms
from tidegate.core.contracts.ocds.releases import releases_of
from tidegate.core.contracts.procurement.regimes import Regime, Route

TERMS = LintTerms("lints of the tests", 25)
RULES = MergeRules(
    left_out=frozenset({"id", "date", "tag"}),
    whole=frozenset(
        {
            ("additionalIdentifiers",),
            ("additionalClassifications",),
            ("changes",),
            ("rationaleClassifications",),
            ("exclusionGrounds", "criteria"),
        }
    ),
)
PROCESS = life.Process(
    ocid="ocds-tdgate-K-000123",
    reference="K-000123",
    title="Hip and knee sessions",
    buyer=life.Party("ZQ1", "Northmere Integrated Care Board"),
    provider=life.Party("ZN101", "Northmere Independent Hospital"),
    regime=Regime.PSR,
    route=Route.COMPETITIVE,
    light_touch=False,
    cpv="85111000",
    value_pence=200_000_000,
    start=date(2026, 6, 1),
    end=date(2028, 5, 31),
    parts=(life.Part("K-DC", "Day cases at the Northmere clinic", 16),),
)


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def notice(kind: str, label: str, on: date) -> life.Document:
    return life.Document(f"notice-{kind}", kind, label, on, f"https://example.org/{kind}")


TENDERED = life.Tendered(
    key="tender",
    at=at(2, 2),
    document=notice("psr_contract_notice", "Contract notice", date(2026, 2, 2)),
)
INTENDED = life.Intended(
    key="intention", at=at(4, 13), on=date(2026, 4, 13),
    standstill_from=date(2026, 4, 14), standstill_until=date(2026, 4, 24),
    document=notice("psr_intention", "Notice of intention to award", date(2026, 4, 13)),
)  # fmt: skip
AWARDED = life.Awarded(key="award", at=at(4, 27), on=date(2026, 4, 27))
SIGNED = life.Signed(key="signed", at=at(5, 20))
TARGET = life.Target("M1", "Sessions staffed", "16 a week", date(2026, 9, 30))

WHOLE_LIFE: tuple[life.Event, ...] = (
    life.Planned(key="need", at=at(1, 5), title="Need approved", on=date(2026, 1, 5),
                 approval=True),
    life.Planned(key="market", at=at(1, 12), title="Market asked", on=date(2026, 1, 12)),
    TENDERED,
    INTENDED,
    AWARDED,
    SIGNED,
    life.Told(key="award-notice", at=at(5, 21),
              document=notice("psr_award", "Award notice", date(2026, 5, 21))),
    life.Started(key="started", at=at(6, 1), on=date(2026, 6, 1)),
    life.Used(key="use-1", at=at(6, 8), weeks=(life.WeekUsed(date(2026, 6, 1), 12),)),
    life.Paid(key="paid-1", at=at(7, 6), invoice="N-1", pence=1_440_000),
    life.Changed(key="change-1", at=at(7, 20), rationale="More hips wait",
                 ground=("external_factors", "Factors outside the control of both"),
                 value_pence=280_000_000, end=date(2028, 5, 31)),
    life.Measured(key="plan-1", at=at(8, 3), targets=(TARGET,)),
    life.Measured(key="plan-1-breached", at=at(10, 1),
                  targets=(replace(TARGET, breached_on=date(2026, 10, 1)),)),
    life.Failed(key="failed-1", at=at(10, 5), number=1, requirement="Staffing",
                description="Sessions were not staffed", decided_on=date(2026, 10, 5),
                penalty_pence=240_000, back_to_scope="Knee sessions taken back"),
    life.Used(key="use-2", at=at(10, 6), weeks=(life.WeekUsed(date(2026, 6, 1), 13),
                                               life.WeekUsed(date(2026, 6, 8), None))),
    life.Related(key="sub-1", at=at(10, 7), relation=Relation.SUBCONTRACT, id="sub-1",
                 title="Sterile services"),
    life.Related(key="parent", at=at(10, 8), relation=Relation.PARENT, id="parent",
                 title="Lead provider contract", ocid="ocds-tdgate-K-000001"),
    life.NoticeGiven(key="notice-given", at=at(11, 2), last_day=date(2027, 1, 31),
                     ending=Ending.BUYER),
    life.Ended(key="ended", at=at(2, 1, year=2027), on=date(2027, 1, 31), ending=Ending.BUYER),
)  # fmt: skip


def example() -> list[dict[str, Any]]:
    """Return a competition under the Provider Selection Regime in three releases."""
    return [dict(each) for each in releases_of(PROCESS, (TENDERED, INTENDED, SIGNED))]


def random_life(seed: int) -> tuple[life.Process, tuple[life.Event, ...]]:
    """Return a process and a history of events, in an order that may make no sense at all."""
    draw = Random(seed)
    process = replace(
        PROCESS,
        regime=draw.choice(list(Regime)),
        route=draw.choice([None, *Route]),
        light_touch=draw.random() < 0.3,
        cpv=draw.choice(["", "85111000"]),
        value_pence=draw.randrange(1, 10**9),
        parts=PROCESS.parts[: draw.randrange(2)],
    )
    chosen = draw.choices(WHOLE_LIFE, k=draw.randrange(1, 16))
    moment = at(1, 5)
    events: list[life.Event] = []
    for number, event in enumerate(chosen):
        moment += timedelta(minutes=draw.choice([0, 1, 60, 60 * 24 * 9]))
        events.append(replace(_varied(event, draw), key=f"{event.key}-{number}", at=moment))
    return process, tuple(events)


def _varied(event: life.Event, draw: Random) -> life.Event:
    if isinstance(event, life.Used):
        weeks = draw.sample(range(6), k=draw.randrange(1, 4))
        monday = date(2026, 6, 1)
        return replace(
            event,
            weeks=tuple(
                life.WeekUsed(
                    monday + timedelta(weeks=week), draw.choice([None, draw.randrange(5, 17)])
                )
                for week in weeks
            ),
        )
    if isinstance(event, life.Changed):
        return replace(event, value_pence=draw.randrange(1, 10**9), ground=("", ""))
    if isinstance(event, life.Paid):
        return replace(event, invoice=f"N-{draw.randrange(4)}", pence=draw.randrange(1, 10**7))
    return event
