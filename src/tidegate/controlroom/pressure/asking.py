"""What is asked about before a report is taken: figures that look wrong, and figures left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tidegate.controlroom.pressure.forms import sentence_case, written
from tidegate.controlroom.pressure.terms import MEASURES, TERMS
from tidegate.core.pressure.submission import implausible, missing_measures


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked about: which box it is, what is asked, and what marks it as asked."""

    measure: str
    text: str
    mark: str


def questions(
    values: Mapping[str, float], recent: Mapping[str, Sequence[float]]
) -> tuple[Question, ...]:
    """Return what to ask about a report before it is taken."""
    odd = [
        _asked(reason.code, str(reason.inputs["measure"]), reason.detail, values)
        for reason in implausible(values, recent, MEASURES, TERMS)
    ]
    left_out = [
        Question(measure, f"{sentence_case(MEASURES[measure].label)} is left out.", f"- {measure}")
        for measure in missing_measures(values, TERMS)
    ]
    return (*odd, *left_out)


def _asked(code: str, measure: str, detail: str, values: Mapping[str, float]) -> Question:
    return Question(measure, f"{detail}.", f"{code} {measure} {written(values[measure])}")


def marks(asked: Sequence[Question]) -> str:
    """Write down what was asked, to be sent back with the form."""
    return ";".join(question.mark for question in asked)


def new_ones(asked: Sequence[Question], before: str) -> bool:
    """Say whether anything is asked that was not asked when the form was last shown."""
    return not {question.mark for question in asked} <= set(before.split(";"))
