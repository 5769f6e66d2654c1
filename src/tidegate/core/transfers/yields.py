"""What invitations yield: who says yes, when, and who then attends, learnt from outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.transfers.outcomes import Reply, in_groups
from tidegate.core.transfers.pooling import Counted, Group, Pooled, pool
from tidegate.core.transfers.replies import Replies, learn_replies

if TYPE_CHECKING:
    from tidegate.core.transfers.prior import YieldPrior


@dataclass(frozen=True, slots=True)
class Yields:
    """What has been learnt.

    Attributes:
        prior: what it was learnt from besides outcomes.
        accept: share of those asked who say yes, by group.
        attend: share of those who said yes who attend, by group.
        replies: time to an answer.
        pending: people whose answer is still open; they say nothing yet.
    """

    prior: YieldPrior
    accept: Pooled
    attend: Pooled
    replies: Replies
    pending: int


def learn(outcomes: pl.DataFrame, prior: YieldPrior) -> Yields:
    """Learn from outcomes of invitations.

    Args:
        outcomes: columns ``core.transfers.outcomes.OUTCOMES``. An invitation that was closed
            without an answer counts as no yes; one that is open does not count at all; a yes
            whose day has not come, so that attendance is null, does not count for attendance.
        prior: what is believed before, and how groups are told apart.
    """
    grouped = in_groups(outcomes, prior)
    settled = pl.col("reply").is_in([Reply.YES.value, Reply.NO.value, Reply.NONE.value])
    said_yes = pl.col("reply") == Reply.YES.value
    levels, pull = len(prior.levels), prior.pull
    accept = _counts(grouped.filter(settled), said_yes)
    attend = _counts(grouped.filter(said_yes & pl.col("attended").is_not_null()), "attended")
    pending = outcomes.filter(pl.col("reply") == Reply.PENDING.value)["count"].sum()
    return Yields(
        prior=prior,
        accept=pool(accept, levels, prior=prior.accept, pull=pull),
        attend=pool(attend, levels, prior=prior.attend, pull=pull),
        replies=learn_replies(outcomes, prior.reply),
        pending=int(pending),
    )


def _counts(grouped: pl.DataFrame, yes: pl.Expr | str) -> dict[Group, Counted]:
    told = grouped.group_by("group").agg(
        yes=pl.col("count").filter(pl.col(yes) if isinstance(yes, str) else yes).sum(),
        asked=pl.col("count").sum(),
    )
    return {tuple(group): Counted(int(said), int(asked)) for group, said, asked in told.rows()}
