"""What was learnt from outcomes, in figures that may leave the room.

Source: spec, transfers 4.3. Counts of 1 to 7 people are withheld and others rounded to the nearest
5; a share comes from the rounded counts, and is withheld where either side of it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidegate.core.disclosure import Profile, disclosed
from tidegate.core.transfers.batch import batch_size
from tidegate.core.transfers.belief import Belief

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tidegate.core.transfers.pooling import Group, Pooled
    from tidegate.core.transfers.yields import Yields

PROFILE = Profile.HES_SUBNATIONAL
INTERVAL = 0.9
_SLOTS = (1, 2, 5, 10, 20, 50, 100)
_PLACES = 3


def learnt(yields: Yields) -> dict[str, Any]:
    """Gather what was learnt: shares by group, days to answer, and how many to ask for slots."""
    prior, replies = yields.prior, yields.replies
    everyone = yields.accept.belief(())
    return {
        "profile": PROFILE.value,
        "prior": {
            "label": prior.label,
            "author": prior.author,
            "source": prior.source,
            "in_force": prior.in_force.isoformat(),
        },
        "over_subscription_risk": prior.over_subscription_risk,
        "interval": INTERVAL,
        "levels": list(prior.levels),
        "pending": disclosed(yields.pending, PROFILE),
        "groups": [
            {
                "group": list(group),
                "accept": _share(yields.accept, group),
                "attend": _share(yields.attend, group),
            }
            for group in sorted(yields.accept.counted, key=_in_order(yields))
        ],
        "replies": {
            "answers": disclosed(len(replies.days), PROFILE),
            "days_for_half": replies.days_for(0.5),
            "days_for_share": replies.days_for(prior.reply.share),
            "share": prior.reply.share,
            "rounds": prior.reply.rounds,
            "notice_days": prior.reply.notice_days,
        },
        "batches": [_batch(yields, everyone, slots) for slots in _SLOTS],
    }


def _in_order(yields: Yields) -> Callable[[Group], list[tuple[int, str]]]:
    """Order groups by name, but bands from low to high."""
    prior = yields.prior
    place = {
        label: n for bands in (prior.travel, prior.waited) for n, label in enumerate(bands.labels)
    }
    return lambda group: [(place.get(name, len(place)), name) for name in group]


def _share(pooled: Pooled, group: Group) -> Mapping[str, object]:
    """Tell a group's counts and share, as far as they may be told; null where they may not."""
    told = pooled.counted.get(group)
    if told is None:
        return {"asked": 0, "yes": 0, "share": None, "low": None, "high": None}
    asked, yes, no = (
        disclosed(count, PROFILE) for count in (told.asked, told.yes, told.asked - told.yes)
    )
    if yes is None or no is None or asked is None:
        hidden = None if no is None else yes  # else it follows from the number asked
        return {"asked": asked, "yes": hidden, "share": None, "low": None, "high": None}
    exact = pooled.belief(group)
    # The belief before the group's own answers, and after them as they are told.
    shown = Belief(exact.yes - told.yes, exact.no - (told.asked - told.yes)).after(yes, no)
    low, high = shown.interval(INTERVAL)
    return {
        "asked": asked,
        "yes": yes,
        "share": round(shown.mean, _PLACES),
        "low": round(low, _PLACES),
        "high": round(high, _PLACES),
    }


def _batch(yields: Yields, belief: Belief, slots: int) -> Mapping[str, object]:
    prior = yields.prior
    batch = batch_size(
        slots, belief, prior.over_subscription_risk, most=prior.most_per_slot * slots
    )
    return {
        "slots": slots,
        "ask": batch.ask,
        "expected_yes": round(batch.expected_yes, _PLACES),
        "p_over": round(batch.p_over, _PLACES),
        "p_empty": round(batch.p_empty, _PLACES),
        "expected_empty": round(batch.expected_empty, _PLACES),
    }
