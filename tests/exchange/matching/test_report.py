from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.matching.small_plan import (
    GROUND,
    small_context,
    small_policy,
    small_problem,
    small_result,
)

from tidegate.core.disclosure import Profile, disclosed
from tidegate.core.matching.leftovers import Unmatched, Unused
from tidegate.exchange.findings import warning
from tidegate.exchange.matching.plan_context import DatedSource, Ground, PlanContext
from tidegate.exchange.matching.report import render_report
from tidegate.exchange.matching.report.bars import Bar, bars
from tidegate.exchange.matching.report.capacity import one_more_unit
from tidegate.exchange.matching.report.disclosure import share, shown, shown_breakdown
from tidegate.exchange.matching.report.flow_map import MOST_LINES, Flow, flow_map
from tidegate.exchange.matching.report.present import lead, present
from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED, in_words
from tidegate.exchange.matching.report.table import Table, capped
from tidegate.exchange.matching.report.words import (
    age,
    day,
    how_good,
    monday,
    money,
    percent_of_gap,
    plural,
    points,
    size,
    weeks_worth,
)
from tidegate.exchange.matching.summary import Summary, summarise


def summary_of(context: PlanContext) -> Summary:
    return summarise(small_problem(), small_policy(), small_result(), context)


def page_of(context: PlanContext) -> str:
    return render_report(summary_of(context), context.ground)


class TestWords:
    def test_figures_read_as_a_board_paper_writes_them(self) -> None:
        assert day("2026-01-31") == "31 January 2026"
        assert monday("2026-02-02", 4) == "2 March 2026"
        assert age(298) == "298 days old when this was made"
        assert age(0) == "of the day when this was made"
        assert age(1) == "1 day old when this was made"
        assert age(None) == "age not known"
        assert plural(1, "week") == "1 week"
        assert plural(1200, "person", "people") == "1,200 people"
        assert (size(812), size(14_300), size(2_140_000)) == ("812 bytes", "14 kB", "2.1 MB")
        assert (money(4_820_000), money(125_000_000)) == ("£48,200", "£1.25m")
        assert (points(1240.4), points(3.24)) == ("1,240", "3.2")
        assert (weeks_worth(3400), weeks_worth(120)) == ("34 weeks", "1.2 weeks")

    @pytest.mark.parametrize(
        ("gap", "words"),
        [
            (0.0003, "0.03%"),
            (0.00031, "0.04%"),
            (0.012, "1.20%"),
            (0.00004, "0.004%"),
            (0.0000051, "0.0006%"),
            (0.000000002, "0.0001%"),
            (0.0000000001, "0%"),
        ],
    )
    def test_a_gap_is_rounded_so_that_it_never_flatters(self, gap: float, words: str) -> None:
        assert percent_of_gap(gap) == words

    @settings(deadline=None)  # how long it takes is no part of what it says
    @given(st.floats(min_value=1e-8, max_value=0.99))
    def test_the_gap_shown_is_never_less_than_the_gap(self, gap: float) -> None:
        assert float(percent_of_gap(gap).rstrip("%")) >= gap * 100 - 1e-9

    def test_the_best_plan_is_called_the_best(self) -> None:
        assert how_good(0.0) == ("No better plan exists on these figures: this one is proven best.")
        assert "0.03%" in how_good(0.0003)


class TestReasons:
    def test_every_code_of_the_engine_has_words(self) -> None:
        assert set(UNMATCHED) == set(Unmatched)
        assert set(UNUSED) == set(Unused)

    def test_a_code_without_words_names_itself(self) -> None:
        assert in_words("LIST_CLOSED", UNMATCHED, "why") == ("List closed", "why")
        assert in_words(None, UNUSED, None) == ("Not stated", "")


