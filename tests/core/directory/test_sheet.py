"""Maps on paper: everything lies on the sheet, and words stand well inside their shape."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.directory.sheet import MARGIN, Sheet

DEGREES = st.tuples(st.floats(-6, 2), st.floats(50, 56))
SQUARE = ((0.0, 50.0), (1.0, 50.0), (1.0, 51.0), (0.0, 51.0), (0.0, 50.0))


@settings(max_examples=40)
@given(st.lists(DEGREES, min_size=2, max_size=20))
def test_every_point_lies_on_the_sheet_within_its_margin(points: list[tuple[float, float]]) -> None:
    sheet = Sheet(points, 640, 760)
    assert sheet.width <= 640.1
    assert sheet.height <= 760.1
    for x, y in map(sheet.place, points):
        assert MARGIN - 0.1 <= x <= sheet.width - MARGIN + 0.1
        assert MARGIN - 0.1 <= y <= sheet.height - MARGIN + 0.1


def test_north_is_up_and_east_to_the_right() -> None:
    sheet = Sheet(SQUARE, 640, 760)
    west, south = sheet.place((0.0, 50.0))
    east, north = sheet.place((1.0, 51.0))
    assert west < east
    assert north < south


def test_words_on_a_square_stand_in_its_middle() -> None:
    sheet = Sheet(SQUARE, 400, 2000)
    middle = sheet.middle([SQUARE])
    assert abs(middle.x - sheet.width / 2) < 10
    assert abs(middle.y - sheet.height / 2) < 15
    assert 170 < middle.radius < 200


def test_words_on_a_crescent_stand_on_it_and_not_in_the_bay() -> None:
    bay = ((0.0, 50.0), (3.0, 50.0), (3.0, 51.0), (1.0, 51.0), (1.0, 52.0), (3.0, 52.0),
           (3.0, 53.0), (0.0, 53.0), (0.0, 50.0))  # fmt: skip
    sheet = Sheet(bay, 600, 2000)
    middle = sheet.middle([bay])
    edge, _ = sheet.place((1.0, 51.5))
    low, high = sheet.place((0, 52.0))[1], sheet.place((0, 51.0))[1]
    assert middle.x < edge or not low < middle.y < high
    assert middle.radius > 30


def test_words_of_an_area_of_islands_stand_on_the_largest() -> None:
    island = tuple((x / 20 + 4, y) for x, y in SQUARE)
    sheet = Sheet([*SQUARE, *island], 600, 2000)
    assert sheet.middle([island, SQUARE]).x < sheet.place((1.0, 50.0))[0]


def test_a_line_without_room_has_words_at_its_middle_all_the_same() -> None:
    flat = ((0.0, 50.0), (1.0, 50.0), (0.0, 50.0))
    sheet = Sheet([*flat, (0.0, 51.0)], 600, 600)
    assert sheet.middle([flat]).radius == 0.0
