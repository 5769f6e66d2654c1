"""The form that drafts a contract, with one line; more lines and other terms come by file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.contracts.forms.fields import ChoiceField, PoundsField
from tidegate.controlroom.contracts.new_contract import NewContract, NewLine
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.core.contracts.procurement.regime import SERVICE_LABELS, ServiceKind
from tidegate.core.contracts.terms.contract import monday_of
from tidegate.core.contracts.terms.pay import BASIS_LABELS, Basis
from tidegate.core.matching.problem import Modality
from tidegate.exchange.contracts.gate_terms import load_gate_terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

BED_NIGHTS = "bed_night"
MODALITIES = [
    *((one.value, one.value.replace("_", " ").capitalize()) for one in Modality),
    (BED_NIGHTS, "Bed night"),
]
BASES = [(basis.value, BASIS_LABELS[basis]) for basis in Basis]
_MOST = 100_000


class DraftForm(forms.Form):
    """A contract as it is drafted by hand."""

    title = forms.CharField(label="What it is for", max_length=200)
    buyer = ChoiceField(label="Buyer")
    provider = forms.CharField(
        label="Provider", max_length=12, help_text="Its ODS code, such as ZN101"
    )
    service = ChoiceField(
        label="What is bought",
        choices=[(kind.value, SERVICE_LABELS[kind]) for kind in ServiceKind],
        initial=ServiceKind.HEALTH_CARE.value,
    )
    cpv = forms.CharField(
        label="CPV code", required=False, max_length=12, help_text="Eight digits, such as 85111000"
    )
    start = DayField(label="First day", missing="Enter the first day")
    end = DayField(label="Last day", missing="Enter the last day")
    notice_days = forms.IntegerField(
        label="Notice to end it, in days", min_value=0, max_value=1000, initial=90
    )
    value = PoundsField(
        label="Lifetime value",
        required=False,
        help_text="In pounds. Left empty, it is the line’s units at their price over the term",
    )
    holder_of_risk = forms.CharField(
        label="Who holds the risk that nobody else bears",
        required=False,
        max_length=200,
        help_text="Needed before anybody signs",
    )
    complex_why = forms.MultipleChoiceField(
        label="What makes it complex",
        required=False,
        choices=list(load_gate_terms().triggers.items()),
        help_text="Any of these puts it under assurance gates",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    site = forms.CharField(label="Site", max_length=12, help_text="Its ODS code")
    modality = ChoiceField(label="Kind of care", choices=MODALITIES)
    units = forms.IntegerField(label="Units a week", min_value=1, max_value=_MOST)
    unit_price = PoundsField(label="Price of a unit", help_text="In pounds and pence")
    basis = ChoiceField(label="How it is paid", choices=BASES, initial="tariff")
    weekly = PoundsField(
        label="Guaranteed sum a week, or price of a bed night",
        required=False,
        help_text="In pounds. For a guarantee or a block of beds",
    )

    def __init__(
        self,
        data: QueryDict | Mapping[str, Any] | None,
        buyers: Sequence[tuple[str, str]],
        initial: Mapping[str, Any],
    ) -> None:
        first = {"buyer": buyers[0][0]} if len(buyers) == 1 else {}
        super().__init__(data, initial={**first, **initial})
        self.fields["buyer"].choices = list(buyers)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the sum that a basis needs, and for an end after the start."""
        given = super().clean() or self.cleaned_data
        if given.get("basis") in {"guarantee", "block_beds"} and given.get("weekly") is None:
            self.add_error("weekly", "Enter the sum that this way of paying needs")
        if given.get("start") and given.get("end") and given["end"] < given["start"]:
            self.add_error("end", "The last day comes after the first")
        return given

    def new_contract(self) -> NewContract:
        """Return what the contract is drafted with."""
        given = self.cleaned_data
        line = NewLine(
            site=given["site"].strip().upper(),
            modality=given["modality"],
            units_per_week=given["units"],
            unit_price_pence=given["unit_price"],
        )
        return NewContract(
            title=given["title"].strip(),
            buyer=given["buyer"],
            provider=given["provider"].strip().upper(),
            service=given["service"],
            cpv=given["cpv"].strip(),
            start=given["start"],
            end=given["end"],
            notice_days=given["notice_days"],
            value_pence=self._value(),
            lines=(line,),
            terms=self._terms(),
            complex_why=tuple(given["complex_why"]),
            holder_of_risk=given["holder_of_risk"].strip(),
        )

    def _value(self) -> int:
        given = self.cleaned_data
        if given["value"] is not None:
            value: int = given["value"]
            return value
        weeks = (monday_of(given["end"]) - monday_of(given["start"])).days // 7 + 1
        worth: int = given["units"] * given["unit_price"] * weeks
        return worth

    def _terms(self) -> dict[str, object]:
        given = self.cleaned_data
        terms: dict[str, object] = {"basis": given["basis"], "notice_days": given["notice_days"]}
        if given["basis"] == "guarantee":
            terms["guarantee"] = {"weekly_pence": given["weekly"]}
        elif given["basis"] == "block_beds":
            terms["block_beds"] = {"night_pence": given["weekly"]}
        elif given["basis"] == "cost_recovery":
            terms["cost_recovery"] = {"provider_keeps_percent": 0}
        return terms
