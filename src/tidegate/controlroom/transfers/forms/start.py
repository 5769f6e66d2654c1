"""What a provider says of a patient to ask for a transfer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django import forms

from tidegate.controlroom.matching.presenters.why import kind_of_care
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.controlroom.transfers.new_request import NewRequest
from tidegate.controlroom.transfers.prefill import Known
from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.matching.problem import PRIORITIES, Modality

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_WAIT = timedelta(weeks=52 * 12)
A_WEEK = timedelta(days=7)
_OF_FIGURES_ONLY = {Modality.ADMITTED, Modality.NON_ADMITTED}
_ANYWHERE = "anywhere"
_PROCEDURE = re.compile(r"[A-Z]\d{2}\.?\d?")
_PRIORITY_SAID = {
    "P2": "P2, within a month",
    "P3": "P3, within three months",
    "P4": "P4, may wait longer than three months",
}
_UNKNOWN = ("", "Not known")


def _chosen(message: str) -> dict[str, str]:
    return {"required": message, "invalid_choice": message}


class StartForm(forms.Form):
    """One patient's wait and needs, without anything that says who they are."""

    pathway_id = forms.CharField(
        label="Pathway identifier",
        max_length=100,
        help_text="As your waiting list has it. No name and no NHS number.",
        error_messages={"required": "Enter the pathway identifier"},
    )
    holder = forms.ChoiceField(
        label="Provider that holds the pathway", error_messages=_chosen("Choose the provider")
    )
    tfc = forms.ChoiceField(
        label="Specialty",
        choices=[("", "Choose a specialty"), *TREATMENT_FUNCTIONS.items()],
        error_messages=_chosen("Choose the specialty"),
    )
    modality = forms.ChoiceField(
        label="Kind of care",
        choices=[
            (kind.value, kind_of_care(kind.value))
            for kind in Modality
            if kind not in _OF_FIGURES_ONLY
        ],
        error_messages=_chosen("Choose the kind of care"),
    )
    procedure = forms.CharField(
        label="Procedure",
        required=False,
        max_length=10,
        help_text="OPCS-4 code, such as W37.1",
    )
    priority = forms.ChoiceField(
        label="Clinical priority",
        choices=[(code, _PRIORITY_SAID.get(code, code)) for code in PRIORITIES],
        error_messages=_chosen("Choose the clinical priority"),
    )
    clock_start = DayField(
        label="Clock start",
        missing="Enter the date on which the clock started",
        help_text="As your list has it. A transfer never changes it, nor stops it.",
    )
    nhs_number = forms.CharField(
        label="NHS number",
        required=False,
        max_length=20,
        help_text=(
            "Checked and turned into a pseudonym at once, so that nobody is asked for twice. It is "
            "not kept and not shown again."
        ),
    )
    travel_max_miles = forms.ChoiceField(
        label="How far would the patient travel?",
        choices=[
            ("10", "Up to 10 miles"),
            ("25", "Up to 25 miles"),
            ("50", "Up to 50 miles"),
            ("100", "Up to 100 miles"),
            (_ANYWHERE, "Anywhere in England"),
        ],
        error_messages=_chosen("Choose how far the patient would travel"),
    )
    earliest = DayField(label="First day that suits the patient", required=False)
    transport_need = forms.CharField(
        label="Transport",
        required=False,
        max_length=200,
        help_text="What the patient needs to get there, such as a wheelchair taxi",
    )
    interpreter = forms.CharField(
        label="Interpreter", required=False, max_length=100, help_text="Which language, or signs"
    )
    adjustments = forms.CharField(
        label="Reasonable adjustments",
        required=False,
        max_length=500,
        help_text="What the site must do differently. Nothing that says who the patient is.",
        widget=forms.Textarea,
    )
    age = forms.IntegerField(
        label="Age",
        required=False,
        min_value=0,
        max_value=120,
        error_messages={"invalid": "Enter the age in whole years"},
    )
    asa = forms.ChoiceField(
        label="Fitness for anaesthetic",
        required=False,
        choices=[_UNKNOWN, *((str(number), f"ASA {number}") for number in range(1, 6))],
    )
    bmi = forms.FloatField(
        label="Body mass index",
        required=False,
        min_value=8,
        max_value=100,
        error_messages={"invalid": "Enter a number, such as 27.4"},
    )
    needs_critical_care = forms.ChoiceField(
        label="Needs critical care afterwards",
        required=False,
        choices=[_UNKNOWN, ("no", "No"), ("yes", "Yes")],
    )

    def __init__(
        self,
        data: Mapping[str, str] | None,
        holders: Sequence[tuple[str, str]],
        today: date,
        known: Known = Known(),  # noqa: B008 - frozen
    ) -> None:
        """Ask for what the list does not say, and hold to what it says."""
        first = {"holder": holders[0][0]} if len(holders) == 1 else {}
        super().__init__(data, initial={**first, **known.first})
        several = [("", "Choose a provider"), *holders] if len(holders) > 1 else list(holders)
        self.fields["holder"].choices = several  # type: ignore[attr-defined]
        self.fields["clock_start"].between(today - LONGEST_WAIT, today)  # type: ignore[attr-defined]
        self.fields["earliest"].between(None, today + LONGEST_WAIT)  # type: ignore[attr-defined]
        self._add_limit(str(self.initial.get("travel_max_miles", "")))
        self._known = known

    def _add_limit(self, listed: str) -> None:
        """Offer the limit that the list has, where it is none of the usual ones."""
        field = self.fields["travel_max_miles"]
        usual = dict(field.choices)  # type: ignore[attr-defined]
        if listed and listed not in usual:
            own = (listed, f"Up to {listed} miles, as the list has it")
            field.choices = [own, *field.choices]  # type: ignore[attr-defined]

    def clean_procedure(self) -> str:
        """Refuse what is no code of OPCS-4."""
        code: str = self.cleaned_data["procedure"].strip().upper()
        if code and not _PROCEDURE.fullmatch(code):
            raise forms.ValidationError("Enter an OPCS-4 code, such as W37.1, or leave it empty")
        return code

    def _is_listed(self) -> bool:
        """Say whether the pathway is still the one that the list told of."""
        return self.cleaned_data.get("pathway_id") == self._known.first.get("pathway_id")

    def clean_clock_start(self) -> date:
        """Refuse a day that the list contradicts: a mistyped start costs a patient weeks."""
        day: date = self.cleaned_data["clock_start"]
        listed = self._known.listed if self._is_listed() else None
        if listed is not None and not listed[0] <= day <= listed[1]:
            raise forms.ValidationError(
                "The waiting list says something else. Correct the list first if it is wrong"
            )
        return day

    def new_request(self) -> NewRequest:
        """Return what the request is started with, and what the list knows besides."""
        more = self._known.more if self._is_listed() else {}
        given = self.cleaned_data
        miles, need = given["travel_max_miles"], given["needs_critical_care"]
        said = {
            "asa": int(given["asa"]) if given["asa"] else None,
            "bmi": given["bmi"],
            "needs_critical_care": None if not need else need == "yes",
        }
        facts = {
            **more,
            **{name: value for name, value in said.items() if value is not None},
        }
        return NewRequest(
            pathway_id=given["pathway_id"].strip(),
            holder=given["holder"],
            tfc=given["tfc"],
            modality=given["modality"],
            procedure=given["procedure"],
            priority=given["priority"],
            clock_start=given["clock_start"],
            age=given["age"],
            facts=facts,
            travel_max_miles=None if miles == _ANYWHERE else float(miles),
            transport_need=given["transport_need"],
            interpreter=given["interpreter"],
            adjustments=given["adjustments"],
            earliest=given["earliest"],
            nhs_number=given["nhs_number"].strip() or None,
        )
