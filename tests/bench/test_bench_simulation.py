"""The measurements of simulations run, and every method finds the same clinic."""

from __future__ import annotations

import pytest
from bench.simulation import methods, tables
from rich.console import Console


def test_peers_and_our_own_clinic_find_about_the_same_mean_wait():
    pytest.importorskip("ciw")
    pytest.importorskip("simpy")
    own = methods.tidegate_clinic(methods.PLAIN, 4_000_000).mean_wait
    assert own == pytest.approx(1.651, rel=0.12)  # by Erlang C
    assert methods.simpy_clinic(10_000).mean_wait == pytest.approx(own, rel=0.5)
    assert methods.ciw_clinic(3_000).mean_wait == pytest.approx(own, rel=0.8)


def test_a_boards_year_follows_everybody_who_waits_or_comes():
    followed = methods.board_year(1).patients
    assert followed == pytest.approx(150_000 + 21 * 408 * 52, rel=0.25)


def test_the_table_has_every_method(monkeypatch: pytest.MonkeyPatch):
    console = Console(record=True, width=160)
    for name, few in (("PATIENTS", 2_000), ("PEER_PATIENTS", 300), ("RUNS", 2)):
        monkeypatch.setattr(tables, name, few)
    tables.show(console, 60)
    said = console.export_text()
    for name in ("clinic, plain", "Ciw", "SimPy", "deadlines", "a board's year, 2 times"):
        assert name in said
