"""What gates, performance notices, exit plans, reviews and subcontracts ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.contracts.forms.fields import (
    ChoiceField,
    DeedForm,
    LinesField,
    PercentField,
    PoundsField,
    RowsField,
)
from tidegate.controlroom.contracts.forms.steps import LONGEST, ReasonForm
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.core.contracts.exit_plan import PARTS, ExitPlan, Readiness, StaffTransfer, Stays
from tidegate.core.contracts.gates.decide import Condition, GateDecision, Rating
from tidegate.core.contracts.performance.plan import Milestone, Plan
from tidegate.core.contracts.rollover import RolloverOutcome, Topic
from tidegate.core.contracts.subcontracts import CLAUSES, Edge
from tidegate.exchange.contracts.ending_terms import load_rollover_terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

OUTCOMES = {
    RolloverOutcome.EXTEND: "Extend it",
    RolloverOutcome.RESELECT: "Select a provider anew",
    RolloverOutcome.END: "Let it end",
}


class GateForm(DeedForm):
    """Which gate is opened."""

    gate = ChoiceField(label="Which gate?")

    def __init__(self, data: Mapping[str, Any] | None, gates: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["gate"].choices = list(gates)  # type: ignore[attr-defined]


class AnswerForm(DeedForm):
    """The rating of one question, or a statement that lifts a hard stop."""

    question = ChoiceField(label="Which question or statement?")
    rating = ChoiceField(
        label="Rating", choices=[(one.value, one.value.capitalize()) for one in Rating],
        help_text="A statement is made by green, and taken back by any other",
    )  # fmt: skip
    evidence = forms.CharField(
        label="Where the evidence can be read", max_length=200,
        error_messages={"required": "Say where the evidence can be read"},
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None, questions: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["question"].choices = list(questions)  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """Return the answer."""
        return self.cleaned_data | {"rating": Rating(self.cleaned_data["rating"])}


class DecisionForm(DeedForm):
    """A decision on a gate, with whom, and under which conditions."""

    decision = ChoiceField(
        label="Decision",
        choices=[
            (GateDecision.PASSED.value, "Pass it"),
            (GateDecision.REFERRED_BACK.value, "Refer it back"),
        ],
    )
    with_whom = LinesField(
        label="Who decided it with you", required=False, help_text="Name and role, one a line"
    )
    conditions = RowsField(
        ("what must be done", "owner", "due day"), label="Conditions", required=False,
        help_text="One a line: what must be done; who does it; by which day, as 2026-05-31",
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return the decision."""
        given = self.cleaned_data
        conditions = [
            Condition(one["what must be done"], one["owner"], one["due day"])
            for one in given["conditions"]
        ]
        return {
            "decision": GateDecision(given["decision"]),
            "with_whom": given["with_whom"],
            "conditions": conditions,
        }


