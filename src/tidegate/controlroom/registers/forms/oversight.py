"""What is asked for an opinion about a provider, a legal act, what became of it, and for scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.registers.forms.adding import AddForm
from tidegate.controlroom.registers.forms.fields import choice, day, name, text
from tidegate.controlroom.registers.forms.stepping import StepForm
from tidegate.controlroom.registers.services.add_enforcement_act import NewAct, add_enforcement_act
from tidegate.controlroom.registers.services.add_rating_opinion import (
    NewOpinion,
    add_rating_opinion,
)
from tidegate.controlroom.registers.services.follow_enforcement import follow_enforcement
from tidegate.controlroom.registers.services.place_providers import NewRun, place_providers
from tidegate.core.registers.enforcement import (
    OUTCOMES,
    QUESTIONS,
    RATINGS,
    Outcome,
    Question,
    Rating,
)
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.registers.dated_tables import enforcement_actions, oversight_frameworks
from tidegate.exchange.registers.scores_csv import read_scores

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.models import EnforcementAct, OversightRun, RatingOpinion

ACTIONS = {action.name: action for action in enforcement_actions()}
FRAMEWORKS = {framework.version: framework for framework in oversight_frameworks()}
_PROVIDER = "ODS code of the provider"


class RatingForm(AddForm):
    """An opinion about a provider."""

    organisation = text(_PROVIDER, needed="Enter the provider", longest=12)
    body = name("Whose opinion?", needed="Enter whose opinion it is")
    question = choice(
        "On what?",
        [(each.value, said) for each, said in QUESTIONS.items()],
        needed="Choose on what",
    )
    rating = choice(
        "Rating", [(each.value, said) for each, said in RATINGS.items()], needed="Choose the rating"
    )
    on = day("As of", needed="Enter the day of the opinion")
    report_ref = text("Report", needed="Enter where it is written")

    def put(self, actor: Actor, now: datetime) -> RatingOpinion:
        """Put the opinion on the register."""
        given = {field: self.cleaned_data[field] for field in self.base_fields}
        given |= {"question": Question(given["question"]), "rating": Rating(given["rating"])}
        return add_rating_opinion(
            keeper=self.keeper, new=NewOpinion(**given), actor=actor, now=now,
            instead_of=self.instead_of,
        )  # fmt: skip


class EnforcementForm(AddForm):
    """A legal act against a provider."""

    organisation = text(_PROVIDER, needed="Enter the provider", longest=12)
    body = name("Who acted?", needed="Enter who acted")
    action = choice(
        "Act",
        [(one.name, f"{one.label} ({one.basis})") for one in ACTIONS.values()],
        needed="Choose the act",
    )
    requirement = text("What does it require or change?", needed="Enter what it requires")
    served_on = day("Served on", needed="Enter the day on which it was served")
    effective_on = day("Takes effect on")
    comply_by = day("To be complied with by")
    source = text("Where is it written?", needed="Enter where it is written")

    def put(self, actor: Actor, now: datetime) -> EnforcementAct:
        """Put the act on the register."""
        given = {field: self.cleaned_data[field] for field in self.base_fields}
        new = NewAct(**(given | {"action": ACTIONS[given["action"]]}))
        return add_enforcement_act(
            keeper=self.keeper, new=new, actor=actor, now=now, instead_of=self.instead_of
        )


class ActOutcomeForm(StepForm):
    """What became of an act."""

    outcome = choice(
        "What became of it?",
        [(each.value, said) for each, said in OUTCOMES.items()],
        needed="Choose what became of it",
    )
    on = day("On", needed="Enter the day")
    note = text("How is that known?")

    def take(self, actor: Actor, now: datetime) -> None:
        """Add the outcome."""
        given = self.cleaned_data
        follow_enforcement(
            act=self.row, outcome=Outcome(given["outcome"]), on=given["on"], note=given["note"],
            actor=actor, now=now,
        )  # fmt: skip


class ScoresForm(AddForm):
    """Scores of every provider in a period, pasted in or taken from a file."""

    framework = choice(
        "Framework", [(version, version) for version in FRAMEWORKS], needed="Choose the framework"
    )
    period = text("Period", needed="Enter the period, such as 2025/26 quarter 1", longest=60)
    source = text("Where do the scores stand?", needed="Enter where they stand")
    scores = forms.CharField(
        label="Scores",
        max_length=400_000,
        widget=forms.Textarea,
        help_text=(
            "CSV with the columns organisation, metric and score, and where it is so deficit,"
            " in_programme, adjusted_to and why."
        ),
        error_messages={"required": "Enter the scores"},
    )

    def begun(self, row: Any) -> dict[str, object]:
        """Return what the boxes begin with; scores are pasted in anew."""
        run = getattr(row, "run", row)
        return {"framework": run.framework, "period": run.period, "source": run.source}

    def clean_scores(self) -> object:
        """Read the scores.

        Raises:
            ValidationError: naming row, column and what was expected.
        """
        try:
            return read_scores(self.cleaned_data["scores"].encode(), "Scores")
        except UnusableInput as unusable:
            raise forms.ValidationError(
                [found.sentence() for found in unusable.findings[:5]]
            ) from None

    def put(self, actor: Actor, now: datetime) -> OversightRun:
        """Put the providers into segments."""
        given = self.cleaned_data
        new = NewRun(
            FRAMEWORKS[given["framework"]], given["period"], given["source"], given["scores"]
        )
        return place_providers(
            keeper=self.keeper, new=new, actor=actor, now=now, instead_of=self.instead_of
        )
