"""The 17 status codes: as many, and with the effect, as the national list has."""

from __future__ import annotations

from collections import Counter

from tidegate.core.waiting.rtt_status import RTT_STATUSES, TRANSFERRED, Effect, clock_runs


def test_each_effect_has_as_many_codes_as_the_national_list() -> None:
    effects = Counter(effect for effect, _meaning in RTT_STATUSES.values())
    assert effects == {Effect.STARTS: 3, Effect.CONTINUES: 2, Effect.STOPS: 7, Effect.OUTSIDE: 5}


def test_a_transfer_lets_the_clock_run_and_only_stops_stop_it() -> None:
    assert clock_runs(TRANSFERRED) is True
    assert {code for code in RTT_STATUSES if clock_runs(code) is False} == {
        "30", "31", "32", "33", "34", "35", "36",
    }  # fmt: skip
    assert clock_runs("99") is None
    assert clock_runs("77") is None
