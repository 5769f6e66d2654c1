"""What a proposal asks for; its evidence is not asked for, the system gathers that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.contracts.forms.fields import (
    ChoiceField,
    DeedForm,
    PoundsField,
    RowsField,
)
from tidegate.controlroom.contracts.forms.steps import LONGEST
from tidegate.controlroom.surge.forms.steps import AmountField
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.core.surge.cost import Beds, Range
from tidegate.core.surge.proposal import Option, Proposal, Turn, ValueForMoney

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tidegate.core.surge.terms import SurgeTerms

VALUE = (
    (ValueForMoney.NO_DOUBT.value, "Nobody doubts it"),
    (ValueForMoney.DOUBTED.value, "It is doubted: a ministerial direction is needed"),
)
MOST_NOTICE = 60


def _text(label: str, missing: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, widget=forms.Textarea,
        error_messages={"required": missing},
    )  # fmt: skip


class ProposalForm(DeedForm):
    """What is proposed, on the evidence that is shown beside it."""

    met_by = _text("How is it met?", "Say how the trigger is met")
    executive = forms.CharField(
        label="Accountable executive", max_length=200, help_text="By role and organisation",
        error_messages={"required": "Name the executive who is accountable"},
    )  # fmt: skip
    plan = _text("What would be done?", "Say what would be done")
    ends_on = DayField(label="Last day", missing="Enter the last day")
    notice_days = forms.IntegerField(
        label="Days of notice", required=False, min_value=0, max_value=MOST_NOTICE
    )
    short_notice_why = forms.CharField(
        label="Why may notice be shorter?", required=False, max_length=LONGEST
    )
    nothing_harm = _text("Do nothing: what harm is expected?", "Say what doing nothing would do")
    nothing_benefit = _text("Do nothing: what speaks for it?", "Say what speaks for doing nothing")
    chosen = forms.CharField(
        label="The option that is proposed", max_length=200,
        error_messages={"required": "Name the option that is proposed"},
    )  # fmt: skip
    chosen_harm = _text("What harm may it do?", "Say what harm it may do")
    chosen_benefit = _text("What benefit is expected?", "Say what benefit is expected")
    chosen_why = _text("Why this one?", "Say why this one")
    others = RowsField(
        ("option", "harm", "benefit", "why not"), label="Other options", required=False,
        help_text="One a line: option; harm; benefit; why not",
    )  # fmt: skip
    cost_low = PoundsField(label="Cost, at the least", help_text="In pounds, over the whole term")
    cost_high = PoundsField(label="Cost, at the most")
    beds_physical = AmountField("Beds that it buys", needed=True)
    beds_claimed_low = AmountField("With staff as claimed, at the least", needed=True)
    beds_claimed_high = AmountField("With staff as claimed, at the most", needed=True)
    beds_observed = AmountField("With staff as somebody saw", "Leave it empty if nobody looked")
    value_for_money = ChoiceField(label="Value for money", choices=list(VALUE))
    money_note = forms.CharField(
        label="What does that rest on?", max_length=LONGEST,
        error_messages={"required": "Say what that rests on"},
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        terms: SurgeTerms,
        turns: Sequence[tuple[Turn, str]],
        earlier: Proposal | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(earlier))
        self.fields["trigger"] = ChoiceField(
            label="Which trigger is met?",
            choices=[(one.code, one.words) for one in terms.triggers.values() if not one.open],
        )
        self.fields["notice_days"].help_text = f"Empty: {terms.notice_days}, from approval"
        self._turns = {str(number): turn for number, (turn, _) in enumerate(turns)}
        if turns:
            kept = earlier.turns if earlier else ()
            self.fields["turns"] = forms.MultipleChoiceField(
                label="Contract terms that it switches while it is active", required=False,
                choices=[(str(number), words) for number, (_, words) in enumerate(turns)],
                initial=[number for number, turn in self._turns.items() if turn in kept],
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse ranges that go backwards."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for low, high in (("cost_low", "cost_high"), ("beds_claimed_low", "beds_claimed_high")):
            if said.get(low) is not None and said.get(high) is not None and said[low] > said[high]:
                self.add_error(high, "Enter at least as much as at the least")
        return said

    def proposal(self) -> Proposal:
        """Return what is proposed, once the form is valid."""
        said = self.cleaned_data
        seen = said["beds_observed"]
        return Proposal(
            trigger=said["trigger"], met_by=said["met_by"], executive=said["executive"],
            plan=said["plan"], ends_on=said["ends_on"],
            value_for_money=ValueForMoney(said["value_for_money"]),
            money_note=said["money_note"], cost=Range(said["cost_low"], said["cost_high"]),
            beds=Beds(
                Range(said["beds_physical"], said["beds_physical"]),
                Range(said["beds_claimed_low"], said["beds_claimed_high"]),
                None if seen is None else Range(seen, seen),
            ),
            options=self._options(),
            turns=tuple(self._turns[number] for number in said.get("turns", [])),
            notice_days=said["notice_days"], short_notice_why=said["short_notice_why"],
        )  # fmt: skip

    def _options(self) -> tuple[Option, ...]:
        said = self.cleaned_data
        nothing = Option("Do nothing", said["nothing_harm"], said["nothing_benefit"], nothing=True)
        chosen = Option(said["chosen"], said["chosen_harm"], said["chosen_benefit"], chosen=True,
                        why=said["chosen_why"])  # fmt: skip
        others = [
            Option(row["option"], row["harm"], row["benefit"], why=row["why not"])
            for row in said["others"]
        ]
        return (nothing, chosen, *others)


def _initial(earlier: Proposal | None) -> dict[str, Any]:
    """Return an earlier proposal as the form has it, so that it is not typed again."""
    if earlier is None:
        return {}
    nothing = next((one for one in earlier.options if one.nothing), None)
    chosen = next((one for one in earlier.options if one.chosen), None)
    others = [one for one in earlier.options if not one.nothing and not one.chosen]
    beds, cost = earlier.beds, earlier.cost
    value = earlier.value_for_money
    return {
        "trigger": earlier.trigger, "met_by": earlier.met_by, "executive": earlier.executive,
        "plan": earlier.plan, "ends_on": earlier.ends_on, "notice_days": earlier.notice_days,
        "short_notice_why": earlier.short_notice_why,
        "nothing_harm": nothing.harm if nothing else "",
        "nothing_benefit": nothing.benefit if nothing else "",
        "chosen": chosen.name if chosen else "", "chosen_harm": chosen.harm if chosen else "",
        "chosen_benefit": chosen.benefit if chosen else "",
        "chosen_why": chosen.why if chosen else "",
        "others": "\n".join("; ".join((o.name, o.harm, o.benefit, o.why)) for o in others),
        "cost_low": f"{cost.low / 100:.2f}" if cost else "",
        "cost_high": f"{cost.high / 100:.2f}" if cost else "",
        "beds_physical": beds.physical.low if beds.physical else None,
        "beds_claimed_low": beds.claimed.low if beds.claimed else None,
        "beds_claimed_high": beds.claimed.high if beds.claimed else None,
        "beds_observed": beds.observed.low if beds.observed else None,
        "value_for_money": value.value if value else "", "money_note": earlier.money_note,
    }  # fmt: skip
