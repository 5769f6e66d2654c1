"""Condensed problems under the name by which ``solve`` still asks for them."""

from tidegate.core.matching.program.blocks import Block
from tidegate.core.matching.program.blocks import Condensed as Market
from tidegate.core.matching.program.blocks import condense as make_market

__all__ = ["Block", "Market", "make_market"]
