"""The reference page of score tables: every key, and the tables that are shipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tidegate.exchange.pressure.score_table_file import PARTS, EdgeTable, FileTable, LevelTable
from tidegate.exchange.pressure.score_tables import score_table_text, shipped_score_tables

if TYPE_CHECKING:
    from pydantic import BaseModel

INTRO = """A TOML file that says which figures make a score of pressure, where their bands end, how
many points each band gives and which total is which level. `tidegate pressure --table FILE` checks
it; `tidegate pressure --table NAME --copy-to FILE` copies one that is shipped. A table with an
empty list of edges, points, levels or parameters is open, and nothing is scored by it."""
NAMED = """A score is called OPEL only where the table says so and every status in it, those of
levels and aggregation too, is “verified by NAME on DAY”, and somebody is its verifier. A provider's
score does not depend on the aggregation. Otherwise it is called “Proxy pressure index”, whatever
the file says."""


def score_table_page(page: Callable[..., str], keys: Callable[[type[BaseModel]], str]) -> str:
    """Describe each part of the file, and show what is shipped."""
    parts = ["# Score table", INTRO, NAMED, keys(FileTable)]
    for name, part in PARTS.items():
        brackets = f"`[{name}]`" if name == "aggregation" else f"`[[{name}]]`"
        parts += [f"## {brackets}", part.__doc__ or "", keys(part)]
    parts += ["Each of `edges`:", keys(EdgeTable), "Each of `levels`:", keys(LevelTable)]
    for name in shipped_score_tables():
        text, _ = score_table_text(name)
        parts += [f"## {name}", f"```toml\n{text.strip()}\n```"]
    return page(*parts)
