"""What is asked for to find, post, confirm and withdraw offers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django import forms

from tidegate.controlroom.board import words
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.controlroom.transfers.new_offer import MOST_UNITS, NewOffer
from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.matching.problem import Modality
from tidegate.core.transfers.lifecycle.causes import causes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

CHOOSE = {"required": "Choose one from the list", "invalid_choice": "Choose one from the list"}
WHOLE = {"invalid": "Enter a whole number", "min_value": "Enter 0 or more"}
FURTHEST = timedelta(days=730)
OPEN, OVER = "open", "over"
_MODALITIES = [(kind.value, kind.value.replace("_", " ").capitalize()) for kind in Modality][:5]


def _units(text: str, hint: str = "", *, required: bool = False, least: int = 0) -> forms.Field:
    return forms.IntegerField(
        label=text,
        help_text=hint,
        required=required,
        min_value=least,
        max_value=MOST_UNITS,
        error_messages={
            "required": "Enter how many units",
            "invalid": "Enter a whole number",
            "min_value": f"Enter {least} or more",
            "max_value": f"Enter {MOST_UNITS:,} or fewer",
        },
    )


class OfferFilter(forms.Form):
    """Site, specialty, week and whether an offer stands; sent by GET."""

    site = forms.ChoiceField(required=False, label="Site", error_messages=CHOOSE)
    tfc = forms.ChoiceField(required=False, label="Specialty", error_messages=CHOOSE)
    week = forms.ChoiceField(required=False, label="Week of", error_messages=CHOOSE)
    state = forms.ChoiceField(
        required=False,
        label="Shown",
        choices=[("", "Those that stand"), (OVER, "Those that are over"), ("all", "All")],
        error_messages=CHOOSE,
    )

    def __init__(
        self,
        data: Mapping[str, str],
        sites: Iterable[tuple[str, str]],
        tfcs: Iterable[str],
        weeks: Iterable[date],
    ) -> None:
        super().__init__(data)
        self._offer("site", [("", "All sites"), *sites])
        named = [(code, TREATMENT_FUNCTIONS.get(code, code)) for code in tfcs]
        self._offer("tfc", [("", "All specialties"), *named])
        dated = [(week.isoformat(), words.day(week)) for week in weeks]
        self._offer("week", [("", "All weeks"), *dated])

    def _offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and exists; anything else does not narrow."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value}


class PostOffer(forms.Form):
    """An offer, as a provider's people post it by hand."""

    place = forms.ChoiceField(label="Site", error_messages=CHOOSE)
    modality = forms.ChoiceField(label="Kind of care", choices=_MODALITIES, error_messages=CHOOSE)
    tfc = forms.ChoiceField(
        label="Specialty",
        choices=[("", "Choose a specialty"), *TREATMENT_FUNCTIONS.items()],
        error_messages=dict.fromkeys(CHOOSE, "Choose a specialty"),
    )
    week = DayField(
        label="Any day of the week that it is for",
        help_text="For example 27 3 2026",
        missing="Enter a day of the week that it is for",
    )
    units = _units("Units to offer", "Patients that can be treated.", required=True, least=1)
    physical_units = _units("Units that there are", "Beds, rooms or lists, staffed or not.")
    staffed_units_claimed = _units("Of these, with staff")
    valid_until = DayField(
        label="Last day on which it may be taken",
        help_text="Empty: it stands until the end of its week.",
        required=False,
    )
    cancel_notice_hours = forms.IntegerField(
        label="Hours of notice to cancel",
        required=False,
        min_value=0,
        max_value=10_000,
        error_messages=WHOLE,
    )

    def __init__(
        self,
        data: Mapping[str, str] | None,
        places: Sequence[tuple[str, str, str]],
        today: date,
    ) -> None:
        super().__init__(data)
        self._providers = {site: provider for provider, site, _ in places}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (site, f"{name} ({site})") for _, site, name in places
        ]
        monday = today - timedelta(days=today.weekday())
        self.fields["week"].between(monday, today + FURTHEST)  # type: ignore[attr-defined]
        self.fields["valid_until"].between(today, today + FURTHEST)  # type: ignore[attr-defined]

    def new_offer(self) -> NewOffer:
        """Return what is to be posted."""
        given = self.cleaned_data
        day, last = given["week"], given["valid_until"]
        until = None
        if last is not None:
            until = datetime.combine(last, time(23, 59), words.LONDON)
        return NewOffer(
            provider=self._providers[given["place"]],
            site=given["place"],
            modality=given["modality"],
            tfcs=(given["tfc"],),
            week=day - timedelta(days=day.weekday()),
            units=given["units"],
            physical_units=given["physical_units"],
            staffed_units_claimed=given["staffed_units_claimed"],
            valid_until=until,
            cancel_notice_hours=given["cancel_notice_hours"],
        )


class ConfirmOffer(forms.Form):
    """The units of an offer as they are today; fewer need a reason."""

    units = _units("Units to offer", "Those that patients have taken included.", required=True)
    physical_units = _units("Units that there are")
    staffed_units_claimed = _units("Of these, with staff, as you say")
    staffed_units_observed = _units("Of these, with staff, as somebody saw")
    cause = forms.ChoiceField(
        label="If there are fewer units: why?",
        required=False,
        error_messages=CHOOSE,
    )

    def __init__(self, data: Mapping[str, str] | None, now: Mapping[str, int | None]) -> None:
        super().__init__(data, initial=dict(now))
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            ("", "There are not fewer"),
            *((cause.code, cause.label) for cause in causes_of("withdraw_offer")),
        ]


class WithdrawOffer(forms.Form):
    """Why an offer is withdrawn."""

    cause = forms.ChoiceField(label="Why?", error_messages=dict.fromkeys(CHOOSE, "Choose a reason"))

    def __init__(self, data: Mapping[str, str] | None) -> None:
        super().__init__(data)
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            (cause.code, cause.label) for cause in causes_of("withdraw_offer")
        ]


def sites_of(codes: Iterable[str], named: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return sites with their names, in the order of these."""
    return sorted(((code, named(code)) for code in codes), key=lambda pair: pair[1])
