"""What the verbs that read a waiting list ask to read it with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tidegate.exchange.waiting.waiting_file import ReadWith

Side = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Beside a waiting list, by pathway_id: BMI, travel, consent and so on.",
    ),
]
Codes = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="What the codes of a weekly list (WLMDS) mean, if not as usual."
    ),
]


def reading(side: Path | None = None, codes: Path | None = None) -> ReadWith:
    """Say what a waiting list is read with, today."""
    from datetime import datetime

    from tidegate.exchange.waiting.waiting_file import ReadWith

    return ReadWith(side, codes, datetime.now().astimezone().date())
