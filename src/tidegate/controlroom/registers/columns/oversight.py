"""Segments, opinions and legal acts: three registers, kept apart on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.forms.oversight import (
    ACTIONS,
    FRAMEWORKS,
    ActOutcomeForm,
    EnforcementForm,
    RatingForm,
    ScoresForm,
)
from tidegate.controlroom.registers.shape import Column, Register, Show, Step
from tidegate.core.registers.enforcement import (
    ENDS,
    OUTCOMES,
    QUESTIONS,
    RATINGS,
    Outcome,
    Question,
    Rating,
)

if TYPE_CHECKING:
    from tidegate.controlroom.registers.models import EnforcementAct, Segment


def _called(row: Segment) -> str:
    framework = FRAMEWORKS.get(row.run.framework)
    return dict(framework.segments).get(row.segment or 0, "") if framework else ""


def _scores(row: Segment) -> list[str]:
    """Return the scores of a provider, out of its run."""
    own = next(one for one in row.run.scores if one["organisation"] == row.organisation)
    return [f"{metric} {score}" for metric, score in sorted(own["metrics"].items())]


SEGMENTS = Register(
    slug="segments",
    title="Oversight segments",
    about="Where providers stand by an oversight framework, and how that was worked out.",
    one="segment",
    subject="oversight",
    columns=(
        Column("organisation", "Provider", lambda row: row.organisation, Show.CODE),
        Column("period", "Period", lambda row: row.run.period, narrows=True),
        Column("segment", "Segment", lambda row: row.segment, Show.NUMBER, narrows=True),
        Column("called", "Called", _called),
        Column("by_score", "By score alone", lambda row: row.by_score, Show.NUMBER),
        Column("average", "Average score", lambda row: row.average, Show.NUMBER),
        Column("rank", "Rank", lambda row: row.rank, Show.NUMBER),
        Column("framework", "Framework", lambda row: row.run.framework, narrows=True),
        Column("reasons", "What moved it", lambda row: [r["detail"] for r in row.reasons],
               listed=False),
        Column("scores", "Scores", _scores, listed=False),
        Column("source", "Written in", lambda row: row.run.source, listed=False),
        Column("keeper", "Kept by", lambda row: row.run.keeper, Show.CODE, listed=False),
        Column("sha256", "SHA-256 of all scores", lambda row: row.run.sha256, listed=False),
    ),
    rows=queries.segments,
    added=lambda _: [],
    form=ScoresForm,
    worked_out=True,
    about_row=lambda row: row.run,
)  # fmt: skip

RATING_OPINIONS = Register(
    slug="ratings",
    title="Rating opinions",
    about="What inspectors thought of a provider at a date; no act follows from an opinion.",
    one="opinion",
    subject="rating",
    columns=(
        Column("organisation", "Provider", lambda row: row.organisation, Show.CODE, narrows=True),
        Column("question", "On", lambda row: QUESTIONS[Question(row.question)], narrows=True),
        Column("rating", "Rating", lambda row: RATINGS[Rating(row.rating)], narrows=True),
        Column("on", "As of", lambda row: row.on, Show.DAY),
        Column("body", "Whose opinion", lambda row: row.body, narrows=True),
        Column("report_ref", "Report", lambda row: row.report_ref, listed=False),
        Column("keeper", "Kept by", lambda row: row.keeper, Show.CODE, listed=False),
    ),
    rows=queries.rating_opinions,
    added=lambda _: [],
    form=RatingForm,
)


def _outcome(row: EnforcementAct) -> str:
    outcomes = list(row.outcomes.all())
    return OUTCOMES[Outcome(outcomes[-1].outcome)] if outcomes else "In force or open"


def _followed(row: EnforcementAct) -> list[str]:
    return [
        f"{OUTCOMES[Outcome(each.outcome)]}, {words.day(each.on)}"
        f"{f': {each.note}' if each.note else ''}. Noted by {each.said_by_name}"
        for each in row.outcomes.all()
    ]


def _act_steps(row: EnforcementAct) -> tuple[Step, ...]:
    ended = any(Outcome(each.outcome) in ENDS for each in row.outcomes.all())
    return () if ended else (Step("follow", "Note what became of it", ActOutcomeForm),)


def _label(row: EnforcementAct) -> str:
    action = ACTIONS.get(row.action)
    return f"{action.label} ({action.basis})" if action else row.action


ENFORCEMENT = Register(
    slug="enforcement",
    title="Enforcement acts",
    about="Legal acts against a provider, each with its own dates; opinions stand elsewhere.",
    one="act",
    subject="enforcement",
    columns=(
        Column("organisation", "Provider", lambda row: row.organisation, Show.CODE, narrows=True),
        Column("action", "Act", _label, narrows=True),
        Column("body", "Who acted", lambda row: row.body, narrows=True),
        Column("served_on", "Served", lambda row: row.served_on, Show.DAY),
        Column("effective_on", "Takes effect", lambda row: row.effective_on, Show.DAY),
        Column("comply_by", "Comply by", lambda row: row.comply_by, Show.DAY),
        Column("outcome", "Stands", _outcome, narrows=True),
        Column("representations_until", "Representations until",
               lambda row: row.representations_until, Show.DAY, listed=False),
        Column("requirement", "Requires", lambda row: row.requirement, listed=False),
        Column("source", "Written in", lambda row: row.source, listed=False),
        Column("keeper", "Kept by", lambda row: row.keeper, Show.CODE, listed=False),
    ),
    rows=queries.enforcement_acts,
    added=_followed,
    form=EnforcementForm,
    steps=_act_steps,
)  # fmt: skip
