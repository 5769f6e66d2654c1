"""Conditions in one spelling, on waiting lists and in what sites exclude."""

from __future__ import annotations

import polars as pl

_KNOWN_NONE = ["", "none"]


def spelled_alike(column: str) -> pl.Expr:
    """Spell a column of conditions in lower case, without blanks around them and without “none”.

    A site that excludes ``dialysis`` means the patient whose list says ``Dialysis``; nothing but
    the spelling is compared, so a difference in letter case must never let a patient through.
    """
    spelled = pl.element().str.strip_chars().str.to_lowercase()
    return pl.col(column).list.eval(spelled.filter(~spelled.is_in(_KNOWN_NONE)))