class TestDisclosure:
    @pytest.mark.parametrize(
        ("people", "may_show"),
        [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20)],
    )
    def test_patient_level_counts_follow_the_published_rule(
        self, people: int, may_show: int | None
    ) -> None:
        assert disclosed(people, Profile.HES_SUBNATIONAL) == may_show

    def test_open_figures_stay_exact(self) -> None:
        assert [disclosed(people, Profile.RTT_OPEN) for people in (0, 3, 12)] == [0, 3, 12]
        assert shown(1240, Profile.RTT_OPEN) == "1,240"

    def test_what_cannot_be_shown_is_a_star(self) -> None:
        assert shown(3, Profile.HES_SUBNATIONAL) == "*"
        assert shown(None, Profile.RTT_OPEN) == "*"
        assert share(3, 100, Profile.HES_SUBNATIONAL) == "*"

    def test_beside_a_total_no_part_is_hidden_alone(self) -> None:
        parts, total = shown_breakdown([3, 1240, 20], Profile.HES_SUBNATIONAL)
        assert (parts, total) == (("*", "1,240", "*"), "1,265")
        assert shown_breakdown([3, 20], Profile.RTT_OPEN) == (("3", "20"), "23")

    def test_percentages_come_from_rounded_counts(self) -> None:
        assert share(12, 23, Profile.HES_SUBNATIONAL) == "40%"  # 10 of 25
        assert share(0, 0, Profile.RTT_OPEN) == "–"

    def test_a_little_is_not_none_and_not_quite_all_is_not_all(self) -> None:
        assert [share(part, 1000, Profile.RTT_OPEN) for part in (0, 4, 5, 994, 996, 1000)] == [
            "0%", "under 1%", "under 1%", "99%", "over 99%", "100%",
        ]  # fmt: skip

    @settings(deadline=None)  # how long it takes is no part of what it says
    @given(st.integers(min_value=1, max_value=7), st.integers(min_value=8, max_value=10_000))
    def test_no_exact_small_count_gets_out(self, small: int, large: int) -> None:
        assert shown(small, Profile.HES_SUBNATIONAL) == "*"
        assert disclosed(large, Profile.HES_SUBNATIONAL) % 5 == 0  # type: ignore[operator]


class TestBars:
    def test_the_longest_bar_sets_the_scale_and_groups_stand_under_one_label(self) -> None:
        chart = bars(
            [Bar("Eyes", 100, "100", "before"), Bar("Eyes", 25, "25", "after"),
             Bar("Bones", None, "*", "before")]
        )  # fmt: skip

        eyes, bones = chart.groups
        assert [bar.width for bar in eyes.bars] == [80.0, 20.0]
        assert [bar.width for bar in bones.bars] == [0.0]
        assert eyes.bars[0].y < eyes.bars[1].y < bones.y < bones.bars[0].y < chart.height

    def test_nothing_to_draw_is_an_empty_chart(self) -> None:
        assert bars([]).groups == ()
        assert bars([Bar("Eyes", 0, "0", "before")]).groups[0].bars[0].width == 0


class TestMap:
    def test_north_is_up_and_west_is_left(self) -> None:
        drawn = flow_map(GROUND, [Flow("ZQ1", "ZN101", 90), Flow("ZQ2", "ZN102", 40)], {})
        assert drawn is not None

        larches, eyes = drawn.dots

        assert larches.title.startswith("ZN101")
        assert eyes.x < larches.x
        assert eyes.y < larches.y
        assert eyes.radius < larches.radius
        assert len([path for path in drawn.outlines if path]) == 2

    def test_thicker_lines_carry_more_people_and_lie_on_top(self) -> None:
        drawn = flow_map(GROUND, [Flow("ZQ1", "ZN101", 90), Flow("ZQ2", "ZN102", 40)], {})
        assert drawn is not None

        assert drawn.lines[0].width < drawn.lines[1].width

    def test_flows_without_a_place_are_not_drawn(self) -> None:
        drawn = flow_map(GROUND, [Flow("ZQ1", "ZN101", 90), Flow("ZQ1", "ZX999", 5)], {})
        assert drawn is not None

        assert (len(drawn.lines), drawn.people_shown) == (1, 90)

    def test_the_share_shown_is_of_all_who_would_move(self) -> None:
        summary = summary_of(small_context(Profile.HES_SUBNATIONAL))
        largest = summary["flows_by_area"]["rows"][0] | {"people": 90}
        small = [largest | {"people": 5, "site": f"ZN{number}"} for number in range(200, 218)]
        summary["flows_by_area"] |= {"rows": [largest, *small], "count": 19, "people": 180}

        caption = present(summary, GROUND)["flows"]["map"]["caption"]  # type: ignore[index]

        assert "The 1 largest flow shown carries 50% of those who would move." in caption

    def test_only_the_largest_are_drawn(self) -> None:
        many = [Flow("ZQ1", "ZN101", people) for people in range(1, MOST_LINES + 50)]
        drawn = flow_map(GROUND, many, {})
        assert drawn is not None

        assert len(drawn.lines) == MOST_LINES

    def test_without_ground_there_is_no_map(self) -> None:
        assert flow_map(Ground(), [Flow("ZQ1", "ZN101", 90)], {}) is None
        assert flow_map(GROUND, [], {}) is None


