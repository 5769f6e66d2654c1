"""The registers as lists: which there are, one of them narrowed, its print and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.board import words
from tidegate.controlroom.board.paging import address, pages
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.catalogue import REGISTERS
from tidegate.controlroom.registers.files import KINDS, as_file
from tidegate.controlroom.registers.finding import register_named
from tidegate.controlroom.registers.keeping import VIEW
from tidegate.controlroom.registers.narrowing import narrowed
from tidegate.controlroom.registers.presenters.tables import table, whole_table

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest

ON_A_PAGE = 50
_LONGEST_NUMBER = 6


@require_GET
@requires(VIEW)
def index(request: ViewerRequest) -> HttpResponse:
    """Name each register that the viewer may see, with how many rows of it are in their sight."""
    viewer = request.viewer
    shown = [
        {
            "title": register.title,
            "about": register.about,
            "href": reverse("registers:list", args=[register.slug]),
            "rows": words.counted(register.count(viewer), "row"),
        }
        for register in REGISTERS.values()
        if viewer.may(register.view)
    ]
    return render(request, "registers/index.jinja", {"registers": shown})


@require_GET
@requires(VIEW)
def listing(request: ViewerRequest, register: str) -> HttpResponse:
    """List the rows of a register, narrowed as asked."""
    viewer = request.viewer
    found = register_named(viewer, register)
    shown = narrowed(viewer, found, request.GET.dict())
    path = reverse("registers:list", args=[found.slug])
    last = max(1, -(-len(shown.rows) // ON_A_PAGE))
    page = min(_number(request.GET.get("page", "")), last)
    rows = shown.rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return render(
        request,
        "registers/list.jinja",
        {
            "register": found,
            "form": shown.form,
            "narrows": [shown.form[name] for name in shown.form.fields if name != "search"],
            "chosen": bool(shown.chosen),
            "clear": path,
            "found": words.counted(len(shown.rows), found.one),
            "table": table(found, rows, queries.names(viewer)),
            "pages": pages(path, shown.chosen, page, last),
            "files": [
                {
                    "name": kind.upper(),
                    "href": address(
                        reverse("registers:download", args=[found.slug, kind]), shown.chosen
                    ),
                }
                for kind in KINDS
            ],
            "printed": address(reverse("registers:print", args=[found.slug]), shown.chosen),
            "may_keep": viewer.may(found.keep),
        },
    )


@require_GET
@requires(VIEW)
def printed(request: ViewerRequest, register: str) -> HttpResponse:
    """Show every row that fits on one page without menus, to be printed."""
    found = register_named(request.viewer, register)
    shown = narrowed(request.viewer, found, request.GET.dict())
    columns = [column for column in found.columns if column.listed]
    names = queries.names(request.viewer)
    page = {
        "title": found.title,
        "back": address(reverse("registers:list", args=[found.slug]), shown.chosen),
        "about": found.about,
        "tables": [whole_table(found.title, columns, shown.rows, names)],
        "profile": found.profile,
        "as_of": words.day_and_time(timezone.now()),
    }
    return render(request, "registers/print.jinja", page)


@require_GET
@requires(VIEW)
def download(request: ViewerRequest, register: str, kind: str) -> HttpResponse:
    """Give the rows that fit away as a file, with all columns."""
    found = register_named(request.viewer, register)
    shown = narrowed(request.viewer, found, request.GET.dict())
    columns = ["number", *(column.name for column in found.columns)]
    return as_file(found.slug, kind, found.profile, columns, found.plain(shown.rows))


def _number(text: str) -> int:
    plain = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
    return max(1, int(text)) if plain else 1
