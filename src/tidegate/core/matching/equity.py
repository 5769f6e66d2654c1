"""Who is selected and who is refused by deprivation: monitored in every plan, never hidden.

Source: spec, transfers 3.6; counts of 1 to 7 people are withheld, and so are rates made from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.matching.leftovers import Unmatched
from tidegate.core.matching.result import EQUITY

if TYPE_CHECKING:
    from tidegate.core.matching.left_out import LeftOut
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.matches import Matches
    from tidegate.core.matching.problem import Problem

SMALL = 7
_SIXTH = 6  # five quintiles, and 0 for people whose quintile is not known
_REFUSED = (Unmatched.CRITERIA_REFUSE.value, Unmatched.PREASSESSMENT_NEEDED.value)


def by_quintile(problem: Problem, market: Market, matches: Matches, left: LeftOut) -> pl.DataFrame:
    """Count waiting, treated and refused by criteria in each deprivation quintile; rates beside.

    Columns ``EQUITY``; quintile 1 is the most deprived fifth, null is not known.
    """
    people = market.people
    known = problem.pathways["imd_quintile"].fill_null(0).to_numpy()
    quintile = known[people.row]
    refused = left.code.is_in(_REFUSED).to_numpy()
    counts = {
        "waiting": np.bincount(quintile, people.count, _SIXTH),
        "treated": np.bincount(quintile[matches.person], matches.count, _SIXTH),
        "refused": np.bincount(quintile[left.person[refused]], left.count[refused], _SIXTH),
    }
    frame = pl.DataFrame({"imd_quintile": np.arange(_SIXTH), **counts})
    present = np.unique(known).tolist()
    return safe(
        frame.filter(pl.col("imd_quintile").is_in(present)).with_columns(
            pl.col("imd_quintile").replace(0, None),
            pl.col("waiting", "treated", "refused").cast(pl.Int64),
        )
    )


def safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Withhold counts of 1 to 7, and what they could be worked out from; add rates; sort.

    A total would give a withheld count away, or two where they are as small or as large as can be:
    the smallest of the others above 0 goes with them, and all that equal it.
    """
    frame = frame.sort("imd_quintile", nulls_last=True)
    shown = [_withheld(frame[name]) for name in ("waiting", "treated", "refused")]
    frame = frame.with_columns(*shown).with_columns(
        selection_rate=pl.col("treated") / pl.col("waiting"),
        refusal_rate=pl.col("refused") / pl.col("waiting"),
    )
    frame = frame.with_columns(pl.col("selection_rate", "refusal_rate").fill_nan(None))
    return frame.cast(dict(EQUITY)).select(list(EQUITY))  # type: ignore[arg-type]


def _withheld(counts: pl.Series) -> pl.Series:
    hidden = counts.is_between(1, SMALL).to_numpy().copy()
    others = counts.filter(counts > SMALL)
    if hidden.any() and not others.is_empty():
        hidden |= (counts == others.min()).to_numpy()
    return pl.select(pl.when(pl.Series(~hidden)).then(counts).alias(counts.name)).to_series()
