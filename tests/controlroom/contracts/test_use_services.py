"""What became of contracted units: said, corrected, charged for, reviewed and given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error
from tests.controlroom.contracts.carrying import PROVIDER, People, people
from tests.controlroom.contracts.using import (
    U,
    in_use,
    in_week,
    line_of,
    offered,
    submitted,
    week,
)
from tests.controlroom.recording import changes_recorded

from tidegate.controlroom.contracts.models import Contract, UseReturn
from tidegate.controlroom.contracts.new_use import NewUse
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.contract_ledger import (
    contract_ledger,
    core_contract,
    sources_of,
)
from tidegate.controlroom.contracts.services.correct_use_return import correct_use_return
from tidegate.controlroom.contracts.services.decide_invoice import (
    InvoiceDecision,
    decide_invoice,
)
from tidegate.controlroom.contracts.services.decide_use_review import decide_use_review
from tidegate.controlroom.contracts.services.observe_staff import observe_staff
from tidegate.controlroom.contracts.services.open_use_review import open_use_review
from tidegate.controlroom.contracts.services.receive_invoice import receive_invoice
from tidegate.controlroom.contracts.services.release_line import release_line
from tidegate.controlroom.contracts.services.reply_to_use_review import reply_to_use_review
from tidegate.controlroom.contracts.services.submit_use_return import submit_use_return
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.core.contracts.ledger.invoices import OTHER, Invoice, InvoiceRow
from tidegate.core.contracts.ledger.sources import Origin
from tidegate.core.contracts.ledger.untied import untied
from tidegate.core.contracts.use_review import Ask
from tidegate.core.transfers.ledger import Movement

pytestmark = pytest.mark.django_db
people = people  # noqa: PLW0127 - a fixture of the folder
SAID = "Four weeks below a half, all for want of staff, and no plan to mend it."
FULL = NewUse({"offered": 16, "staffed": 16, "booked": 16, "done": 16})


def submit(people: People, contract: Contract, new: NewUse, number: int = 1, at: int = 2):
    return submit_use_return(
        line=line_of(contract), week=week(number), new=new, actor=people.answering, now=in_week(at)
    )


def test_a_return_is_kept_with_its_entry_and_idle_money_is_there_at_once(people: People) -> None:
    contract = in_use(people)
    with changes_recorded("use_return_submitted") as entries:
        submitted(people, contract, 1, done=4)
    assert entries[0].subject == f"contract:{contract.reference}"
    assert entries[0].on_behalf_of == PROVIDER
    money = contract_ledger(contract, in_week(2)).money[0]
    assert (money.fixed, money.value, money.idle) == (8_000_000, 2_400_000, 5_600_000)


def test_a_return_is_said_once_and_then_corrected_with_a_reason(people: People) -> None:
    contract = in_use(people)
    submitted(people, contract, 1, done=4)
    with pytest.raises(ContractRefused) as refused:
        submitted(people, contract, 1, done=5)
    assert refused.value.codes == ("ALREADY_SUBMITTED",)

    def correct(corrects: int, reason: str) -> UseReturn:
        return correct_use_return(
            line=line_of(contract), week=week(1), new=FULL, corrects=corrects, reason=reason,
            actor=people.answering, now=in_week(2, 1),
        )  # fmt: skip

    with pytest.raises(ContractRefused, match="REASON_NEEDED"):
        correct(1, " ")
    with changes_recorded("use_return_corrected") as entries:
        assert correct(1, "Twelve more were found").version == 2
    assert entries[0].facts["changed"]["done"] == {"from": 4, "to": 16}
    with pytest.raises(ContractRefused, match="CORRECTED_MEANWHILE"):
        correct(1, "Once more")


def test_the_database_refuses_to_rewrite_a_return(people: People) -> None:
    contract = in_use(people)
    row = submitted(people, contract, 1, done=4)
    row.done = 16
    with pytest.raises(Error, match="not rewritten"):
        row.save()


@pytest.mark.parametrize(
    ("figures", "unused", "number", "at", "code"),
    [
        ({"offered": 16, "booked": 9, "done": 4}, {}, 1, 2, "CAUSE_MISSING"),
        ({"offered": 16, "booked": 16, "done": 16}, {U.DNA: 1}, 1, 2, "CAUSES_EXCEED"),
        ({"done": 1}, {}, 3, 2, "WEEK_TO_COME"),
        ({}, {}, 1, 2, "NO_FIGURES"),
        ({"done": -1}, {}, 1, 2, "NO_NUMBER"),
        ({"done": 1}, {}, 200, 201, "WEEK_OUTSIDE"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(
    people: People, figures: dict, unused: dict, number: int, at: int, code: str
) -> None:
    contract = in_use(people)
    with changes_recorded(), pytest.raises(ContractRefused) as refused:
        submit(people, contract, NewUse(figures, unused), number, at)
    assert refused.value.codes == (code,)


def test_only_the_provider_says_what_it_did_and_only_the_buyer_what_it_saw(people: People) -> None:
    contract = in_use(people)
    with pytest.raises(PermissionMissing):
        submit_use_return(
            line=line_of(contract), week=week(1), new=FULL, actor=people.turning, now=in_week(2)
        )
    with changes_recorded("use_return_submitted"):
        observe_staff(
            line=line_of(contract), week=week(1), observed=12, actor=people.drafting,
            now=in_week(1, 4),
        )  # fmt: skip
    with pytest.raises(PermissionMissing):
        observe_staff(
            line=line_of(contract), week=week(1), observed=12, actor=people.answering,
            now=in_week(1, 4),
        )  # fmt: skip
    assert submit(people, contract, FULL).version == 2
    row = contract_ledger(contract, in_week(2)).rows[0]
    assert (row.claimed.units, row.observed.units) == (16, 12)


def test_offers_fill_the_ledger_and_a_return_need_not_repeat_their_causes(people: People) -> None:
    contract = in_use(people)
    moves = ((Movement.TAKEN, 5, ""), (Movement.BOOKED, 5, ""), (Movement.DONE, 5, ""),
             (Movement.UNUSED, 11, U.NOT_BOOKED.value))  # fmt: skip
    offered(1, 16, *moves)
    row = contract_ledger(contract, in_week(2)).rows[0]
    assert (row.done.units, row.done.origin, row.unexplained) == (5, Origin.OFFERS, 0)
    submit(people, contract, NewUse({"offered": 16, "booked": 6, "done": 5}))
    after = contract_ledger(contract, in_week(2)).rows[0]
    assert (after.done.origin, after.booked.differs, after.unexplained) == (
        Origin.RETURN, True, 0,
    )  # fmt: skip
    assert untied(contract_ledger(contract, in_week(2)), sources_of(contract)) == ()


INVOICE = Invoice(
    "N-1", week(1), week(1),
    (InvoiceRow("K-DC", 4, 2_400_000, 600_000), InvoiceRow(OTHER, 1, 5_600_000)), 8_000_000,
)  # fmt: skip


def test_an_invoice_is_set_beside_the_ledger_and_decided_by_somebody_else(people: People) -> None:
    contract = in_use(people)
    submitted(people, contract, 1, done=4)
    with changes_recorded("invoice_received") as entries:
        row = receive_invoice(
            contract=contract, charged=INVOICE, actor=people.answering, now=in_week(2)
        )
    assert (entries[0].facts["due_pence"], entries[0].facts["differences"]) == (8_000_000, [])
    with pytest.raises(ContractRefused, match="NUMBER_AGAIN"):
        receive_invoice(contract=contract, charged=INVOICE, actor=people.answering, now=in_week(2))
    with changes_recorded("invoice_decided"):
        decided = decide_invoice(
            invoice=row, decision=InvoiceDecision.PAID, actor=people.drafting, now=in_week(2)
        )
    assert decided.paid_pence == 8_000_000
    with pytest.raises(ContractRefused, match="DECIDED_ALREADY"):
        decide_invoice(
            invoice=row, decision=InvoiceDecision.DISPUTED, actor=people.drafting, now=in_week(2)
        )


def test_paying_what_differs_needs_a_reason_and_another_person(people: People) -> None:
    contract = in_use(people)  # nothing was returned: nothing was done
    row = receive_invoice(
        contract=contract, charged=INVOICE, actor=people.drafting, now=in_week(2),
        on_behalf_of=contract.buyer,
    )  # fmt: skip
    with pytest.raises(ContractRefused, match="SAME_PERSON"):
        decide_invoice(
            invoice=row, decision=InvoiceDecision.PAID, actor=people.drafting, now=in_week(2)
        )
    asked = {"invoice": row, "actor": people.signing, "now": in_week(2)}
    with pytest.raises(ContractRefused, match="REASON_NEEDED"):
        decide_invoice(**asked, decision=InvoiceDecision.PAID)
    with pytest.raises(ContractRefused, match="PART_UNUSABLE"):
        decide_invoice(**asked, decision=InvoiceDecision.PART_PAID, reason=SAID,
                       paid_pence=8_000_000)  # fmt: skip
    part = decide_invoice(
        **asked, decision=InvoiceDecision.PART_PAID, reason=SAID, paid_pence=5_600_000
    )
    assert part.decision == "part_paid"


def test_a_contract_is_reviewed_warned_dropped_and_its_capacity_given_back(people: People) -> None:
    contract = in_use(people)
    for number in range(1, 5):
        submitted(people, contract, number, done=4)
    with changes_recorded("use_review_opened") as entries:
        review = open_use_review(
            contract=contract, asks=Ask.WARN, actor=people.drafting, now=in_week(5)
        )
    assert entries[0].facts["evidence"]["weeks_ask"] == "warn"
    assert review.evidence["unused"] == [{"doing": "provider", "cause": "NOT_STAFFED", "units": 48}]
    with pytest.raises(ContractRefused, match="REVIEW_OPEN"):
        open_use_review(contract=contract, asks=Ask.WARN, actor=people.drafting, now=in_week(5))
    decision = {"review": review, "rationale": SAID, "actor": people.drafting}
    with pytest.raises(ContractRefused, match="REPLY_AWAITED"):
        decide_use_review(**decision, decision=Ask.WARN, now=in_week(5))
    with changes_recorded("use_review_replied"):
        reply_to_use_review(
            review=review, reply="Two surgeons are hired.", actor=people.answering,
            now=in_week(5, 1),
        )  # fmt: skip
    with changes_recorded("use_review_decided"):
        decide_use_review(**decision, decision=Ask.WARN, now=in_week(5, 2))
    for number in range(5, 10):
        submitted(people, contract, number, done=3)
    second = open_use_review(
        contract=contract, asks=Ask.DROP, actor=people.drafting, now=in_week(10)
    )
    assert second.evidence["weeks_ask"] == "drop"
    line = line_of(contract)
    with pytest.raises(ContractRefused, match="NO_DECISION_TO_DROP"):
        release_line(line=line, from_week=week(13), actor=people.drafting, now=in_week(12))
    decide_use_review(
        review=second, decision=Ask.DROP, rationale=SAID, actor=people.drafting, now=in_week(12)
    )
    before, after = offered(12, 16), offered(13, 16)
    kept = offered(14, 16, code="O-kept")
    kept.state = "part_used"
    kept.save()
    with pytest.raises(ContractRefused, match="WEEK_OUTSIDE"):
        release_line(line=line, from_week=week(12), actor=people.drafting, now=in_week(12))
    with changes_recorded("offer_withdrawn", "line_released") as entries:
        released = release_line(
            line=line, from_week=week(13), actor=people.drafting, now=in_week(12)
        )
    assert released.released_from == week(13)
    assert entries[1].facts["offers_withdrawn"] == ["O-13"]
    for row, state in ((before, "posted"), (after, "withdrawn"), (kept, "part_used")):
        row.refresh_from_db()
        assert row.state == state
    ledger = contract_ledger(contract, in_week(14))
    assert ledger.rows_of(week(13))[0].contracted == 0


def test_a_provider_that_earned_more_is_said_so_by_the_same_evidence(people: People) -> None:
    contract = in_use(people)
    for number in range(1, 7):
        submitted(people, contract, number, done=16)
    review = open_use_review(
        contract=contract, asks=Ask.MORE, actor=people.drafting, now=in_week(7)
    )
    assert review.evidence["weeks_ask"] == "more"
    decided = decide_use_review(
        review=review, decision=Ask.MORE, rationale="Six weeks used in full, at tariff.",
        actor=people.drafting, now=in_week(9),
    )  # fmt: skip
    assert decided.decision == "more"


def test_notice_that_was_given_ends_what_falls_due(people: People) -> None:
    contract = in_use(people)
    contract.ends_on = week(2) + timedelta(days=1)
    assert core_contract(contract).end == week(2) + timedelta(days=1)
    assert [each.days for each in contract_ledger(contract, in_week(4)).money] == [7, 2]


def test_what_the_provider_cannot_answer_for_others_is_refused(people: People) -> None:
    contract = in_use(people)
    submitted(people, contract, 1, done=4)
    review = open_use_review(
        contract=contract, asks=Ask.KEEP, actor=people.drafting, now=in_week(2)
    )
    with pytest.raises(PermissionMissing):
        reply_to_use_review(review=review, reply="No", actor=people.drafting, now=in_week(2))
    with pytest.raises(ContractRefused, match="REPLY_NEEDED"):
        reply_to_use_review(review=review, reply=" ", actor=people.answering, now=in_week(2))
