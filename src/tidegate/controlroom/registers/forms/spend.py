"""What is asked for a case of spending, and for each step of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidegate.controlroom.registers.forms.adding import AddForm
from tidegate.controlroom.registers.forms.fields import (
    LinesField,
    PoundsField,
    choice,
    day,
    name,
    text,
)
from tidegate.controlroom.registers.forms.stepping import StepForm
from tidegate.controlroom.registers.services.add_spend_case import add_spend_case
from tidegate.controlroom.registers.services.move_spend import move_spend
from tidegate.controlroom.registers.spend_standing import conditions_of, standing_of
from tidegate.core.registers.spend import SPEND, Money, Needs, SpendCase, SpendStep
from tidegate.exchange.registers.dated_tables import spend_thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers import models

_PENCE = 100
CATEGORIES = {
    category: label for edition in spend_thresholds() for category, label in edition.categories
}


class SpendForm(AddForm):
    """A case of spending as it is put forward."""

    title = name("What is it?", needed="Enter what the money is for")
    category = choice("Category", CATEGORIES.items(), needed="Choose the category")
    money = choice("Money", [(one.value, one.value.capitalize()) for one in Money],
                   needed="Choose revenue or capital")  # fmt: skip
    whole_life_pence = PoundsField("Whole-life cost in pounds", needed="Enter the whole-life cost")
    proposed_on = day(
        "Put forward on",
        needed="Enter the day on which it was put forward",
        hint="This day chooses the thresholds.",
    )

    def begun(self, row: Any) -> dict[str, object]:
        """Return what the boxes begin with, the cost in pounds."""
        return super().begun(row) | {"whole_life_pence": f"{row.whole_life_pence / _PENCE:.2f}"}

    def put(self, actor: Actor, now: datetime) -> models.SpendCase:
        """Put the case on the register."""
        given = self.cleaned_data
        case = SpendCase(
            given["category"], Money(given["money"]), given["whole_life_pence"],
            given["proposed_on"],
        )  # fmt: skip
        return add_spend_case(
            keeper=self.keeper, title=given["title"], case=case, actor=actor, now=now,
            instead_of=self.instead_of,
        )  # fmt: skip


class SpendStepForm(StepForm):
    """A step of a case: what its row of the lifecycle asks for."""

    def __init__(self, data: Mapping[str, Any] | None, row: models.SpendCase) -> None:
        super().__init__(data, row)
        steps = list(row.steps.all())
        stands = standing_of(row, steps)
        found = SPEND.step(stands.state, self.verb)
        needs = found.needs if found else ()
        if Needs.CONDITION in needs:
            still_open = [
                (str(number), said)
                for number, said in conditions_of(steps)
                if number in stands.open_conditions
            ]
            self.fields["condition"] = choice(
                "Which condition is met?", still_open, needed="Choose the condition"
            )
        if Needs.CONDITIONS in needs:
            self.fields["conditions"] = LinesField("Conditions", needed="Enter the conditions")
        self.fields["note"] = text("Why?", needed="Say why" if Needs.NOTE in needs else "")

    def take(self, actor: Actor, now: datetime) -> None:
        """Take the step."""
        given = self.cleaned_data
        number = given.get("condition")
        step = SpendStep(
            self.verb, given["note"], given.get("conditions", ()), int(number) if number else None
        )
        move_spend(case=self.row, step=step, actor=actor, now=now)


def form_of(verb_taken: str) -> type[SpendStepForm]:
    """Return the form of one verb."""

    class OfVerb(SpendStepForm):
        verb = verb_taken

    return OfVerb


FORMS: dict[str, type[SpendStepForm]] = {verb: form_of(verb) for verb in SPEND.verbs()}
