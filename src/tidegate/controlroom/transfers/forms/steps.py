"""What each step asks for besides a yes: a reason, a place, a day, what the patient said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.core.transfers.lifecycle.asked import HOW_ASKED
from tidegate.core.transfers.lifecycle.causes import causes_of
from tidegate.core.transfers.lifecycle.states import MOST_PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHOOSE = {"required": "Choose one from the list", "invalid_choice": "Choose one from the list"}
LONGEST_DATE_AHEAD = timedelta(days=730)
REPLY_WITHIN = timedelta(days=7)


class StepForm(forms.Form):
    """A step that needs nothing but a yes."""

    def answers(self) -> dict[str, Any]:
        """Return what the service of the step takes besides the request."""
        return dict(self.cleaned_data)


class ReasonForm(StepForm):
    """A step that takes something away says why, in one of the codes of the list."""

    cause = forms.ChoiceField(
        label="Why?",
        error_messages={"required": "Choose a reason", "invalid_choice": "Choose a reason"},
    )

    def __init__(self, data: Mapping[str, str] | None, verb: str) -> None:
        super().__init__(data)
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            (cause.code, cause.label) for cause in causes_of(verb)
        ]


class ConsentForm(StepForm):
    """The patient's yes: how it was said, and how much choice is wanted."""

    how = forms.ChoiceField(
        label="How did the patient say yes?",
        choices=list(HOW_ASKED.items()),
        error_messages=dict.fromkeys(CHOOSE, "Choose how the patient said yes"),
    )
    choices = forms.TypedChoiceField(
        label="How many places does the patient want to choose among?",
        help_text=(
            "With one, the first place that says yes is taken to the patient at once. With more, "
            "the search goes on until so many have said yes, which may take longer."
        ),
        choices=[
            (str(number), "1 place: the first that says yes" if number == 1 else f"{number} places")
            for number in range(1, MOST_PLACES + 1)
        ],
        coerce=int,
        error_messages=dict.fromkeys(CHOOSE, "Choose how many places"),
    )
    told = forms.BooleanField(
        label="The patient knows that asking costs nothing: the place on the list is kept",
        error_messages={"required": "Tell the patient that the place on the list is kept"},
    )

    def answers(self) -> dict[str, Any]:
        """Return how, and among how many places."""
        return {"how": self.cleaned_data["how"], "choices": self.cleaned_data["choices"]}


class PlaceForm(StepForm):
    """Which of the places a step is about, where it is about one."""

    place = forms.TypedChoiceField(
        label="Which place?",
        coerce=int,
        error_messages=dict.fromkeys(CHOOSE, "Choose a place"),
    )

    def __init__(
        self,
        data: Mapping[str, str] | None,
        places: Sequence[tuple[int, str]],
        chosen: int | None = None,
        verb: str = "",
    ) -> None:
        super().__init__(data, initial={} if chosen is None else {"place": chosen})
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (str(number), said) for number, said in places
        ]
        if causes := causes_of(verb):
            self.fields["cause"] = forms.ChoiceField(
                label="Why?",
                choices=[(cause.code, cause.label) for cause in causes],
                error_messages=dict.fromkeys(CHOOSE, "Choose a reason"),
            )


ELSEWHERE = "outside"


class ProposalForm(StepForm):
    """An offer, or a provider outside the network, and by when it must answer."""

    offer = forms.ChoiceField(
        label="Where?",
        help_text="Open offers for this specialty and kind of care, soonest first.",
        error_messages=dict.fromkeys(CHOOSE, "Choose where"),
    )
    outside = forms.CharField(
        label="Name of the provider, where it is outside the network",
        required=False,
        max_length=200,
        help_text="You record its answers for it.",
    )
    miles = forms.FloatField(
        label="Miles from the patient’s home",
        required=False,
        min_value=0,
        max_value=1_000,
        error_messages={"invalid": "Enter a number of miles, such as 14"},
    )
    reply_by = DayField(label="Answer wanted by", missing="Enter by when it must answer")

    def __init__(
        self, data: Mapping[str, str] | None, offers: Sequence[tuple[str, str]], today: date
    ) -> None:
        only = {} if offers else {"offer": ELSEWHERE}
        super().__init__(data, initial={"reply_by": today + REPLY_WITHIN, **only})
        last = (ELSEWHERE, "A provider outside the network")
        self.fields["offer"].choices = [*offers, last]  # type: ignore[attr-defined]
        self.fields["reply_by"].between(today, today + LONGEST_DATE_AHEAD)  # type: ignore[attr-defined]
        if not offers:
            self.fields["offer"].help_text = "No open offer for this care has a unit left."

    def clean(self) -> None:
        """Refuse an outside provider without a name, and a name beside an offer."""
        offer, outside = self.cleaned_data.get("offer"), self.cleaned_data.get("outside", "")
        if offer == ELSEWHERE and not outside.strip():
            self.add_error("outside", "Enter the name of the provider")
        elif offer and offer != ELSEWHERE and outside.strip():
            self.add_error("outside", "Leave this empty, or choose a provider outside the network")

    def answers(self) -> dict[str, Any]:
        """Return the offer's identifier, empty for a place outside."""
        said = super().answers()
        return said | {"offer": "" if said["offer"] == ELSEWHERE else said["offer"]}


class DateForm(StepForm):
    """The day on which the patient is to be treated; when it changes, why."""

    day = DayField(label="Date of treatment", help_text="For example 27 3 2026")

    def __init__(
        self, data: Mapping[str, str] | None, today: date, *, changes: bool, day: date | None = None
    ) -> None:
        super().__init__(data, initial={"day": day})
        self.fields["day"].between(today, today + LONGEST_DATE_AHEAD)  # type: ignore[attr-defined]
        if changes:
            self.fields["cause"] = forms.ChoiceField(
                label="Why does it change?",
                choices=[(cause.code, cause.label) for cause in causes_of("date")],
                error_messages=dict.fromkeys(CHOOSE, "Choose a reason"),
            )


class TreatmentForm(StepForm):
    """When the patient was treated, and who answers for follow-up from now on."""

    on = DayField(label="Day of treatment", missing="Enter the day of treatment")
    follow_up = forms.ChoiceField(
        label="Who answers for follow-up?",
        help_text="The whole pathway moves with the patient unless something else was agreed.",
        error_messages=dict.fromkeys(CHOOSE, "Choose who answers for follow-up"),
    )

    def __init__(
        self,
        data: Mapping[str, str] | None,
        today: date,
        *,
        since: date,
        answerable: Sequence[tuple[str, str]],
        on: date | None = None,
    ) -> None:
        first = answerable[0][0] if answerable else ""
        super().__init__(data, initial={"on": on, "follow_up": first})
        self.fields["on"].between(since, today)  # type: ignore[attr-defined]
        self.fields["follow_up"].choices = list(answerable)  # type: ignore[attr-defined]
