"""What became of earlier invitations to be treated elsewhere, in the fictional health system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.random import Generator

FEWEST = 600  # invitations, however small the list is
PEOPLE_PER_INVITATION = 40
_MODALITIES = np.array(["outpatient", "diagnostic", "day_case", "inpatient"])
_KEENER = np.array([0.0, 0.35, 0.1, -0.35])  # by modality, in log odds
_PRIORITIES = np.array(["P2", "P3", "P4"])
_SAYS_YES = 0.75  # log odds next door, at another provider, for a routine outpatient
_KEENER_AT_OWN, _KEENER_PER_HOUR, _KEENER_PER_YEAR = 1.1, -1.3, 0.5
_ATTENDS = np.array([0.88, 0.9, 0.95, 0.97])  # by modality
_SILENT, _OPEN, _TO_COME = 0.12, 0.04, 0.2  # of invitations; the last of yeses
_DAYS_TO_ANSWER = 6.0


def make_outcomes(rng: Generator, people: int) -> pl.DataFrame:
    """Make the outcomes of invitations, one row each; columns are those of the outcomes file.

    Args:
        rng: source of randomness.
        people: pathways on the list; one invitation for each 40, but at least 600.
    """
    many = max(FEWEST, people // PEOPLE_PER_INVITATION)
    modality = rng.choice(len(_MODALITIES), many, p=(0.4, 0.15, 0.3, 0.15))
    minutes = np.round(np.clip(rng.gamma(2.2, 20.0, many), 3, 180))
    waited = np.minimum(rng.gamma(2.0, 16.0, many), 110).astype(np.int32)
    moved = rng.random(many) < 0.8  # noqa: PLR2004 - the share asked to go elsewhere
    keen = (
        _SAYS_YES
        + _KEENER[modality]
        + _KEENER_AT_OWN * ~moved
        + _KEENER_PER_HOUR * minutes / 60
        + _KEENER_PER_YEAR * waited / 52
    )
    says_yes = rng.random(many) < 1 / (1 + np.exp(-keen))
    reply = np.where(says_yes, "yes", np.where(rng.random(many) < _SILENT, "none", "no"))
    reply = np.where(rng.random(many) < _OPEN, "pending", reply)
    answered = pl.Series(np.isin(reply, ["yes", "no"]))
    days = pl.Series(rng.geometric(1 / (1 + _DAYS_TO_ANSWER), many) - 1)
    came = pl.Series(rng.random(many) < _ATTENDS[modality])
    known = pl.Series((reply == "yes") & (rng.random(many) >= _TO_COME))
    return pl.DataFrame(
        {
            "invitation_id": [f"ZI{number:06}" for number in range(1, many + 1)],
            "modality": _MODALITIES[modality],
            "travel_minutes": minutes,
            "priority": rng.choice(_PRIORITIES, many, p=(0.06, 0.19, 0.75)),
            "weeks_waited": waited,
            "moved": moved,
            "reply": reply,
            "reply_days": days.set(~answered, None),
            "attended": came.set(~known, None),
        }
    )