class TestHeadline:
    def test_one_sentence_says_what_the_plan_would_do(self) -> None:
        assert lead(summary_of(small_context())) == (
            "150 of the 420 people waiting could be treated within 8 weeks with capacity that "
            "hospitals have shown they can run: 110 waits would end before they reach a year."
        )

    def test_offers_of_one_s_own_are_called_offers(self) -> None:
        sentence = lead(summary_of(small_context(Profile.HES_SUBNATIONAL)))

        assert "with the capacity offered" in sentence

    def test_whom_the_list_counts_is_said(self) -> None:
        context = replace(small_context(), who="people waiting 18 weeks or more")

        assert "of the 420 people waiting 18 weeks or more could" in lead(summary_of(context))


class _Page(HTMLParser):
    """What a page is made of: its elements, and the attributes that would fetch something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.fetches: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        for name, value in attrs:
            if name in {"src", "srcset", "action", "poster", "data"}:
                self.fetches.append(f"{tag} {name}={value}")
            if name == "href" and tag != "a":
                self.fetches.append(f"{tag} {name}={value}")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            assert not name.startswith("on"), f"{tag} would run {name}"


class TestPage:
    def test_it_asks_nothing_of_the_network_and_runs_nothing(self) -> None:
        page = page_of(small_context())
        parsed = _Page(page)

        assert parsed.fetches == []
        assert not {"script", "link", "img", "iframe", "object"} & set(parsed.elements)
        assert "@import" not in page
        assert "url(" not in page

    def test_each_link_leads_to_a_part_of_the_page(self) -> None:
        parsed = _Page(page_of(small_context()))

        assert set(parsed.links) <= {f"#{name}" for name in parsed.ids}
        assert len(parsed.ids) == len(set(parsed.ids))

    def test_it_says_how_good_how_old_and_under_which_profile(self) -> None:
        page = page_of(small_context())

        assert "No plan on these figures could be more than 0.03% better than this one." in page
        assert "298 days old when this was made" in page
        assert "RTT_OPEN" in page
        assert "is worth 50% less and treats 30 fewer people" in page
        assert "This is a question to ask, not an offer." in page

    def test_a_kind_of_file_is_named_in_words(self) -> None:
        context = small_context()
        source = replace(context.sources[0].source, kind="rtt-full-csv")
        context = replace(context, sources=(DatedSource(source),))

        page = page_of(context)

        assert "RTT full CSV, one month" in page
        assert "rtt-full-csv" not in page

    def test_names_from_outside_cannot_become_markup(self) -> None:
        hostile = "<script>alert(1)</script>"
        context = replace(small_context(), title=hostile, names={"ZN101": hostile, "ZQ1": hostile})

        page = page_of(context)

        assert "script" not in _Page(page).elements
        assert "&lt;script&gt;" in page

    def test_patient_lists_give_no_row_and_no_small_count_about_a_person(self) -> None:
        problem = small_problem()
        named = {"A": "PAT-000001", "B": "PAT-000002", "D": "PAT-000003"}
        context = small_context(Profile.HES_SUBNATIONAL)
        result = small_result()
        result = replace(
            result, assignments=result.assignments.with_columns(
                result.assignments["pathway_id"].replace(named).alias("pathway_id")
            ),
        )  # fmt: skip
        problem = replace(
            problem, pathways=problem.pathways.with_columns(
                problem.pathways["pathway_id"].replace(named).alias("pathway_id")
            ),
        )  # fmt: skip

        page = render_report(summarise(problem, small_policy(), result, context), context.ground)

        assert "PAT-" not in page
        assert "HES_SUBNATIONAL" in page
        assert "A proposal, not a decision." in page

    def test_what_was_odd_in_a_patient_list_points_at_no_patient(self) -> None:
        odd = warning(
            "EMERGENCY_NOT_PLANNED", "list.csv", "no emergency work",
            row=4711, column="priority", value="P1a", count=2,
        )  # fmt: skip
        open_page = page_of(replace(small_context(), findings=(odd,)))
        page = page_of(replace(small_context(Profile.HES_SUBNATIONAL), findings=(odd,)))

        said = "list.csv, column “priority”: expected no emergency work [EMERGENCY_NOT_PLANNED]"
        assert f"{said} (* rows)" in page
        assert "4711" not in page
        assert "P1a" not in page
        assert "list.csv, row 4711" in open_page

    def test_a_flow_of_few_people_shows_neither_them_nor_their_means(self) -> None:
        summary = summary_of(small_context(Profile.HES_SUBNATIONAL))
        summary["flows_by_holder"]["rows"][1] |= {"people": 3}
        summary["one_more_unit"]["rows"][1] |= {"used": 4}

        page = present(summary, GROUND)

        assert page["flows"]["table"].rows[1][2:] == ("*", "*", "*")  # type: ignore[index]
        assert page["units"]["table"].rows[1][-1] == "* of 40"  # type: ignore[index]

    def test_the_few_who_are_treated_cannot_be_worked_out_from_the_units_left(self) -> None:
        summary = summary_of(small_context(Profile.HES_SUBNATIONAL))
        summary["headline"] |= {"treated": 3, "units": 160, "units_unused": 157, "unmatched": 417}
        summary["unused"] = [{"code": "NO_ELIGIBLE_PATIENT", "units": 157}]

        stops = present(summary, GROUND)["stops"]

        assert stops["sentence"] == (  # type: ignore[index]
            "415 people stay where they are, and 155 of 160 units stay unused."
        )
        assert stops["units"].rows[0][2:] == ("155", "100%")  # type: ignore[index]

    def test_equity_that_the_engine_hid_stays_hidden(self) -> None:
        page = present(summary_of(small_context()), GROUND)

        rows = {row[0]: row[1:] for row in page["equity"].rows}  # type: ignore[attr-defined]
        assert rows["3"] == ("300", "60", "20%", "*", "*")
        assert rows["1, most deprived"] == ("100", "90", "90%", "0", "0%")

    def test_money_and_idle_units_are_said_to_the_pound(self) -> None:
        page = present(summary_of(small_context()), GROUND)

        assert page["money"]["sentence"] == (  # type: ignore[index]
            "Of what is paid for in advance, £25,000 would stand idle; treating people above the "
            "prepaid minimums would cost £0."
        )

    def test_a_plan_that_places_nobody_still_has_a_report(self) -> None:
        result = small_result()
        empty = replace(
            result,
            objective=0.0,
            bound=0.0,
            gap=0.0,
            assignments=result.assignments.clear(),
            contracts=result.contracts.clear(),
            prices=result.prices.clear(),
            equity=result.equity.clear(),
            offers=result.offers.clear(),
        )
        context = replace(small_context(), greedy=None, ground=Ground())

        page = render_report(summarise(small_problem(), small_policy(), empty, context), Ground())

        assert "More capacity would change nothing" in page or "no unit" in page
        assert re.search(r"<h1>Northmere and Vale of Ard", page)


def test_long_tables_say_how_much_they_leave_out() -> None:
    rows = [(str(number),) for number in range(30)]

    assert capped(rows, 25, "offers.parquet") == (tuple(rows[:25]), "5 more in offers.parquet")
    assert capped(rows, 25, "offers.parquet", 1200)[1] == "1,175 more in offers.parquet"
    assert capped(rows, 30, "offers.parquet") == (tuple(rows), "")


def test_rounding_never_uses_more_units_than_there_are() -> None:
    summary = dict(summary_of(small_context(Profile.HES_SUBNATIONAL)))
    row = {**summary["one_more_unit"]["rows"][0], "used": 213, "units": 213}
    summary["one_more_unit"] = {"count": 1, "rows": [row]}
    table = one_more_unit(summary)["table"]
    assert isinstance(table, Table)
    assert table.rows[0][-1] == "213 of 213"
