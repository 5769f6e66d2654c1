"""The page of the reference on questions of how much to commit to, from the models that read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tidegate.exchange.contracts import sizing_file

if TYPE_CHECKING:
    from pydantic import BaseModel

ABOUT = """What `tidegate contract size` is asked: TOML. Money is in whole pence, of one unit and
one week; shares are kept exactly as written. A key that is not listed here is refused, with its
row."""
DEMAND = """Several tables `[[size.demand]]` are weeks one after the other. The commitment is the
same in all of them; a unit that is not used in its week is lost."""
EXAMPLE = """```toml
[[size]]
title = "Step-down beds, winter"
unit = "bed"

[size.prices]
block_pence = 87100
spot_pence = 98256
no_spot = 0.05
delay_pence = 280000

[[size.demand]]
mean = 26
weeks = 8

[[size.demand]]
mean = 31
variance = 62
weeks = 5
```"""


def sizing_page(page: Callable[..., str], keys: Callable[[type[BaseModel]], str]) -> str:
    """Describe the file, table by table."""
    return page(
        "# Sizing questions",
        ABOUT,
        EXAMPLE,
        keys(sizing_file.FileTable),
        "## Size",
        keys(sizing_file.SizeTable),
        "## Prices",
        keys(sizing_file.PricesTable),
        "## Demand",
        DEMAND,
        keys(sizing_file.DemandTable),
        "Each of `quantiles`:",
        keys(sizing_file.QuantileTable),
    )
