"""What each event of a contract’s life tells: the tags and the sections of its release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import singledispatch

from tidegate.core.contracts.ocds import life
from tidegate.core.contracts.ocds.codes import ENDING_LABELS, OF_THE_CONTRACT, Ending, Tag
from tidegate.core.contracts.ocds.pieces import (
    Piece,
    document,
    item,
    moment,
    money,
    opening,
    period,
    reference,
)
from tidegate.core.contracts.ocds.tender import tender_of

USE_METRIC = "units-used"
_A_WEEK = timedelta(days=6)
_LOCAL = "TIDEGATE"
_STAGES = (Tag.PLANNING, Tag.TENDER, Tag.AWARD, Tag.CONTRACT)


@dataclass(slots=True)
class SoFar:
    """What earlier releases of the process have told; the builder keeps it up to date.

    Attributes:
        process: which.
        tags: every tag used.
        contract_release: identifier of the release that told the contract last.
        release: identifier of the release that is being written.
    """

    process: life.Process
    tags: set[Tag] = field(default_factory=set)
    contract_release: str = ""
    release: str = ""

    def first_or(self, first: Tag, later: Tag) -> Tag:
        """Return the tag for something new, or the one for something told of before.

        What comes after a later stage was told, as after going back a step, is an update too.
        """
        at_or_beyond = _STAGES[_STAGES.index(first) :]
        return later if self.tags & set(at_or_beyond) else first


@dataclass(frozen=True, slots=True)
class Telling:
    """Tags of a release, and its sections."""

    tags: tuple[Tag, ...]
    sections: Piece


@singledispatch
def telling(event: life.Happened, so_far: SoFar) -> Telling:
    """Return what an event tells.

    Raises:
        TypeError: no rule knows this kind of event.
    """
    raise TypeError(f"{type(event).__name__} at {so_far.release}: no release tells of it")


@telling.register
def _(event: life.Planned, so_far: SoFar) -> Telling:
    milestone = {
        "id": event.key,
        "title": event.title,
        "type": "approval" if event.approval else "engagement",
        "dateMet": opening(event.on),
        "status": "met",
    }
    planning: Piece = {"milestones": [milestone]} | _documents(event)
    tag = so_far.first_or(Tag.PLANNING, Tag.PLANNING_UPDATE)
    return Telling(
        (tag,), {"planning": planning, "tender": tender_of(so_far.process, event, "planned")}
    )


@telling.register
def _(event: life.Tendered, so_far: SoFar) -> Telling:
    tag = so_far.first_or(Tag.TENDER, Tag.TENDER_UPDATE)
    return Telling(
        (tag,), {"tender": tender_of(so_far.process, event, "active") | _documents(event)}
    )


@telling.register
def _(event: life.Abandoned, so_far: SoFar) -> Telling:
    ended = {"finalStatusDate": opening(event.on)}
    tender = {"id": so_far.process.reference, "status": "cancelled"} | ended | _documents(event)
    tags: tuple[Tag, ...] = (Tag.TENDER_CANCELLATION,)
    sections: Piece = {"tender": tender}
    if Tag.AWARD in so_far.tags:
        tags += (Tag.AWARD_CANCELLATION,)
        sections["awards"] = [{"id": _award_id(so_far), "status": "cancelled"} | ended]
    return Telling(tags, sections)


@telling.register
def _(event: life.Intended, so_far: SoFar) -> Telling:
    award = _award(so_far, "pending") | {"date": opening(event.on)} | _documents(event)
    if event.standstill_from and event.standstill_until:
        award["standstillPeriod"] = period(event.standstill_from, event.standstill_until)
    tag = so_far.first_or(Tag.AWARD, Tag.AWARD_UPDATE)
    return Telling(
        (tag,), {"tender": tender_of(so_far.process, event, "complete"), "awards": [award]}
    )


@telling.register
def _(event: life.GivenUp, so_far: SoFar) -> Telling:
    award = {"id": _award_id(so_far), "status": "cancelled"} | _documents(event)
    return Telling((Tag.AWARD_CANCELLATION,), {"awards": [award]})


@telling.register
def _(event: life.Awarded, so_far: SoFar) -> Telling:
    award = _award(so_far, "active") | {"date": opening(event.on)} | _documents(event)
    tag = so_far.first_or(Tag.AWARD, Tag.AWARD_UPDATE)
    return Telling(
        (tag,), {"tender": tender_of(so_far.process, event, "complete"), "awards": [award]}
    )


@telling.register
def _(event: life.Signed, so_far: SoFar) -> Telling:
    process = so_far.process
    contract = _contract(so_far) | {
        "title": process.title,
        "status": "active",
        "period": period(process.start, process.end),
        "value": money(process.value_pence),
        "dateSigned": moment(event.at),
        **_documents(event),
    }
    if process.parts:
        contract["items"] = [item(part, process) for part in process.parts]
        contract["agreedMetrics"] = [_agreed_use(process)]
    award = _award(so_far, "active")
    sections: Piece = {"awards": [award], "contracts": [contract]}
    if Tag.AWARD not in so_far.tags:
        award["date"] = opening(event.awarded_on) if event.awarded_on else moment(event.at)
        sections["tender"] = tender_of(process, event, "complete")
    tags = (Tag.CONTRACT, so_far.first_or(Tag.AWARD, Tag.AWARD_UPDATE))
    return Telling(tags, sections)


@telling.register
def _(event: life.Started, so_far: SoFar) -> Telling:
    milestone = {
        "id": "service-start",
        "title": "Service began",
        "type": "delivery",
        "dueDate": opening(so_far.process.start),
        "dateMet": opening(event.on),
        "status": "met",
    }
    return _implementation(Tag.IMPLEMENTATION, {"milestones": [milestone]}, event, so_far)


@telling.register
def _(event: life.Used, so_far: SoFar) -> Telling:
    metric = {
        "id": USE_METRIC,
        "title": "Units used a week",
        "observations": [_used_in(week) for week in event.weeks],
    }
    return _implementation(Tag.IMPLEMENTATION, {"metrics": [metric]}, event, so_far)


@telling.register
def _(event: life.Paid, so_far: SoFar) -> Telling:
    process = so_far.process
    transaction = {
        "id": f"{process.reference}-{event.invoice}",
        "date": moment(event.at),
        "value": money(event.pence),
        "payer": reference(process.buyer),
        "payee": reference(process.provider),
    }
    return _implementation(Tag.IMPLEMENTATION, {"transactions": [transaction]}, event, so_far)


@telling.register
def _(event: life.Changed, so_far: SoFar) -> Telling:
    process = so_far.process
    now = {"value": money(event.value_pence), "period": period(process.start, event.end)}
    amendment: Piece = {
        "id": event.key,
        "date": moment(event.at),
        "rationale": event.rationale,
        "releaseID": so_far.release,
        **now,
    }
    if so_far.contract_release:
        amendment["amendsReleaseID"] = so_far.contract_release
    code, words = event.ground
    if code:
        ground = {"scheme": f"{_LOCAL}_CHANGE_GROUND", "id": code, "description": words}
        amendment["rationaleClassifications"] = [ground]
    contract = _contract(so_far) | now | {"amendments": [amendment]} | _documents(event)
    return Telling((Tag.CONTRACT_AMENDMENT,), {"contracts": [contract]})


@telling.register
def _(event: life.Measured, so_far: SoFar) -> Telling:
    told: Piece = {"milestones": [_milestone(one) for one in event.targets]}
    if measured := [_measured(one) for one in event.targets if one.met_on or one.breached_on]:
        told["metrics"] = measured
    return _implementation(Tag.IMPLEMENTATION_UPDATE, told, event, so_far)


@telling.register
def _(event: life.Failed, so_far: SoFar) -> Telling:
    failure: Piece = {
        "id": str(event.number),
        "requirement": event.requirement,
        "description": event.description,
        "decisionDate": opening(event.decided_on),
        "suppliers": [reference(so_far.process.provider)],
    }
    if event.penalty_pence is not None:
        failure |= {
            "penaltyDate": opening(event.decided_on),
            "penaltyType": "contracted",
            "penaltyValue": money(event.penalty_pence),
        }
    if event.back_to_scope:
        failure["partialTermination"] = event.back_to_scope
    told = {"performanceFailures": [failure]}
    return _implementation(Tag.IMPLEMENTATION_UPDATE, told, event, so_far)


@telling.register
def _(event: life.NoticeGiven, so_far: SoFar) -> Telling:
    until = period(so_far.process.start, event.last_day)
    contract = _contract(so_far) | {"period": until} | _ending(event.ending) | _documents(event)
    return Telling((Tag.CONTRACT_UPDATE,), {"contracts": [contract]})


@telling.register
def _(event: life.Ended, so_far: SoFar) -> Telling:
    contract = _contract(so_far) | {
        "status": "terminated",
        "period": period(so_far.process.start, event.on),
        **_ending(event.ending),
        **_documents(event),
    }
    return Telling((Tag.CONTRACT_TERMINATION,), {"contracts": [contract]})


@telling.register
def _(event: life.Related, so_far: SoFar) -> Telling:
    related: Piece = {"id": event.id, "relationship": [event.relation.value], "title": event.title}
    if event.ocid:
        related |= {"scheme": "ocid", "identifier": event.ocid}
    contract = _contract(so_far)
    if event.relation in OF_THE_CONTRACT:
        contract["relatedProcesses"] = [related]
        return Telling((Tag.CONTRACT_UPDATE,), {"contracts": [contract]})
    sections = {"relatedProcesses": [related], "tender": {"id": so_far.process.reference}}
    return Telling((so_far.first_or(Tag.TENDER, Tag.TENDER_UPDATE),), sections)


@telling.register
def _(event: life.Told, so_far: SoFar) -> Telling:
    if Tag.CONTRACT in so_far.tags:
        return Telling(
            (Tag.CONTRACT_UPDATE,), {"contracts": [_contract(so_far) | _documents(event)]}
        )
    if Tag.AWARD in so_far.tags:
        award = {"id": _award_id(so_far)} | _documents(event)
        return Telling((Tag.AWARD_UPDATE,), {"awards": [award]})
    tender = {"id": so_far.process.reference} | _documents(event)
    return Telling((so_far.first_or(Tag.TENDER, Tag.TENDER_UPDATE),), {"tender": tender})


def _award_id(so_far: SoFar) -> str:
    return f"{so_far.process.reference}-award"


def _award(so_far: SoFar, status: str) -> Piece:
    process = so_far.process
    return {
        "id": _award_id(so_far),
        "title": process.title,
        "status": status,
        "value": money(process.value_pence),
        "mainProcurementCategory": "services",
        "suppliers": [reference(process.provider)],
        "contractPeriod": period(process.start, process.end),
    }


def _contract(so_far: SoFar) -> Piece:
    """Return what a release has to say of a contract so that it can be told which it is."""
    return {"id": so_far.process.reference, "awardID": _award_id(so_far)}


def _implementation(tag: Tag, told: Piece, event: life.Happened, so_far: SoFar) -> Telling:
    contract = _contract(so_far) | {"implementation": told | _documents(event)}
    return Telling((tag,), {"contracts": [contract]})


def _documents(event: life.Happened) -> Piece:
    return {"documents": [document(event.document)]} if event.document else {}


def _agreed_use(process: life.Process) -> Piece:
    agreed = sum(part.units_per_week for part in process.parts)
    observation = {"id": "agreed", "measure": agreed, "unit": {"name": "units a week"}}
    return {"id": USE_METRIC, "title": "Units bought a week", "observations": [observation]}


def _used_in(week: life.WeekUsed) -> Piece:
    told: Piece = {
        "id": f"{USE_METRIC}-{week.week.isoformat()}",
        "period": period(week.week, week.week + _A_WEEK),
        "unit": {"name": "units"},
    }
    if week.done is None:
        return told | {"notes": "Too few to be told."}
    return told | {"measure": week.done}


def _milestone(one: life.Target) -> Piece:
    met, breached = one.met_on, one.breached_on
    told: Piece = {
        "id": one.id,
        "title": one.metric,
        "description": one.target,
        "type": "delivery",
        "dueDate": opening(one.due),
        "status": "met" if met else "notMet" if breached else "scheduled",
    }
    if met:
        told["dateMet"] = opening(met)
    return told


def _measured(one: life.Target) -> Piece:
    """Return a milestone’s outcome as the key performance indicator that it is."""
    classified = "met" if one.met_on else "below"
    observation = {
        "id": f"{one.id}-{classified}",
        "notes": one.target,
        "measureClassification": {"scheme": f"{_LOCAL}_MEASURE", "id": classified},
        "relatedImplementationMilestone": {"id": one.id, "title": one.metric},
    }
    return {"id": one.id, "title": one.metric, "observations": [observation]}


def _ending(ending: Ending) -> Piece:
    told = {
        "scheme": f"{_LOCAL}_ENDING",
        "id": ending.value,
        "description": ENDING_LABELS[ending],
    }
    return {"terminationRationaleClassifications": [told]}


def provider_is_told(tags: Sequence[Tag]) -> bool:
    """Say whether a release with these tags names the provider."""
    before = {
        Tag.PLANNING, Tag.PLANNING_UPDATE, Tag.TENDER, Tag.TENDER_AMENDMENT, Tag.TENDER_UPDATE,
        Tag.TENDER_CANCELLATION,
    }  # fmt: skip
    return bool(set(tags) - before)
