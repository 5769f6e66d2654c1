"""The portfolio: all contracts in sight, narrowed and sorted as asked, and the same as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.board import words
from tidegate.controlroom.board.paging import address
from tidegate.controlroom.contracts.portfolio_files import CONTENT_TYPES, as_text
from tidegate.controlroom.contracts.presenters import portfolio as shown
from tidegate.controlroom.contracts.queries.portfolio import portfolio
from tidegate.controlroom.contracts.reach import MANAGE, VIEW
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.core.contracts.lifecycle.states import CONTRACT_LABELS, ContractState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tidegate.controlroom.contracts.presenters.portfolio import Row
    from tidegate.controlroom.directory.viewer import ViewerRequest


class NarrowForm(forms.Form):
    """Which contracts are shown."""

    state = forms.ChoiceField(label="Where it stands", required=False)
    provider = forms.ChoiceField(label="Provider", required=False)

    def __init__(
        self, data: Mapping[str, str], found: Sequence[Row], named: Callable[[str], str]
    ) -> None:
        super().__init__(data)
        states = {row.held.contract.state for row in found}
        providers = {row.held.contract.provider for row in found}
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", "Anywhere"),
            *((one.value, CONTRACT_LABELS[one]) for one in ContractState if one in states),
        ]
        self.fields["provider"].choices = [  # type: ignore[attr-defined]
            ("", "All providers"),
            *sorted(((code, named(code)) for code in providers), key=lambda pair: pair[1]),
        ]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen; a choice that is none is as if it had not been made."""
        self.is_valid()
        return {name: given for name, given in self.cleaned_data.items() if given}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The rows that were asked for, in order, beside what was asked."""

    form: NarrowForm
    chosen: dict[str, str]
    sort: str
    rows: list[Row]


@require_GET
@requires(VIEW)
def contract_list(request: ViewerRequest) -> HttpResponse:
    """Show the contracts in sight: how each is used, what it costs, and what is due."""
    asked = _asked(request)
    kept = asked.chosen | ({"sort": asked.sort} if asked.sort else {})
    files = reverse("contracts:portfolio_file", args=["contracts.csv"])
    return render(
        request,
        "contracts/list.jinja",
        {
            "rows": asked.rows,
            "headings": shown.headings(request.path, asked.sort, asked.chosen),
            "figures": shown.headline(asked.rows, timezone.localdate()),
            "newest": shown.newest_said(asked.rows),
            "form": asked.form,
            "chosen": bool(asked.chosen),
            "clear": request.path,
            "sort": asked.sort,
            "found": words.counted(len(asked.rows), "contract"),
            "may_draft": request.viewer.may(MANAGE),
            "files": [
                {"name": kind.upper(), "href": address(files.replace("csv", kind), kept)}
                for kind in CONTENT_TYPES
            ],
        },
    )


@require_GET
@requires(VIEW)
def portfolio_file(request: ViewerRequest, name: str) -> HttpResponse:
    """Return the same contracts, in the same order, as a file."""
    kind = name.removeprefix("contracts.")
    if kind not in CONTENT_TYPES or name != f"contracts.{kind}":
        raise Http404(f"no file {name}")
    text = as_text(kind, _asked(request).rows, timezone.localdate())
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=CONTENT_TYPES[kind], headers=headers)


def _asked(request: ViewerRequest) -> _Asked:
    viewer, named = request.viewer, naming(request.viewer)
    found = shown.rows(portfolio(viewer, timezone.now()), named, timezone.localdate())
    form = NarrowForm(request.GET.dict(), found, named)
    chosen = form.chosen()
    for field, value in chosen.items():
        found = [row for row in found if getattr(row.held.contract, field) == value]
    sort = request.GET.get("sort", "")
    sort = sort if sort in shown.COLUMNS else ""
    return _Asked(form, chosen, sort, shown.in_order(found, sort))
