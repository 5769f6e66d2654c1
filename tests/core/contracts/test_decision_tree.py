"""The decision tree against a table written by hand, question by question."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tidegate.core.contracts.procurement.considerable import Change, considerable_change
from tidegate.core.contracts.procurement.decision_tree import QUESTIONS, Decided, Question, decide
from tidegate.core.contracts.procurement.regimes import ROUTE_LABELS, Route
from tidegate.exchange.contracts.procurement_table import shipped_procurement_table

OPEN = (Route.MOST_SUITABLE, Route.COMPETITIVE)
ROUTES = {
    "A": (Route.DIRECT_A,),
    "B": (Route.DIRECT_B,),
    "C": (Route.DIRECT_C, *OPEN),
    "M": OPEN,
    "K": (Route.COMPETITIVE,),
}
# framework, existing provider, only the existing one, patients' choice; then satisfying and
# considerably changed: no no, no yes, yes no, yes yes.
BY_HAND = """
no  no  no  no   M M M M
no  no  no  yes  B B B B
no  no  yes no   M M M M
no  no  yes yes  B B B B
no  yes no  no   M M C M
no  yes no  yes  B B B B
no  yes yes no   A A A A
no  yes yes yes  A A A A
yes no  no  no   K K K K
yes no  no  yes  K K K K
yes no  yes no   K K K K
yes no  yes yes  K K K K
yes yes no  no   K K K K
yes yes no  yes  K K K K
yes yes yes no   K K K K
yes yes yes yes  K K K K
"""
LAST_TWO = [(False, False), (False, True), (True, False), (True, True)]


def by_hand() -> dict[tuple[bool, ...], tuple[Route, ...]]:
    table = {}
    for line in BY_HAND.strip().splitlines():
        words = line.split()
        for last, letter in zip(LAST_TWO, words[4:], strict=True):
            table[(*(word == "yes" for word in words[:4]), *last)] = ROUTES[letter]
    return table


def decided(answers: tuple[bool, ...]) -> Decided:
    return decide(dict(zip(Question, answers, strict=True)))


def test_all_sixty_four_cases_come_out_as_written_by_hand() -> None:
    table = by_hand()
    assert len(table) == 2**6
    assert {answers: decided(answers).routes for answers in table} == table


def test_where_a_or_b_must_be_used_c_cannot_be() -> None:
    for answers, routes in by_hand().items():
        found = decided(answers)
        if routes in (ROUTES["A"], ROUTES["B"]):
            assert found.mandatory
            assert Route.DIRECT_C not in found.routes
        assert found.mandatory == (len(routes) == 1)


def test_a_framework_is_concluded_by_competition_whatever_else_is_true() -> None:
    for rest in product((False, True), repeat=5):
        assert decided((True, *rest)).routes == (Route.COMPETITIVE,)


def test_questions_come_one_at_a_time_and_only_as_far_as_they_matter() -> None:
    answers: dict[Question, bool] = {}
    asked = []
    for answer in (False, True, False, False, True, False):
        waiting = decide(answers)
        assert waiting.routes == ()
        assert waiting.reasons == ()
        assert waiting.next is not None
        asked.append(waiting.next)
        answers[waiting.next] = answer
    assert asked == list(Question)
    done = decide(answers)
    assert done.next is None
    assert done.asked == tuple(Question)
    assert [reason.code for reason in done.reasons] == ["SATISFYING_AND_UNCHANGED"]
    assert decide({Question.FRAMEWORK: True}).asked == (Question.FRAMEWORK,)


def test_an_answer_to_a_question_never_asked_does_not_count() -> None:
    found = decide({Question.FRAMEWORK: True, Question.ONLY_EXISTING: True})
    assert found.reasons[0].inputs == {"framework": True}
    new_service = {Question.FRAMEWORK: False, Question.EXISTING: False, Question.CHOICE: False}
    assert decide(new_service | {Question.ONLY_EXISTING: True}).routes == OPEN


def test_every_question_and_route_has_its_words() -> None:
    assert list(QUESTIONS) == list(Question)
    assert set(ROUTE_LABELS) == set(Route)


LIMITS = shipped_procurement_table().considerable
CHANGES = [
    # value now, value new (pounds), character, by the buyer, considerable, why
    (1_666_663, 2_166_662, False, True, False, "NO_CONSIDERABLE_CHANGE"),  # 499,999; 30 %
    (2_008_032, 2_508_032, False, True, False, "NO_CONSIDERABLE_CHANGE"),  # 500,000; 24.9 %
    (2_000_000, 2_500_000, False, True, True, "VALUE_CHANGED"),  # 500,000; 25 %
    (2_000_000, 2_500_000, False, False, False, "CHANGE_NOT_OF_THE_BUYER"),
    (2_000_000, 2_000_000, True, True, True, "CHARACTER_CHANGED"),
    (2_000_000, 1_000_000, False, True, False, "NO_CONSIDERABLE_CHANGE"),  # a fall
    (0, 500_000, False, True, True, "VALUE_CHANGED"),
]


@pytest.mark.parametrize(("now", "new", "character", "buyer", "expected", "code"), CHANGES)
def test_money_is_a_considerable_change_only_by_both_limits(
    now: int, new: int, character: bool, buyer: bool, expected: bool, code: str
) -> None:
    found, reasons = considerable_change(Change(now * 100, new * 100, character, buyer), LIMITS)
    assert (found, [reason.code for reason in reasons]) == (expected, [code])


def test_the_shares_of_the_examples_are_what_they_say() -> None:
    assert round(499_999 / 1_666_663, 3) == 0.3
    assert round(500_000 / 2_008_032, 3) == 0.249


def test_a_penny_less_is_no_considerable_change() -> None:
    assert considerable_change(Change(200_000_000, 250_000_000), LIMITS)[0]
    assert not considerable_change(Change(200_000_000, 249_999_999), LIMITS)[0]
    assert not considerable_change(Change(200_000_001, 250_000_001), LIMITS)[0]


def test_no_value_is_below_nothing() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        Change(-1, 0)
    with pytest.raises(ValueError, match="above 0"):
        replace(LIMITS, percent=0)
