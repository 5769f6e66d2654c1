"""The answers that a plan in place of another takes up by itself, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.exchange.matching.replies import Reply

if TYPE_CHECKING:
    from tidegate.exchange.matching.replies import Replies


def answers(replies: Replies) -> str:
    """Say which answers are used and how many, and how to use others."""
    said = Counter(replies.frame["reply"].to_list())
    agreed, noes = said[Reply.ACCEPTED.value], said[Reply.DECLINED.value]
    name = replies.source.name[0].upper() + replies.source.name[1:]
    return (
        f"{name} are used: {words.counted(agreed, 'agreed transfer')} and"
        f" {words.counted(noes, 'no', 'noes')} to a site. A file chosen here takes their place."
    )
