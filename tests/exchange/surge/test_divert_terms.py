"""Tables of closures, incidents, risk summits and action cards: ours, and a deployment's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.score_tables import load_score_table
from tidegate.exchange.surge.divert_terms import (
    load_closure_terms,
    load_deck,
    load_incident_terms,
    load_summit_terms,
)


def test_every_theme_that_a_level_of_pressure_sets_going_has_its_card() -> None:
    begun = load_score_table("index-2026").action_lists
    themes = {(one.level, theme) for one in begun for theme in one.actions}
    assert themes == {(card.level, card.theme) for card in load_deck().cards}


def test_what_ships_is_whole() -> None:
    assert "CONTAMINATION" in load_closure_terms().reasons
    assert sorted(load_incident_terms().levels) == [1, 2, 3, 4]
    assert "ED_PRESSURE" in load_summit_terms().triggers
    assert all(card.acknowledge_minutes <= card.done_minutes for card in load_deck().cards)


@pytest.mark.parametrize(
    ("file", "load", "text"),
    [
        ("closure-terms.toml", load_closure_terms, "name = 1"),
        ("summit-terms.toml", load_summit_terms, "not toml at all ["),
        ("incident-terms.toml", load_incident_terms, "name = 'x'"),
        ("action-cards.toml", load_deck, "card = []"),
    ],
)
def test_a_deployments_own_table_takes_the_place_of_ours_or_says_why_not(
    tmp_path: Path, file: str, load, text: str
) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(UnusableInput, match=file):
        load(tmp_path)


def test_a_deployments_own_reasons_are_used(tmp_path: Path) -> None:
    own = (
        "name='own'\nversion='1'\nauthor='a'\nin_force=2026-01-01\nsource='s'\nanswer_minutes=5\n"
        "[reasons]\nSMOKE='Smoke'\n[departments]\ned='ED'\n"
    )
    (tmp_path / "closure-terms.toml").write_text(own, "utf-8")
    assert load_closure_terms(tmp_path).reasons == {"SMOKE": "Smoke"}
