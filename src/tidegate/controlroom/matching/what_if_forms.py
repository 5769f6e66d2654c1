"""What somebody may change in a plan, one form for each kind of change."""

from __future__ import annotations

import shlex
from abc import abstractmethod
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django import forms

from tidegate.core.matching.changes.capacity import (
    MOST_UNITS,
    TERMS,
    Criterion,
    ListsCancelled,
    PlaceUnits,
    SiteLimit,
)
from tidegate.core.matching.changes.money import Budget, Cap, MinimumTake
from tidegate.core.matching.changes.place import Place
from tidegate.core.matching.changes.rules import (
    ConsentGiven,
    FurtherMinutes,
    NextBand,
    OtherPolicy,
    TakenAsAssessed,
)
from tidegate.exchange.matching.policies import load_policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidegate.controlroom.matching.what_if_choices import Choices
    from tidegate.core.matching.changes.change import Change

EVERY_WEEK = ""
_NEXT_BAND = "next_band"
_MOST_POUNDS = 100_000_000_000
_CHOOSE = {"required": "Choose one from the list", "invalid_choice": "Choose one from the list"}


class ChangeForm(forms.Form):
    """One kind of change."""

    label: ClassVar[str]

    def __init__(self, data: Mapping[str, str] | None, choices: Choices) -> None:
        super().__init__(data)
        self.offer(choices)

    @staticmethod
    def there(choices: Choices) -> bool:
        """Say whether the plan has anything that this kind of change could change."""
        return bool(choices.problem.offers.height)

    def offer(self, choices: Choices) -> None:
        """Fill the lists to choose from."""

    @abstractmethod
    def change(self) -> Change:
        """Return the change that a valid form describes."""

    def _choose_from(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


class UnitsForm(ChangeForm):
    """More or fewer units."""

    label = "Add units, or take some away"
    place = forms.ChoiceField(
        label="Where, and for what",
        error_messages=dict.fromkeys(_CHOOSE, "Choose where, and for what, from the list"),
    )
    week = forms.ChoiceField(label="Week that begins on", required=False, error_messages=_CHOOSE)
    units = forms.IntegerField(
        label="Units",
        help_text="For example 12, or -12 to take 12 away. A unit is one operation, test or visit.",
        min_value=-MOST_UNITS,
        max_value=MOST_UNITS,
        error_messages={"required": "Enter how many units", "invalid": "Enter a whole number"},
    )

    def offer(self, choices: Choices) -> None:
        """Offer every place and week of the plan."""
        self._choose_from("place", choices.places())
        self._choose_from("week", [(EVERY_WEEK, "Every week"), *choices.weeks()])

    def clean_units(self) -> int:
        """Refuse no units at all."""
        units: int = self.cleaned_data["units"]
        if not units:
            raise forms.ValidationError("Enter at least 1, or at least 1 to take away")
        return units

    def change(self) -> Change:
        """Return the change."""
        site, tfc, modality = shlex.split(self.cleaned_data["place"])
        week = _monday(self.cleaned_data["week"])
        return PlaceUnits(Place(site, tfc, modality, week), self.cleaned_data["units"])


class CancelForm(ChangeForm):
    """Lists that do not take place."""

    label = "Cancel lists"
    site = forms.ChoiceField(label="Site", error_messages=_CHOOSE)
    week = forms.ChoiceField(label="Week that begins on", required=False, error_messages=_CHOOSE)

    def offer(self, choices: Choices) -> None:
        """Offer every site and week of the plan."""
        self._choose_from("site", choices.sites())
        self._choose_from("week", [(EVERY_WEEK, "Every week"), *choices.weeks()])

    def change(self) -> Change:
        """Return the change."""
        week = _monday(self.cleaned_data["week"])
        return ListsCancelled(Place(self.cleaned_data["site"], week=week))


class LimitForm(ChangeForm):
    """Whom a site takes."""

    label = "Change whom a site takes"
    site = forms.ChoiceField(label="Site", error_messages=_CHOOSE)
    criterion = forms.ChoiceField(
        label="Limit",
        choices=[
            (Criterion.MAX_BMI.value, "Highest body mass index"),
            (Criterion.MAX_ASA.value, "Highest ASA class"),
            (Criterion.MIN_AGE.value, "Lowest age"),
        ],
        error_messages=_CHOOSE,
    )
    limit = forms.FloatField(
        label="New limit",
        required=False,
        help_text="For example 40. Leave empty for no limit.",
        error_messages={"invalid": "Enter a number, or leave it empty for no limit"},
    )

    def offer(self, choices: Choices) -> None:
        """Offer every site of the plan."""
        self._choose_from("site", choices.sites())

    def clean(self) -> None:
        """Refuse a limit outside the range of its kind."""
        criterion, limit = self.cleaned_data.get("criterion"), self.cleaned_data.get("limit")
        if criterion is None or limit is None:
            return
        terms = TERMS[Criterion(criterion)]
        if not terms.least <= limit <= terms.most or (terms.whole and limit % 1):
            kind = "a whole number" if terms.whole else "a number"
            said = f"Enter {kind} from {terms.least:g} to {terms.most:g}, or leave it empty"
            self.add_error("limit", said)

    def change(self) -> Change:
        """Return the change."""
        data = self.cleaned_data
        return SiteLimit(data["site"], Criterion(data["criterion"]), data["limit"])


class TravelForm(ChangeForm):
    """How far people go."""

    label = "Let people travel further"
    further = forms.ChoiceField(
        label="How much further",
        choices=[
            *((str(minutes), f"{minutes} minutes") for minutes in (15, 30, 45, 60, 90)),
            (_NEXT_BAND, "As far as the next band: 50 miles, 100 miles, anywhere"),
        ],
        error_messages=_CHOOSE,
    )

    @staticmethod
    def there(choices: Choices) -> bool:
        """Say whether anybody has a limit."""
        return not choices.unknown_to_all("travel_max_minutes", "travel_max_miles")

    def offer(self, choices: Choices) -> None:
        """Offer minutes and bands as far as anybody's limit is in them."""
        offered = list(self.fields["further"].choices)  # type: ignore[attr-defined]
        if choices.unknown_to_all("travel_max_minutes"):
            offered = offered[-1:]
        elif choices.unknown_to_all("travel_max_miles"):
            offered = offered[:-1]
        self._choose_from("further", offered)

    def change(self) -> Change:
        """Return the change."""
        further = self.cleaned_data["further"]
        return NextBand() if further == _NEXT_BAND else FurtherMinutes(int(further))


class ConsentForm(ChangeForm):
    """Everybody is asked."""

    label = "Ask everybody about moving, and all agree"

    @staticmethod
    def there(choices: Choices) -> bool:
        """Say whether anybody has not been asked."""
        return choices.anybody_unknown("consent")

    def change(self) -> Change:
        """Return the change."""
        return ConsentGiven()


class AssessedForm(ChangeForm):
    """Everybody is assessed."""

    label = "Assess everybody, and all are found fit"

    @staticmethod
    def there(choices: Choices) -> bool:
        """Say whether anything that a site may limit is not recorded."""
        return choices.anybody_unknown("asa", "bmi", "age", "conditions", "needs_critical_care")

    def change(self) -> Change:
        """Return the change."""
        return TakenAsAssessed()


class BudgetForm(ChangeForm):
    """What may be spent."""

    label = "Change a budget"
    area = forms.ChoiceField(label="Whose budget", error_messages=_CHOOSE)
    pounds = forms.DecimalField(
        label="Budget in pounds",
        required=False,
        min_value=0,
        max_value=_MOST_POUNDS,
        decimal_places=2,
        help_text="What may be spent above what is prepaid. Leave empty for no limit.",
        error_messages={"invalid": "Enter pounds, or leave it empty for no limit"},
    )

    @staticmethod
    def there(choices: Choices) -> bool:
        """Say whether anybody pays."""
        return bool(choices.payers())

    def offer(self, choices: Choices) -> None:
        """Offer every payer of the plan."""
        self._choose_from("area", choices.payers())

    def change(self) -> Change:
        """Return the change."""
        pounds = self.cleaned_data["pounds"]
        return Budget(self.cleaned_data["area"], None if pounds is None else int(pounds * 100))


class MinimumForm(ChangeForm):
    """What is prepaid."""

    label = "Change a minimum take"
    line = forms.ChoiceField(label="Contract line", error_messages=_CHOOSE)
    units = forms.IntegerField(
        label="Units prepaid",
        min_value=0,
        max_value=MOST_UNITS,
        error_messages={"required": "Enter how many units", "invalid": "Enter a whole number"},
    )

    @staticmethod
    def there(choices: Choices) -> bool:
        """Say whether there are contract lines."""
        return bool(choices.problem.lines.height)

    def offer(self, choices: Choices) -> None:
        """Offer every contract line."""
        self._choose_from("line", choices.lines())

    def change(self) -> Change:
        """Return the change."""
        return MinimumTake(self.cleaned_data["line"], self.cleaned_data["units"])


class CapForm(ChangeForm):
    """What a line gives at most."""

    label = "Change the cap of a contract line"
    line = forms.ChoiceField(label="Contract line", error_messages=_CHOOSE)
    units = forms.IntegerField(
        label="Units at most",
        required=False,
        min_value=0,
        max_value=MOST_UNITS,
        help_text="Leave empty for no cap.",
        error_messages={"invalid": "Enter a whole number, or leave it empty for no cap"},
    )

    @staticmethod
    def there(choices: Choices) -> bool:
        """Say whether there are contract lines."""
        return bool(choices.problem.lines.height)

    def offer(self, choices: Choices) -> None:
        """Offer every contract line."""
        self._choose_from("line", choices.lines())

    def change(self) -> Change:
        """Return the change."""
        return Cap(self.cleaned_data["line"], self.cleaned_data["units"])


class PolicyForm(ChangeForm):
    """What a week sooner is worth to whom."""

    label = "Use another policy"
    policy = forms.ChoiceField(label="Policy", error_messages=_CHOOSE)

    @staticmethod
    def there(choices: Choices) -> bool:
        """Say whether there is any but the plan's own."""
        return bool(choices.policies())

    def offer(self, choices: Choices) -> None:
        """Offer the shipped policies but the plan's own."""
        self._choose_from("policy", choices.policies())

    def change(self) -> Change:
        """Return the change."""
        return OtherPolicy(load_policy(self.cleaned_data["policy"]))


KINDS: Mapping[str, type[ChangeForm]] = {
    "units": UnitsForm,
    "cancel": CancelForm,
    "limit": LimitForm,
    "travel": TravelForm,
    "consent": ConsentForm,
    "assessed": AssessedForm,
    "budget": BudgetForm,
    "minimum": MinimumForm,
    "cap": CapForm,
    "policy": PolicyForm,
}
"""What may be changed, in the order in which it is offered."""


def kinds_there(choices: Choices) -> list[tuple[str, str]]:
    """Return the kinds of change that a plan has a place for."""
    return [(name, form.label) for name, form in KINDS.items() if form.there(choices)]


def _monday(week: str) -> date | None:
    return None if week == EVERY_WEEK else date.fromisoformat(week)
