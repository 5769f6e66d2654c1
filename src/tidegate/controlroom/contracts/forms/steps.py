"""What the steps of a contract ask for besides a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.contracts.forms.fields import (
    ChoiceField,
    DeedForm,
    PoundsField,
    RowsField,
)
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.core.contracts.exit_plan import Stays
from tidegate.core.contracts.procurement.modification import GROUNDS, Ground, Proposed
from tidegate.core.contracts.procurement.urgent import LIMBS, Limb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tidegate.controlroom.contracts.models import ExitPlan

LONGEST = 500


class ReasonForm(DeedForm):
    """Why."""

    reason = forms.CharField(
        label="Why?", max_length=LONGEST, widget=forms.Textarea,
        error_messages={"required": "Say why"},
    )  # fmt: skip


class NoticeForm(ReasonForm):
    """A provider's notice to leave."""

    last_day = DayField(label="Last day of service", missing="Enter the last day of service")


class TerminationForm(NoticeForm):
    """A buyer's notice to end a contract."""

    minute = forms.CharField(
        label="Minute of the board", max_length=100, help_text="Its reference, such as 2026-07/12",
        error_messages={"required": "A board decides to end a contract: name its minute"},
    )  # fmt: skip
    at_once = forms.BooleanField(
        label="Shorter notice than agreed, for a reason that the contract knows", required=False
    )


class ChangeForm(DeedForm):
    """A change of a contract in force as the law asks about it."""

    ground = ChoiceField(
        label="On what ground?", choices=[(one.value, GROUNDS[one]) for one in Ground]
    )
    delta = PoundsField(
        label="What it adds to the lifetime value", below_zero=True, initial="0",
        help_text="In pounds, with a minus where it takes away",
    )  # fmt: skip
    character_changed = forms.BooleanField(
        label="It makes the contract materially different in character", required=False
    )
    limbs = forms.MultipleChoiceField(
        label="What is true of an urgent change", required=False,
        choices=[(one.value, LIMBS[one]) for one in Limb], widget=forms.CheckboxSelectMultiple,
        help_text="Asked only where the ground is that it is urgent: then all must be",
    )  # fmt: skip
    advice = forms.CharField(
        label="Who says that the law allows it", required=False, max_length=200,
        help_text="Only where the change rests on rules that are not known here",
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return what is said, with the change as the law sees it."""
        given = dict(self.cleaned_data)
        limbs = frozenset(map(Limb, given.pop("limbs")))
        ground, delta = Ground(given.pop("ground")), given.pop("delta") or 0
        character = given.pop("character_changed")
        proposed = Proposed(ground, delta, character_changed=character, limbs=limbs)
        return given | {"proposed": proposed}


class ExtensionForm(ChangeForm):
    """The new last day, and the ground on which a contract is extended."""

    until = DayField(label="New last day", missing="Enter the new last day")
    field_order = ("until",)


class VariationForm(ChangeForm):
    """A new version of the terms of a contract in force."""

    reason = forms.CharField(
        label="Why?", max_length=LONGEST, widget=forms.Textarea,
        error_messages={"required": "Say why"},
    )  # fmt: skip
    from_day = DayField(label="In force from", missing="Enter the first day")
    basis_text = forms.CharField(
        label="Terms as they are to be", widget=forms.Textarea, max_length=20_000,
        help_text="As in a file of terms; the terms in force are filled in",
        error_messages={"required": "Enter the terms"},
    )  # fmt: skip
    agreed = forms.CharField(
        label="Where the provider’s agreement can be read", required=False, max_length=200,
        help_text="Not needed where the contract itself provides for the change",
    )  # fmt: skip
    field_order = ("reason", "from_day", "basis_text", "agreed")


class RevisionForm(DeedForm):
    """A draft as it is to be."""

    holder_of_risk = forms.CharField(
        label="Who holds the risk that nobody else bears", required=False, max_length=200
    )
    basis_text = forms.CharField(
        label="Terms as they are to be", widget=forms.Textarea, max_length=20_000,
        help_text="As in a file of terms; the terms so far are filled in",
        error_messages={"required": "Enter the terms"},
    )  # fmt: skip
    reason = forms.CharField(label="Why?", required=False, max_length=LONGEST)


class ClosingForm(DeedForm):
    """What becomes of each part of the scope."""

    stays = RowsField(
        ("part of the scope", "owner", "review day"),
        label="What stays with the provider",
        required=False,
        help_text="One a line: part of the scope; who sees to it; day to look again, as 2026-05-31",
    )

    def __init__(self, data: Mapping[str, Any] | None, plan: ExitPlan | None) -> None:
        kept = plan.content["residual"] if plan else []
        lines = [f"{one['scope']}; {one['owner']}; {one['review_on']}" for one in kept]
        super().__init__(data, initial={"stays": "\n".join(lines)})
        scope = plan.content["scope"] if plan else []
        staying = {one["scope"] for one in kept}
        self.fields["returned"] = forms.MultipleChoiceField(
            label="What went back, or over to somebody else",
            choices=[(one, one) for one in scope],
            initial=[one for one in scope if one not in staying],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["returned", "stays"])

    def answers(self) -> dict[str, Any]:
        """Return what went back, and what stays with whom."""
        stays = [
            Stays(one["part of the scope"], one["owner"], one["review day"])
            for one in self.cleaned_data["stays"]
        ]
        return {"returned": self.cleaned_data["returned"], "stays": stays}


class SwitchForm(DeedForm):
    """Where a switch is turned to, from when, and what for."""

    turn = ChoiceField(label="Which way?")
    from_day = DayField(label="First day", missing="Enter the first day")
    because = forms.CharField(
        label="What is it turned for?", max_length=400,
        error_messages={"required": "Say what it is turned for"},
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        turns: Sequence[tuple[str, str]],
        triggers: Sequence[str],
        today: date,
    ) -> None:
        super().__init__(data, initial={"from_day": today})
        self.fields["turn"].choices = list(turns)  # type: ignore[attr-defined]
        if triggers:
            listed = [("", "None"), *((one, one) for one in triggers)]
            self.fields["trigger"] = ChoiceField(
                label="Which agreed trigger?", choices=listed, required=False
            )
            self.order_fields(["turn", "trigger", "from_day", "because"])
