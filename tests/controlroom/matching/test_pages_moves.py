"""The map of a plan: it names its sites, and says in words what it shows."""

from tests.exchange.matching.small_plan import GROUND

from tidegate.controlroom.matching.presenters.moves import moves
from tidegate.exchange.matching.plan_context import Ground

ROW = {"origin": "Z01", "origin_name": "Northmere Hospitals", "people": 70}
FLOWS = [
    {**ROW, "site": "ZN101", "site_name": "The Larches Hospital"},
    {**ROW, "people": 40, "site": "ZN102", "site_name": "Estuary Eye Clinic"},
]
BY_AREA = [{**row, "origin": "ZQ1", "origin_name": "Northmere"} for row in FLOWS]
SUMMARY = {
    "flows_by_holder": {"people": 110, "rows": FLOWS},
    "flows_by_area": {"people": 110, "rows": BY_AREA},
}


def test_the_sentence_names_the_largest_move() -> None:
    shown = moves(SUMMARY, GROUND)
    assert shown is not None
    assert shown.sentence == (
        "110 people would move to another provider. The largest move is from Northmere to The "
        "Larches Hospital: 70. Dots are the sites that they would go to; the thicker the line, "
        "the more people."
    )
    assert [name.text for name in shown.names] == ["The Larches Hospital", "Estuary Eye Clinic"]


def test_lines_run_from_the_provider_where_its_place_is_known() -> None:
    placed = Ground(GROUND.outlines, {**GROUND.points, "Z01": (-1.4, 53.9)})
    shown = moves(SUMMARY, placed)
    assert shown is not None
    assert "from Northmere Hospitals to" in shown.sentence


def test_a_name_that_would_cover_another_is_left_out() -> None:
    close = {**GROUND.points, "ZN102": (-1.3001, 53.2001)}
    shown = moves(SUMMARY, Ground(GROUND.outlines, close))
    assert shown is not None
    assert [name.text for name in shown.names] == ["The Larches Hospital"]


def test_where_no_place_is_known_there_is_no_map() -> None:
    assert moves(SUMMARY, Ground()) is None
