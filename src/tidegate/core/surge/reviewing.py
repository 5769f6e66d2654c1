"""How one day of an active surge is judged."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Judgement(StrEnum):
    """What whoever reviews the day says of it; nothing follows from it by itself."""

    WORSE = "worse"
    AS_BEFORE = "as_before"
    EASING = "easing"
    RECEDED = "receded"


JUDGEMENTS: Mapping[Judgement, str] = {
    Judgement.WORSE: "It gets worse: the surge is not enough",
    Judgement.AS_BEFORE: "As it was: the surge is needed",
    Judgement.EASING: "It eases: think of standing down",
    Judgement.RECEDED: "What it rested on has receded: stand down",
}
