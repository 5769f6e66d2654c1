"""What the steps of a surge ask for besides a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.contracts.forms.fields import ChoiceField, DeedForm
from tidegate.controlroom.contracts.forms.steps import LONGEST, ReasonForm
from tidegate.controlroom.surge.new_pledge import NewPledge
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.matching.problem import Modality
from tidegate.core.surge.pledged import Amounts, Kind
from tidegate.core.surge.reviewing import JUDGEMENTS, Judgement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tidegate.controlroom.surge.models import Pledge

MOST = 100_000


class AmountField(forms.IntegerField):
    """A number of theatres, beds, staff or treatments; a blank is none."""

    def __init__(self, label: str, help_text: str = "", *, needed: bool = False) -> None:
        messages = dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Enter a whole number, 0 or more"
        )
        super().__init__(label=label, help_text=help_text, required=needed, min_value=0,
                         max_value=MOST, error_messages=messages)  # fmt: skip


class ExtendForm(ReasonForm):
    """Until when, and why."""

    day = DayField(label="New last day", missing="Enter the new last day")
    field_order = ("day", "reason")


class DirectionForm(DeedForm):
    """Which direction."""

    direction = forms.CharField(
        label="Reference of the direction", max_length=100,
        error_messages={"required": "Say by which reference it can be found"},
    )  # fmt: skip
    day = DayField(label="Day of the direction", missing="Enter the day of the direction")


class PublicationForm(DeedForm):
    """Where and when something was published."""

    where = forms.CharField(
        label="Where can it be read?", max_length=300,
        error_messages={"required": "Say where it can be read"},
    )  # fmt: skip
    day = DayField(label="Published on", missing="Enter the day of publication")


class ReviewForm(DeedForm):
    """How today is judged."""

    judgement = ChoiceField(
        label="How do you judge today?",
        choices=[(one.value, JUDGEMENTS[one]) for one in Judgement],
    )
    note = forms.CharField(
        label="What does that rest on?", max_length=1000, widget=forms.Textarea,
        error_messages={"required": "Say what the judgement rests on"},
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return the judgement as the rules know it, and the note."""
        said = dict(self.cleaned_data)
        return said | {"judgement": Judgement(said["judgement"])}


class OutcomeForm(DeedForm):
    """What came of it."""

    outcome = forms.CharField(
        label="What came of it, and what is to be learned?", max_length=4000,
        widget=forms.Textarea, error_messages={"required": "Say what came of it"},
    )  # fmt: skip


class _AmountsForm(DeedForm):
    theatres = AmountField("Theatres")
    beds = AmountField("Beds with staff")
    staff = AmountField("Staff")
    units = AmountField("Treatments")

    def amounts(self) -> Amounts:
        """Return what was filled in; a blank is none."""
        return Amounts(**{kind.value: self.cleaned_data.get(kind.value) or 0 for kind in Kind})


class PledgeForm(_AmountsForm):
    """What a provider would give at a site."""

    physical_beds = AmountField("Beds", "That are there, with staff or not")
    physical_units = AmountField("Room for treatments a week")
    modality = ChoiceField(
        label="Kind of care of the treatments", required=False,
        choices=[("", "None"), *((one.value, one.value.replace("_", " ").capitalize())
                                 for one in Modality)],
    )  # fmt: skip
    tfc = ChoiceField(
        label="Treatment function", required=False,
        choices=[("", "None"), *TREATMENT_FUNCTIONS.items()],
    )  # fmt: skip
    suspended_from = DayField(label="Private work is suspended from", required=False)
    suspended_to = DayField(label="Private work is suspended to", required=False)
    note = forms.CharField(label="Anything else", required=False, max_length=LONGEST)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        places: Sequence[tuple[str, str, str]],
        lines: Sequence[tuple[str, str]],
        earlier: Pledge | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(earlier))
        self._provider_of = {site: provider for provider, site, _ in places}
        self._number = earlier.number if earlier else None
        self.fields["site"] = ChoiceField(
            label="Site", choices=[(site, name) for _, site, name in places]
        )
        self.fields["line_id"] = ChoiceField(
            label="Contract line that pays", required=False, choices=[("", "None"), *lines]
        )
        self.fields["units"].label = "Treatments a week"
        self.order_fields(
            ["site", "theatres", "physical_beds", "beds", "staff", "units", "physical_units",
             "modality", "tfc", "line_id", "suspended_from", "suspended_to", "note"]
        )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return the pledge."""
        said = self.cleaned_data
        return {
            "new": NewPledge(
                provider=self._provider_of[said["site"]], site=said["site"],
                amounts=self.amounts(), physical_beds=said["physical_beds"] or 0,
                physical_units=said["physical_units"], modality=said["modality"],
                tfcs=(said["tfc"],) if said["tfc"] else (), line_id=said["line_id"],
                suspended_from=said["suspended_from"], suspended_to=said["suspended_to"],
                note=said["note"], number=self._number,
            )
        }  # fmt: skip


class ActualForm(_AmountsForm):
    """What came of a pledge on a day."""

    day = DayField(label="Day", missing="Enter the day")
    private_done = AmountField("Private treatments done all the same")
    note = forms.CharField(label="Anything else", required=False, max_length=LONGEST)
    field_order = ("day", "theatres", "beds", "staff", "units", "private_done", "note")

    def __init__(self, data: Mapping[str, Any] | None, today: date) -> None:
        super().__init__(data, initial={"day": today})
        self.fields["units"].label = "Treatments on that day"

    def answers(self) -> dict[str, Any]:
        """Return what came."""
        said = self.cleaned_data
        return {"day": said["day"], "amounts": self.amounts(), "note": said["note"],
                "private_done": said["private_done"]}  # fmt: skip


class WatchForm(DeedForm):
    """Which place is watched, and what for."""

    title = forms.CharField(
        label="What is it about?", max_length=200, help_text="Such as: winter pressure, 2026",
        error_messages={"required": "Say what is watched for"},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, places: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["place"] = ChoiceField(label="Which place?", choices=list(places))
        self.order_fields(["place", "title"])


def _initial(earlier: Pledge | None) -> dict[str, Any]:
    if earlier is None:
        return {}
    names = ("site", "theatres", "beds", "staff", "units", "physical_beds", "physical_units",
             "modality", "line_id", "suspended_from", "suspended_to", "note")  # fmt: skip
    return {name: getattr(earlier, name) for name in names} | {
        "tfc": earlier.tfcs[0] if earlier.tfcs else ""
    }
