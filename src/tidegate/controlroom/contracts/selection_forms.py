"""What is asked for at each step of a selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.forms.fields import PoundsField
from tidegate.controlroom.contracts.services.receive_representation import (
    LONGEST_NAME,
    LONGEST_TEXT,
)
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.core.contracts.procurement.considerable import Change
from tidegate.core.contracts.procurement.criteria import CRITERIA, Criterion
from tidegate.core.contracts.procurement.decision_tree import QUESTIONS, Question
from tidegate.core.contracts.procurement.modification import GROUNDS, Ground, Proposed
from tidegate.core.contracts.procurement.regimes import (
    DECISION_LABELS,
    REGIME_LABELS,
    ROUTE_LABELS,
    Regime,
    Route,
)
from tidegate.core.contracts.procurement.urgent import ITEMS, LIMBS, Item, Limb

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.models import Selection

YES_OR_NO = [("yes", "Yes"), ("no", "No")]
WRONG_AMOUNT = "Enter an amount such as 250,000"
_CLOCK = "Enter a time such as 9:30 or 14:05"


class OpenForm(forms.Form):
    """When the process started; the law only where the rule can but ask."""

    process_started = DayField(
        label="On which day did the process start?",
        missing="Enter the day on which the process started",
        help_text="The first notice or decision of it. Which law governs depends on this day.",
    )

    def __init__(
        self, data: Mapping[str, str] | None, today: date, *, asks_law: bool, may_be_light: bool
    ) -> None:
        super().__init__(data)
        if may_be_light:
            self.fields["light_touch"] = forms.BooleanField(
                label="The light touch of the Procurement Act applies", required=False
            )
        self.fields["process_started"].between(date(2000, 1, 1), today)  # type: ignore[attr-defined]
        if not asks_law:
            return
        known = [(each.value, REGIME_LABELS[each]) for each in Regime if each is not Regime.UNKNOWN]
        self.fields["law"] = forms.ChoiceField(
            label="Which law governs, where somebody could say?",
            choices=[*known, ("unknown", "Nobody knows yet")],
            initial="unknown",
            error_messages={"required": "Choose one"},
        )
        self.fields["law_why"] = forms.CharField(
            label="Who says so, and why?", required=False, max_length=300
        )


class QuestionForm(forms.Form):
    """One question of the decision tree."""

    def __init__(self, data: Mapping[str, str] | None, question: Question) -> None:
        super().__init__(data)
        self.fields[question.value] = forms.ChoiceField(
            label=QUESTIONS[question],
            choices=YES_OR_NO,
            error_messages={"required": "Choose yes or no"},
        )


class ChangeForm(forms.Form):
    """How the new contract differs from the existing one."""

    value_now = PoundsField(
        wrong=WRONG_AMOUNT,
        label="Lifetime value of the existing contract, in pounds",
        help_text="As it was entered into.",
        error_messages={"required": "Enter the value of the existing contract"},
    )
    value_new = PoundsField(
        wrong=WRONG_AMOUNT,
        label="Lifetime value of the new contract, in pounds",
        error_messages={"required": "Enter the value of the new contract"},
    )
    character = forms.ChoiceField(
        label="Is it materially different in character?",
        choices=YES_OR_NO,
        error_messages={"required": "Choose yes or no"},
    )
    by_the_buyer = forms.ChoiceField(
        label="Does the value change because the buyer decided so?",
        choices=YES_OR_NO,
        error_messages={"required": "Choose yes or no"},
    )

    def change(self) -> Change:
        """Return the change; the form must be valid."""
        given = self.cleaned_data
        return Change(
            given["value_now"],
            given["value_new"],
            given["character"] == "yes",
            given["by_the_buyer"] == "yes",
        )


class RouteForm(forms.Form):
    """The route, and what the law asks to be kept of how it was chosen."""

    def __init__(
        self,
        data: Mapping[str, str] | None,
        routes: Sequence[Route],
        selection: Selection,
        *,
        weighs: bool,
    ) -> None:
        super().__init__(data)
        kept = selection.content
        chosen = selection.route if selection.route in set(routes) else ""
        self.fields["route"] = forms.ChoiceField(
            label="Route",
            choices=[(route.value, ROUTE_LABELS[route]) for route in routes],
            initial=routes[0].value if len(routes) == 1 else chosen,
            error_messages={"required": "Choose a route"},
        )
        if list(routes) == [Route.URGENT]:
            for limb, said in LIMBS.items():
                self.fields[limb.value] = forms.BooleanField(label=said, required=False)
        for name, label, needed in (
            ("why", "Why this route?", False),
            ("decision_makers", "Who decided?", True),
            ("conflicts", "Conflicts of interest, and how they were handled", True),
        ):
            self.fields[name] = forms.CharField(
                label=label,
                max_length=1000,
                required=needed,
                initial=kept.get(name, ""),
                error_messages={"required": f"Fill in: {label[:1].lower()}{label[1:].rstrip('?')}"},
            )
        self.fields["conflicts"].help_text = "Write “none declared” where there were none."
        if weighs:
            before = kept.get("criteria", {})
            for each, said in CRITERIA.items():
                self.fields[f"criterion_{each.value}"] = forms.CharField(
                    label=said, max_length=1000, required=False, initial=before.get(each.value, "")
                )

    def kept(self) -> dict[str, Any]:
        """Return what was said, in the terms of the service."""
        given = self.cleaned_data
        return {
            "route": Route(given["route"]),
            "limbs": frozenset(limb for limb in Limb if given.get(limb.value)),
            "decision_makers": given["decision_makers"],
            "conflicts": given["conflicts"],
            "why": given["why"],
            "criteria": {each: given.get(f"criterion_{each.value}", "") for each in Criterion},
        }


class NoticeForm(forms.Form):
    """Which notice was published, and when."""

    def __init__(
        self, data: Mapping[str, str] | None, kinds: Sequence[tuple[str, str]], today: date
    ) -> None:
        super().__init__(data)
        self.fields["kind"] = forms.ChoiceField(
            label="Notice",
            choices=list(kinds),
            initial=kinds[0][0] if len(kinds) == 1 else "",
            error_messages={"required": "Choose a notice"},
        )
        published_on = DayField(label="Published on", missing="Enter the day of publication")
        published_on.between(date(2000, 1, 1), today)
        published_on.initial = today
        self.fields["published_on"] = published_on
        self.fields["ref"] = forms.CharField(
            label="Reference, or where it can be found", required=False, max_length=100
        )


class UrgentNoticeForm(NoticeForm):
    """A notice of urgent award or change, with the eight items that it must say."""

    def __init__(
        self, data: Mapping[str, str] | None, kinds: Sequence[tuple[str, str]], today: date
    ) -> None:
        super().__init__(data, kinds, today)
        for item, said in ITEMS.items():
            self.fields[item.value] = forms.CharField(
                label=said, max_length=1000, error_messages={"required": f"Fill in: {said}"}
            )

    def items(self) -> dict[Item, str]:
        """Return what the notice says, by item."""
        return {item: self.cleaned_data[item.value] for item in Item}


class MomentForm(forms.Form):
    """A form with a day and a time of the clock, both of England."""

    def clean_time_of_day(self) -> time:
        """Read a time as people write it."""
        text = str(self.cleaned_data["time_of_day"]).strip().replace(".", ":")
        hours, _, minutes = text.partition(":")
        if not (hours.isascii() and hours.isdecimal()) or not (
            not minutes or (minutes.isascii() and minutes.isdecimal())
        ):
            raise forms.ValidationError(_CLOCK)
        try:
            return time(int(hours), int(minutes or 0))
        except ValueError:
            raise forms.ValidationError(_CLOCK) from None

    def moment(self) -> datetime:
        """Return the moment; the form must be valid."""
        given = self.cleaned_data
        return datetime.combine(given["on"], given["time_of_day"], words.LONDON)


class RepresentationForm(MomentForm):
    """Who objects, to what, and when it came."""

    by = forms.CharField(
        label="Who objects?",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter who objects"},
    )
    text = forms.CharField(
        label="What is the objection?",
        max_length=LONGEST_TEXT,
        error_messages={"required": "Enter what the objection is"},
    )
    on = DayField(label="Received on", missing="Enter the day on which it came")
    time_of_day = forms.CharField(
        label="At", max_length=8, help_text="For example 14:05.",
        error_messages={"required": "Enter the time at which it came"},
    )  # fmt: skip


class AnswerForm(MomentForm):
    """What was decided on a representation, why, and when whoever objected was told."""

    decision = forms.ChoiceField(
        label="What was decided?",
        choices=[(each.value, said) for each, said in DECISION_LABELS.items()],
        error_messages={"required": "Choose what was decided"},
    )
    reason = forms.CharField(
        label="Why, as they were told", max_length=1000, error_messages={"required": "Enter why"}
    )
    on = DayField(label="They were told on", missing="Enter the day on which they were told")
    time_of_day = forms.CharField(
        label="At", max_length=8, help_text="For example 14:05.",
        error_messages={"required": "Enter the time at which they were told"},
    )  # fmt: skip
    panel_ref = forms.CharField(
        label="Reference of the independent panel’s advice", required=False, max_length=100
    )


class ReasonForm(forms.Form):
    """Why a selection is abandoned."""

    reason = forms.CharField(
        label="Why?", max_length=500, error_messages={"required": "Say why it is abandoned"}
    )


class WeighForm(forms.Form):
    """A change of a contract in force, to be weighed before anybody makes it."""

    ground = forms.ChoiceField(
        label="On what does the change rest?",
        choices=[(each.value, said) for each, said in GROUNDS.items()],
        error_messages={"required": "Choose what it rests on"},
    )
    delta = PoundsField(
        wrong=WRONG_AMOUNT,
        label="What does it add to the lifetime value, in pounds?",
        below_zero=True,
        help_text="With a minus where it takes away; 0 where the value stays.",
        error_messages={"required": "Enter what it adds, or 0"},
    )
    character = forms.BooleanField(
        label="The contract becomes materially different in character", required=False
    )
    term = forms.BooleanField(label="It becomes longer or shorter", required=False)
    urgent = forms.BooleanField(
        label="For an urgent change: all three limbs of regulation 14 hold", required=False
    )

    def proposed(self) -> Proposed:
        """Return the change; the form must be valid."""
        given = self.cleaned_data
        return Proposed(
            ground=Ground(given["ground"]),
            delta_pence=given["delta"],
            character_changed=given["character"],
            term_changed=given["term"],
            limbs=frozenset(Limb) if given["urgent"] else frozenset(),
        )
