"""What leaves the room: data releases by month for everyone, and counts of who spoke up."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.board import words
from tidegate.controlroom.permissions import public, requires
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.columns.releases import PUBLISHED_FILES
from tidegate.controlroom.registers.files import KINDS, as_file
from tidegate.controlroom.registers.keeping import HEAR, VIEW
from tidegate.controlroom.registers.presenters import counts as shown
from tidegate.controlroom.registers.presenters.tables import whole_table
from tidegate.core.disclosure import Profile
from tidegate.core.registers.speak_up import count_cases, quarter_words
from tidegate.exchange.registers.rows_out import NO_PEOPLE, hidden_mark, profile_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest
    from tidegate.controlroom.registers.models import ReleasedFile

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)
RELEASES, COUNTS = "data-releases", "speak-up"


@require_GET
@public
def releases(request: ViewerRequest) -> HttpResponse:
    """List the months in which data were released."""
    months = [
        {"text": words.month(_first_day(month)), "href": _month_address(month)}
        for month in queries.release_months(request.viewer)
    ]
    return render(request, "registers/months.jinja", {"months": months})


@require_GET
@public
def releases_of_month(request: ViewerRequest, month: str) -> HttpResponse:
    """Show the files released in a month, with who got them, why and on what ground."""
    title = f"Data released in {words.month(_first_day(month))}"
    columns = [column for column in PUBLISHED_FILES if column.listed]
    page = {
        "title": title,
        "back": reverse("registers:releases"),
        "about": (
            "Each file that was released, with who got it, what for and on what ground. The files"
            " below hold every field."
        ),
        "tables": [whole_table(title, columns, _files(request, month), {})],
        "profile": NO_PEOPLE,
        "as_of": words.day_and_time(timezone.now()),
        "files": _kinds("registers:releases_file", month),
    }
    return render(request, "registers/print.jinja", page)


@require_GET
@public
def releases_file(request: ViewerRequest, month: str, kind: str) -> HttpResponse:
    """Give the files released in a month away as a table."""
    rows = [
        {column.name: column.plain(each) for column in PUBLISHED_FILES}
        for each in _files(request, month)
    ]
    columns = [column.name for column in PUBLISHED_FILES]
    return as_file(f"{RELEASES}-{month}", kind, NO_PEOPLE, columns, rows)


@require_GET
@requires(VIEW)
def counts(request: ViewerRequest) -> HttpResponse:
    """Lead to the counts of the newest quarter that is over."""
    over = queries.quarters(request.viewer, timezone.localdate())
    if over:
        return redirect("registers:counts_of_quarter", over[0].isoformat())
    page = {"title": "Who spoke up", "tables": [], "quarters": [], "cases": _cases_address(request)}
    return render(request, "registers/counts.jinja", page)


@require_GET
@requires(VIEW)
def counts_of_quarter(request: ViewerRequest, quarter: str) -> HttpResponse:
    """Show how many cases came in a quarter that is over, by region and by what they are about."""
    first, over = _quarter(request, quarter)
    counted = count_cases(queries.cases_of_quarter(request.viewer, first))
    page = {
        "title": f"Who spoke up, {quarter_words(first)}",
        "tables": shown.tables(counted),
        "quarters": [
            {
                "text": quarter_words(each),
                "href": reverse("registers:counts_of_quarter", args=[each.isoformat()]),
                "current": each == first,
            }
            for each in over
        ],
        "profile": profile_words(None),
        "files": _kinds("registers:counts_file", quarter),
        "cases": _cases_address(request),
    }
    return render(request, "registers/counts.jinja", page)


@require_GET
@requires(VIEW)
def counts_file(request: ViewerRequest, quarter: str, kind: str) -> HttpResponse:
    """Give the counts of a quarter away, rounded as the profile in the file says."""
    first, _ = _quarter(request, quarter)
    profile = Profile.HES_SUBNATIONAL
    rows = shown.rows(count_cases(queries.cases_of_quarter(request.viewer, first), profile))
    return as_file(
        f"{COUNTS}-{quarter}", kind, profile_words(profile), ("by", "name", "cases"), rows,
        hidden_mark(),
    )  # fmt: skip


def _quarter(request: ViewerRequest, quarter: str) -> tuple[date, list[date]]:
    over = queries.quarters(request.viewer, timezone.localdate())
    found = next((each for each in over if each.isoformat() == quarter), None)
    if found is None:
        raise Http404(f"no counts of a quarter that begins on {quarter}")
    return found, over


def _files(request: ViewerRequest, month: str) -> Sequence[ReleasedFile]:
    if not MONTH.fullmatch(month):
        raise Http404(f"no month {month}")
    return queries.files_of_month(request.viewer, month)


def _first_day(month: str) -> date:
    if not MONTH.fullmatch(month):
        raise Http404(f"no month {month}")
    return date.fromisoformat(f"{month}-01")


def _month_address(month: str) -> str:
    return reverse("registers:releases_of_month", args=[month])


def _kinds(name: str, part: str) -> list[dict[str, str]]:
    return [{"name": kind.upper(), "href": reverse(name, args=[part, kind])} for kind in KINDS]


def _cases_address(request: ViewerRequest) -> str:
    may = request.viewer.may(HEAR)
    return reverse("registers:list", args=["speak-up-cases"]) if may else ""
