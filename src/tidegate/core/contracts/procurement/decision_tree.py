"""The decision tree of the Provider Selection Regime: six questions, asked as far as they matter.

Source: SI 2023/1348 reg. 6 and NHS England, “getting to the right decision”. That picture asks
first whether there is an existing provider; regulation and guidance ask for direct award process
B whoever provides today, so it is asked here whatever the answer to that was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tidegate.core.contracts.procurement.regimes import Route
from tidegate.core.reasons import Reason

RULES = "provider selection regime, reg. 6"


class Question(StrEnum):
    """What the tree asks; each answer is yes or no."""

    FRAMEWORK = "framework"
    EXISTING = "existing_provider"
    ONLY_EXISTING = "only_existing"
    CHOICE = "patient_choice"
    SATISFYING = "satisfying"
    CONSIDERABLE = "considerable_change"


QUESTIONS: dict[Question, str] = {
    Question.FRAMEWORK: "Is a framework agreement to be concluded?",
    Question.EXISTING: "Is there an existing provider of these services?",
    Question.ONLY_EXISTING: "Can only the existing provider do it?",
    Question.CHOICE: (
        "Do patients choose freely among all providers that qualify, each of which is offered a "
        "contract and has a way to express interest?"
    ),
    Question.SATISFYING: (
        "Does the existing provider satisfy its contract, and is it likely to satisfy the new one?"
    ),
    Question.CONSIDERABLE: "Would the new contract be considerably changed?",
}
"""The questions in their order, in words."""

_OPEN_TO_OTHERS = (Route.MOST_SUITABLE, Route.COMPETITIVE)


@dataclass(frozen=True, slots=True)
class Decided:
    """Where the answers lead.

    Attributes:
        routes: what may be used, the least laborious first; one that must be used stands alone;
            empty while a question is open.
        next: the question that decides next; None once the routes are known.
        asked: the questions whose answers counted, in their order.
        reasons: why, one for each fork that was taken.
    """

    routes: tuple[Route, ...]
    next: Question | None
    asked: tuple[Question, ...]
    reasons: tuple[Reason, ...]

    @property
    def mandatory(self) -> bool:
        """Say whether the law leaves no choice."""
        return len(self.routes) == 1


def decide(answers: Mapping[Question, bool]) -> Decided:
    """Walk the tree as far as the answers reach; answers to questions never asked do not count."""
    walk = _Walk(answers)
    return walk.decided() if walk.open is None else walk.waiting()


class _Walk:
    """One walk down the tree, with the questions asked and the reasons gathered on the way."""

    def __init__(self, answers: Mapping[Question, bool]) -> None:
        self._answers = answers
        self.asked: list[Question] = []
        self.reasons: list[Reason] = []
        self.open: Question | None = None
        self.routes = self._go()

    def decided(self) -> Decided:
        return Decided(self.routes, None, tuple(self.asked), tuple(self.reasons))

    def waiting(self) -> Decided:
        return Decided((), self.open, tuple(self.asked), tuple(self.reasons))

    def _ask(self, question: Question) -> bool:
        """Return the answer; without one, remember that the walk stops here."""
        if self.open is not None:
            return False
        answer = self._answers.get(question)
        if answer is None:
            self.open = question
            return False
        self.asked.append(question)
        return answer

    def _because(self, code: str, detail: str) -> None:
        if self.open is None:
            inputs = {each.value: self._answers[each] for each in self.asked}
            self.reasons.append(Reason(code, detail, inputs, RULES))

    def _go(self) -> tuple[Route, ...]:
        if self._ask(Question.FRAMEWORK):
            self._because("FRAMEWORK", "A framework agreement is concluded by competition only.")
            return (Route.COMPETITIVE,)
        existing = self._ask(Question.EXISTING)
        if existing and self._ask(Question.ONLY_EXISTING):
            detail = "Only the existing provider can do it: process A must be used."
            self._because("ONLY_EXISTING_PROVIDER", detail)
            return (Route.DIRECT_A,)
        if self._ask(Question.CHOICE):
            detail = "Patients choose freely among all that qualify: process B must be used."
            self._because("UNRESTRICTED_CHOICE", detail)
            return (Route.DIRECT_B,)
        if not existing:
            detail = "There is no existing provider to follow on from: process C cannot be used."
            self._because("NO_EXISTING_PROVIDER", detail)
            return _OPEN_TO_OTHERS
        return self._for_an_existing_provider()

    def _for_an_existing_provider(self) -> tuple[Route, ...]:
        if not self._ask(Question.SATISFYING):
            detail = "The existing provider does not satisfy, or is not likely to: process C is "
            self._because("NOT_SATISFYING", detail + "barred.")
            return _OPEN_TO_OTHERS
        if self._ask(Question.CONSIDERABLE):
            detail = "The contract would be considerably changed: process C is barred."
            self._because("CONSIDERABLE_CHANGE", detail)
            return _OPEN_TO_OTHERS
        detail = "The existing provider satisfies and little changes: process C may be used."
        self._because("SATISFYING_AND_UNCHANGED", detail)
        return (Route.DIRECT_C, *_OPEN_TO_OTHERS)
