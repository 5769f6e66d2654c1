"""The life of a contract as others may read of it: who, what, and what happened when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tidegate.core.contracts.ocds.codes import Ending, Relation
    from tidegate.core.contracts.procurement.regimes import Regime, Route


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation by its ODS code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the contract: so many units a week of one kind of care."""

    id: str
    description: str
    units_per_week: int


@dataclass(frozen=True, slots=True)
class Process:
    """What holds through the whole life of a contract.

    Attributes:
        ocid: identifier of the process, prefix included.
        reference: of the contract; tender, award and contract are named by it.
        title: of the contract.
        buyer, provider: the two sides; the provider is named from the intention to award on.
        regime, route: the law, and the route where one was chosen and an event names no other.
        light_touch: whether the light touch of the Procurement Act applies.
        cpv: code of what is bought; empty: not said.
        value_pence: lifetime value as signed.
        start, end: the term as signed.
        parts: lines of the contract.
    """

    ocid: str
    reference: str
    title: str
    buyer: Party
    provider: Party
    regime: Regime
    route: Route | None
    light_touch: bool
    cpv: str
    value_pence: int
    start: date
    end: date
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A notice that was published: its kind in the room’s words, its label, day and address."""

    id: str
    kind: str
    label: str
    on: date
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that happened.

    Attributes:
        key: names it within the contract, once and for all; the release is named by it.
        at: when it became known, which is when the release is dated; aware.
        document: the notice that said so, where one did.
        route: the route that was chosen at that time; None: that of the process.
    """

    key: str
    at: datetime
    document: Document | None = None
    route: Route | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(Happened):
    """A need was approved, or the market was told or asked."""

    title: str
    on: date
    approval: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tendered(Happened):
    """A competition was opened, or told of anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandoned(Happened):
    """The selection was given up."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Intended(Happened):
    """It was made known to whom the contract is to go; objections are heard until a day."""

    on: date
    standstill_from: date | None
    standstill_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp(Happened):
    """An intention was given up; the selection goes back a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded(Happened):
    """The award was decided."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Happened):
    """Both sides have signed.

    Attributes:
        awarded_on: when the award was decided, where no release has told of it; None: not known.
    """

    awarded_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(Happened):
    """Service began."""

    on: date


@dataclass(frozen=True, slots=True)
class WeekUsed:
    """Units done in a week over all lines; None: too few to be told."""

    week: date
    done: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Used(Happened):
    """The use of some weeks became known, or was put right."""

    weeks: tuple[WeekUsed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid(Happened):
    """An invoice was paid, whole or in part."""

    invoice: str
    pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Happened):
    """The contract was changed.

    Attributes:
        rationale: why, in words.
        ground: on what the law says it rests: code and words; empty where it rests on none.
        value_pence: lifetime value from now on.
        end: last day from now on.
    """

    rationale: str
    ground: tuple[str, str]
    value_pence: int
    end: date


@dataclass(frozen=True, slots=True)
class Target:
    """One milestone of a plan, and whether it was met."""

    id: str
    metric: str
    target: str
    due: date
    met_on: date | None = None
    breached_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Happened):
    """Milestones were agreed, met or found breached."""

    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Happened):
    """The provider failed to do better; money may have been kept back for it.

    Attributes:
        number: of the performance notice.
        requirement: the clause that was not kept.
        description: what came of it, in words.
        decided_on: when it was decided.
        penalty_pence: what is kept back; None: nothing is.
        back_to_scope: what of the service was taken away; empty: nothing.
    """

    number: int
    requirement: str
    description: str
    decided_on: date
    penalty_pence: int | None = None
    back_to_scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven(Happened):
    """One side gave notice: the contract runs until a last day."""

    last_day: date
    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Happened):
    """The contract is over."""

    on: date
    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(Happened):
    """Another process belongs to this one, by its ocid where it has one."""

    relation: Relation
    id: str
    title: str
    ocid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Happened):
    """A notice was published that changes nothing else."""

    document: Document


Event: TypeAlias = (
    Planned | Tendered | Abandoned | Intended | GivenUp | Awarded | Signed | Started | Used | Paid
    | Changed | Measured | Failed | NoticeGiven | Ended | Related | Told
)  # fmt: skip
"""Everything that a release can tell of."""
