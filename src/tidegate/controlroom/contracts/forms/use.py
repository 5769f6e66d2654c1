"""What returns of use, invoices and reviews of use ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.contracts.forms.fields import (
    ChoiceField,
    DeedForm,
    PoundsField,
    RowsField,
)
from tidegate.controlroom.contracts.new_use import LONGEST_REASON, NewUse
from tidegate.controlroom.contracts.services.decide_invoice import (
    DECISION_LABELS,
    InvoiceDecision,
)
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.controlroom.transfers.presenters.offers import CAUSE_WORDS
from tidegate.core.contracts.ledger.invoices import OTHER, Invoice, InvoiceRow
from tidegate.core.contracts.payment.bed_nights import BedState
from tidegate.core.contracts.terms.contract import monday_of
from tidegate.core.contracts.use_review import ASK_LABELS, Ask
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tidegate.core.contracts.ledger.sources import UseReturn

_MOST = 1_000_000
_PENCE = 100
LABELS = {
    "physical": "Units that there are, staffed or not",
    "offered": "Offered: confirmed as available",
    "staffed": "Staffed",
    "booked": "Booked: with a date, those done included",
    "done": "Done",
    "private_done": "Private-funded units done with the same means",
    "touch_minutes": "Minutes of operating",
    "session_minutes": "Minutes of theatre sessions",
}
STATES = {
    BedState.OCCUPIED: "Nights occupied",
    BedState.HELD: "Nights held for a named person",
    BedState.VOID: "Nights empty",
    BedState.CLOSED_BY_HOME: "Nights closed by the home",
    BedState.SUSPENDED: "Nights suspended by the buyer",
}


def _count(text: str) -> forms.IntegerField:
    return forms.IntegerField(label=text, min_value=0, max_value=_MOST, required=False)


class UseForm(DeedForm):
    """What became of a line's units in a week: a box left empty is not reported, and never 0.

    ``asked`` carries what was asked about when the form was last shown: sent again, it is taken.
    """

    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)
    asked = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, str] | None, said: UseReturn | None, *, beds: bool, corrects: bool
    ) -> None:
        initial = _shown(said) if said else {}
        super().__init__(data, initial=initial | {"corrects": said.version if corrects and said
                                                  else None})  # fmt: skip
        self.figures = [*LABELS]
        for name, text in LABELS.items():
            self.fields[name] = _count(text)
        self.fields["cost"] = PoundsField(label="Audited cost of the week, £", required=False)
        self.fields["revenue"] = PoundsField(
            label="Net private revenue of the week, £", required=False, below_zero=True
        )
        self.figures += ["cost", "revenue"]
        self.causes = [f"unused_{cause.value}" for cause in UnusedCause]
        for cause in UnusedCause:
            self.fields[f"unused_{cause.value}"] = _count(CAUSE_WORDS[cause].capitalize())
        self.nights = [f"nights_{state.value}" for state in BedState] if beds else []
        for name, state in zip(self.nights, BedState, strict=False):
            self.fields[name] = _count(STATES[state])
        if corrects:
            self.fields["reason"] = forms.CharField(
                label="Why is it corrected?", max_length=LONGEST_REASON,
                error_messages={"required": "Say why it is corrected"},
            )  # fmt: skip

    def new(self) -> NewUse:
        """Return what was said."""
        said = self.cleaned_data
        figures = {name: said[name] for name in LABELS if said.get(name) is not None}
        for name, field in (("cost_pence", "cost"), ("private_net_pence", "revenue")):
            if said.get(field) is not None:
                figures[name] = said[field]
        unused = {cause: said[f"unused_{cause.value}"] for cause in UnusedCause
                  if said.get(f"unused_{cause.value}")}  # fmt: skip
        nights = {state: said[f"nights_{state.value}"] for state in BedState
                  if said.get(f"nights_{state.value}") is not None}  # fmt: skip
        return NewUse(figures, unused, nights, "form")


def _shown(said: UseReturn) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(said, name) for name in LABELS}
    for field, pence in (("cost", said.cost_pence), ("revenue", said.private_net_pence)):
        found[field] = None if pence is None else f"{pence / _PENCE:.2f}"
    found |= {f"unused_{cause.value}": units for cause, units in said.unused.items()}
    found |= {f"nights_{state.value}": nights for state, nights in said.nights.items()}
    return {name: value for name, value in found.items() if value is not None}


class SeenForm(DeedForm):
    """How many units the buyer saw staffed."""

    observed = forms.IntegerField(
        label="Units seen staffed", min_value=0, max_value=_MOST,
        error_messages={"required": "Say how many units were seen staffed"},
    )  # fmt: skip


class InvoiceForm(DeedForm):
    """An invoice as it is written: whole weeks, one row for each line."""

    number = forms.CharField(label="Number of the invoice", max_length=60)
    first = DayField(label="First day that it is for", missing="Enter the first day")
    last = DayField(label="Last day that it is for", missing="Enter the last day")
    rows = RowsField(
        ("line", "units", "price", "sum"), label="Rows",
        help_text=f"One a line: line; units; price of a unit, £; sum, £. “{OTHER}” stands for "
        "what is due besides units, such as up to a guarantee; give its price as its sum",
    )  # fmt: skip
    total = PoundsField(label="Total, £")

    def clean(self) -> dict[str, Any]:
        """Make an invoice of it."""
        said = self.cleaned_data
        if self.errors:
            return said
        if said["last"] < said["first"]:
            self.add_error("last", "Enter a day that is not before the first")
            return said
        rows = []
        for each in said["rows"]:
            try:
                rows.append(_row(each))
            except (ValueError, forms.ValidationError):
                self.add_error("rows", f"“{each['line']}”: write units and pounds as numbers")
        if not self.errors:
            said["charged"] = Invoice(
                said["number"].strip(), monday_of(said["first"]), monday_of(said["last"]),
                tuple(rows), said["total"],
            )  # fmt: skip
        return said


def _row(said: Mapping[str, str]) -> InvoiceRow:
    pounds = PoundsField()
    units = int(said["units"]) if said["units"].isdecimal() and len(said["units"]) < 8 else -1  # noqa: PLR2004
    if units < 0:
        raise ValueError(said["units"])
    price, pence = pounds.clean(said["price"]), pounds.clean(said["sum"])
    return InvoiceRow(said["line"], units, pence or 0, price)


class InvoiceDecisionForm(DeedForm):
    """What becomes of an invoice."""

    decision = ChoiceField(
        label="What becomes of it?", choices=[(each.value, said) for each, said in
                                              DECISION_LABELS.items()],
    )  # fmt: skip
    paid_pence = PoundsField(label="Which part is paid, £", required=False)
    reason = forms.CharField(
        label="Why, where it is not paid as the ledger has it", max_length=500,
        widget=forms.Textarea, required=False,
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return the decision."""
        return self.cleaned_data | {"decision": InvoiceDecision(self.cleaned_data["decision"])}


_ASKS = [(each.value, said) for each, said in ASK_LABELS.items()]


class ReviewForm(DeedForm):
    """What a review of use proposes."""

    asks = ChoiceField(label="What is proposed?", choices=_ASKS)


class ReplyForm(DeedForm):
    """The provider's reply to a review of use."""

    reply = forms.CharField(
        label="Reply of the provider", max_length=2000, widget=forms.Textarea,
        error_messages={"required": "Write a reply"},
    )  # fmt: skip


class ReviewDecisionForm(DeedForm):
    """The decision of a review of use, with its reasons."""

    decision = ChoiceField(label="What is decided?", choices=_ASKS)
    rationale = forms.CharField(
        label="Why?", max_length=2000, widget=forms.Textarea,
        error_messages={"required": "Say why, so that others can follow it"},
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return the decision."""
        return self.cleaned_data | {"decision": Ask(self.cleaned_data["decision"])}


class ReleaseForm(DeedForm):
    """From when a line is given back."""

    first = DayField(label="First day without it", missing="Enter the first day without it")

    def from_week(self) -> date:
        """Return the Monday of that day's week."""
        day: date = self.cleaned_data["first"]
        return monday_of(day)
