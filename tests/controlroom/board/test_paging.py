"""A long list is cut into pages whose addresses keep the filter."""

from tidegate.controlroom.board.paging import address, pages


def numbers(given: dict) -> list:
    return ["…" if "ellipsis" in item else item["number"] for item in given["numbers"]]


def test_an_address_keeps_the_filter_and_leaves_out_what_is_empty() -> None:
    assert address("/record/", {"kind": "plan_made", "text": ""}, page=2) == (
        "/record/?kind=plan_made&page=2"
    )


def test_a_list_that_fits_on_one_page_has_no_pagination() -> None:
    assert pages("/record/", {}, 1, 1) == {}


def test_the_pages_around_the_present_one_are_offered() -> None:
    assert numbers(pages("/record/", {}, 5, 9)) == [1, "…", 4, 5, 6, "…", 9]
    assert numbers(pages("/record/", {}, 1, 3)) == [1, 2, 3]


def test_the_first_page_has_no_previous_and_the_last_no_next() -> None:
    assert "previous" not in pages("/record/", {}, 1, 3)
    assert "next" not in pages("/record/", {}, 3, 3)
    assert pages("/record/", {"text": "plan"}, 2, 3)["next"] == {
        "href": "/record/?text=plan&page=3"
    }