class ConditionForm(DeedForm):
    """Which condition is met."""

    number = ChoiceField(label="Which condition is met?")

    def __init__(
        self, data: Mapping[str, Any] | None, conditions: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["number"].choices = list(conditions)  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """Return its number in the order of the decision."""
        return {"number": int(self.cleaned_data["number"])}


class IssueForm(DeedForm):
    """A performance notice."""

    clause = forms.CharField(
        label="Which clause or duty?", max_length=200,
        error_messages={"required": "Say which clause or duty"},
    )  # fmt: skip
    evidence = forms.CharField(
        label="What is not as it should be, and how that is known", max_length=2000,
        widget=forms.Textarea, error_messages={"required": "Say what the notice rests on"},
    )  # fmt: skip


class MeetingForm(DeedForm):
    """A meeting about a notice."""

    held_on = DayField(label="Held on", missing="Enter the day of the meeting")
    present = LinesField(
        label="Who was there", help_text="Name and role, one a line, from both sides"
    )

    def answers(self) -> dict[str, Any]:
        """Return when it was held, and with whom."""
        return self.cleaned_data | {"present": tuple(self.cleaned_data["present"])}


class PlanForm(DeedForm):
    """An agreed plan."""

    agreed_on = DayField(label="Agreed on", missing="Enter the day on which both sides agreed")
    milestones = RowsField(
        ("what is measured", "target", "owner", "due day"), label="Milestones",
        help_text="One a line: what is measured; target; who sees to it; by which day",
    )  # fmt: skip
    withholds = forms.BooleanField(
        label="Both sides agreed that a breach of these milestones may cost money", required=False
    )

    def __init__(self, data: Mapping[str, Any] | None, version: int) -> None:
        super().__init__(data)
        self.version = version

    def answers(self) -> dict[str, Any]:
        """Return the plan; milestones are named M1, M2 and so on."""
        given = self.cleaned_data
        milestones = tuple(
            Milestone(
                f"M{number}", one["what is measured"], one["target"], one["due day"],
                one["owner"], withholds=given["withholds"],
            )
            for number, one in enumerate(given["milestones"], 1)
        )  # fmt: skip
        return {"plan": Plan(self.version, given["agreed_on"], milestones)}


class MilestoneForm(DeedForm):
    """Which milestone it is about."""

    milestone = ChoiceField(label="Which milestone?")

    def __init__(
        self, data: Mapping[str, Any] | None, milestones: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["milestone"].choices = list(milestones)  # type: ignore[attr-defined]


class MetForm(MilestoneForm):
    """A milestone that was met, and how that is known."""

    met_on = DayField(label="Met on", missing="Enter the day")
    evidence = forms.CharField(
        label="How it is known", max_length=LONGEST, error_messages={"required": "Say how"}
    )


class WithholdForm(MilestoneForm):
    """How much is withheld for which milestone, of which month."""

    month = DayField(label="First day of the month", missing="Enter the first day of the month")
    base_pence = PoundsField(label="What the contract pays in that month", help_text="In pounds")
    rate_per_mille = PercentField(label="Withhold", help_text="Per cent of the month")


class SettleForm(ReasonForm):
    """What becomes of withheld money."""

    outcome = ChoiceField(
        label="What becomes of it?",
        choices=[("restored", "Give it back: the milestone was met"), ("retained", "Keep it")],
    )

    def answers(self) -> dict[str, Any]:
        """Return whether it is given back, and why."""
        given = self.cleaned_data
        return {"restored": given["outcome"] == "restored", "reason": given["reason"]}


class ExitPlanForm(DeedForm):
    """A version of an exit plan."""

    scope = LinesField(label="What the contract covers", help_text="One part a line")
    residual = RowsField(
        ("part of the scope", "owner", "review day"), label="What would stay behind",
        required=False, help_text="One a line: part of the scope; who sees to it; day",
    )  # fmt: skip
    staff = forms.IntegerField(label="Staff who transfer", min_value=0, max_value=100_000)
    list_on = DayField(label="Day of the list of staff (TUPE)", required=False)
    vacancies = forms.IntegerField(
        label="Posts that are empty", min_value=0, max_value=100_000, initial=0
    )
    cost_pence = PoundsField(label="What the exit costs", help_text="In pounds", initial="0")
    dates = RowsField(
        ("what happens", "day"), label="Dates", required=False,
        help_text="One a line: what happens; day, as 2026-05-31",
    )  # fmt: skip
    owner = forms.CharField(label="Who sees to the exit", max_length=200)
    readiness = ChoiceField(
        label="How ready is it?", choices=[(one.value, one.value.capitalize()) for one in Readiness]
    )
    dry_run_on = DayField(label="Tried out on", required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, written_on: date, newest: ExitPlan | None
    ) -> None:
        super().__init__(data, initial=_known(newest) if newest else {})
        self.written_on = written_on
        for name, words in PARTS.items():
            self.fields[f"part_{name}"] = forms.CharField(
                label=words, max_length=2000, widget=forms.Textarea
            )
        self.fields["dry_run_on"].between(None, written_on)  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """Return the plan."""
        given = self.cleaned_data
        plan = ExitPlan(
            scope=tuple(given["scope"]),
            residual=tuple(
                Stays(one["part of the scope"], one["owner"], one["review day"])
                for one in given["residual"]
            ),
            staff=StaffTransfer(given["staff"], given["list_on"], given["vacancies"]),
            parts={name: given[f"part_{name}"] for name in PARTS},
            cost_pence=given["cost_pence"],
            dates={one["what happens"]: one["day"] for one in given["dates"]},
            owner=given["owner"],
            readiness=Readiness(given["readiness"]),
            written_on=self.written_on,
            dry_run_on=given["dry_run_on"],
        )
        return {"plan": plan}


def _known(plan: ExitPlan) -> dict[str, Any]:
    """Fill in what the newest version says."""
    return {
        "scope": "\n".join(plan.scope),
        "residual": "\n".join(
            f"{one.scope}; {one.owner}; {one.review_on}" for one in plan.residual
        ),
        "staff": plan.staff.count,
        "list_on": plan.staff.list_on,
        "vacancies": plan.staff.vacancies,
        "cost_pence": f"{plan.cost_pence / 100:.2f}",
        "dates": "\n".join(f"{name}; {day}" for name, day in plan.dates.items()),
        "owner": plan.owner,
        "readiness": plan.readiness.value,
        **{f"part_{name}": said for name, said in plan.parts.items()},
    }


class HowForm(DeedForm):
    """What became of something."""

    how = forms.CharField(
        label="What became of it?", max_length=LONGEST,
        error_messages={"required": "Say what became of it"},
    )  # fmt: skip


class RolloverForm(DeedForm):
    """A review before an extension."""

    changes_considerably = forms.BooleanField(
        label="What would be extended is considerably changed", required=False
    )
    outcome = ChoiceField(
        label="What do you propose?",
        choices=[(one.value, words) for one, words in OUTCOMES.items()],
    )

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        for topic, question in load_rollover_terms().questions.items():
            self.fields[topic.value] = forms.CharField(
                label=question, max_length=2000, widget=forms.Textarea
            )
        topics = [topic.value for topic in Topic]
        self.order_fields([*topics, "changes_considerably", "outcome"])

    def answers(self) -> dict[str, Any]:
        """Return the review."""
        given = self.cleaned_data
        return {
            "answers": {topic: given[topic.value] for topic in Topic},
            "changes_considerably": given["changes_considerably"],
            "outcome": RolloverOutcome(given["outcome"]),
        }


class SubcontractForm(DeedForm):
    """A subcontract."""

    lead = ChoiceField(label="Who passes it on?")
    sub = forms.CharField(label="Who takes it on?", max_length=200, help_text="ODS code or name")
    services = forms.MultipleChoiceField(
        label="What is passed on", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what is passed on"},
    )  # fmt: skip
    value = PoundsField(label="What it is worth over its term", help_text="In pounds")
    clauses = forms.MultipleChoiceField(
        label="Which clauses does it carry?", choices=list(CLAUSES.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    novates_to = forms.CharField(
        label="To whom it goes over when the contract above it ends", required=False,
        max_length=200,
    )  # fmt: skip
    risk_share = forms.CharField(
        label="How risk is shared", required=False, max_length=500, widget=forms.Textarea
    )

    def __init__(
        self, data: Mapping[str, Any] | None, leads: Sequence[str], services: Sequence[str]
    ) -> None:
        super().__init__(data, initial={"clauses": list(CLAUSES), "lead": leads[0]})
        self.fields["lead"].choices = [(one, one) for one in leads]  # type: ignore[attr-defined]
        self.fields["services"].choices = [  # type: ignore[attr-defined]
            (one, one.replace("_", " ").capitalize()) for one in services
        ]

    def answers(self) -> dict[str, Any]:
        """Return the subcontract."""
        given = self.cleaned_data
        edge = Edge(
            lead=given["lead"],
            sub=given["sub"].strip(),
            services=frozenset(given["services"]),
            value_pence=given["value"],
            clauses=frozenset(given["clauses"]),
            novates_to=given["novates_to"].strip(),
        )
        return {"edge": edge, "risk_share": given["risk_share"]}


class EndForm(ReasonForm):
    """When something ends, and why."""

    on = DayField(label="Last day", missing="Enter the last day")
