"""Forms in which use is returned: one line's week, a file of many, and what the buyer saw."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.forms.use import SeenForm, UseForm
from tidegate.controlroom.contracts.new_use import MINUTES, MONEY, UNITS, NewUse, odd_of
from tidegate.controlroom.contracts.queries import use as queries
from tidegate.controlroom.contracts.reach import MANAGE, SUBMIT
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.contract_ledger import return_said
from tidegate.controlroom.contracts.services.correct_use_return import correct_use_return
from tidegate.controlroom.contracts.services.observe_staff import observe_staff
from tidegate.controlroom.contracts.services.submit_use_return import (
    only_seen,
    submit_use_return,
)
from tidegate.controlroom.contracts.use_views import contract_or_404
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.core.contracts.ledger.line_week import line_week
from tidegate.core.contracts.terms.pay import Basis
from tidegate.exchange.contracts.use_returns import read_returns
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpResponse

    from tidegate.controlroom.contracts.models import Contract, Line, UseReturn
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.core.contracts.ledger.ledger import Ledger
    from tidegate.core.contracts.ledger.sources import UseReturn as Said

LARGEST = 2_000_000  # bytes; years of a contract's returns are less
MOST_FINDINGS = 8
MOST_DIGITS = 9


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SUBMIT)
def use_return(request: ViewerRequest, reference: str, number: int, week: str) -> HttpResponse:
    """Ask what became of a line's units in a week, ask about odd figures, and take them."""
    viewer, now = request.viewer, timezone.now()
    contract = contract_or_404(viewer, reference)
    if not viewer.may(SUBMIT, contract.provider):
        raise PermissionMissing(SUBMIT)
    line, monday = _line_or_404(viewer, contract, number), _week_or_404(week)
    before = queries.return_of(viewer, line, monday)
    corrects = before is not None and not only_seen(before)
    ledger = queries.ledger_of(viewer, contract, now)
    beds = ledger is not None and Basis.BLOCK_BEDS in ledger.contract.terms_in(monday).terms.bases
    said = return_said(before) if before else None
    form = UseForm(
        request.POST if request.method == "POST" else None, said, beds=beds, corrects=corrects
    )
    refused: list[str] = []
    asked: list[str] = []
    marks = ""
    if form.is_valid():
        asked = _questions(ledger, line, monday, form.new())
        marks = "|".join(asked)
        if not asked or form.cleaned_data["asked"] == marks:
            asked = []
            refused = _take(request, form, line, monday, corrects=corrects)
            if not refused:
                messages.success(request, f"Use of {line.line_id} was returned")
                return redirect("contracts:use", contract.reference)
    page = {
        "contract": contract,
        "heading": f"{'Correct the' if corrects else 'Return'} use of {line.line_id}",
        "week": words.day(monday),
        "form": form,
        "refused": [{"text": each} for each in refused],
        "asked": asked,
        "marks": marks,
        "versions": _versions(queries.versions_of(viewer, line, monday)),
    }
    return render(request, "contracts/use/return.jinja", page)


def _take(
    request: ViewerRequest, form: UseForm, line: Line, week: date, *, corrects: bool
) -> list[str]:
    """Take what was sent; return why not, where it was refused."""
    actor, now = request.viewer.actor, timezone.now()
    try:
        if corrects:
            correct_use_return(
                line=line, week=week, new=form.new(),
                corrects=form.cleaned_data["corrects"] or 0, reason=form.cleaned_data["reason"],
                actor=actor, now=now,
            )  # fmt: skip
        else:
            submit_use_return(line=line, week=week, new=form.new(), actor=actor, now=now)
    except ContractRefused as refusal:
        return [each.detail for each in refusal.reasons]
    return []


def _questions(ledger: Ledger | None, line: Line, week: date, new: NewUse) -> list[str]:
    """Return what looks odd, against the line's own earlier weeks; it may be right all the same."""
    if ledger is None:
        return []
    before = tuple(
        row for row in ledger.rows if row.line.line_id == line.line_id and row.week < week
    )
    checked = ledger.contract.line(line.line_id)
    if checked is None:
        return []
    row = line_week(checked, week, (), new.said(line.line_id, week), ledger.today)
    return [each.detail for each in odd_of(row, before)]


def _versions(rows: tuple[UseReturn, ...]) -> list[dict[str, Any]]:
    return [
        {
            "heading": f"Version {row.version}, {words.day_and_time(row.submitted_at)}",
            "who": row.submitted_by_name,
            "reason": row.reason,
            "questions": [each["detail"] for each in row.findings],
        }
        for row in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SUBMIT)
def from_file(request: ViewerRequest, reference: str) -> HttpResponse:
    """Take a file of returns: all of its rows, or none."""
    viewer = request.viewer
    contract = contract_or_404(viewer, reference)
    if not viewer.may(SUBMIT, contract.provider):
        raise PermissionMissing(SUBMIT)
    refused: list[str] = []
    if request.method == "POST":
        try:
            taken = _take_file(viewer, contract, request.FILES.get("file"))
        except UnusableInput as problem:
            refused = [each.sentence() for each in problem.findings[:MOST_FINDINGS]]
        else:
            done = words.counted(taken, "return")
            messages.success(request, f"Taken from the file: {done} of use")
            return redirect("contracts:use", contract.reference)
    page = {"contract": contract, "refused": [{"text": each} for each in refused]}
    return render(request, "contracts/use/file.jinja", page)


def _take_file(viewer: Viewer, contract: Contract, sent: UploadedFile | None) -> int:
    """Take every row of a file whose version is new; what is there already is passed over.

    Raises:
        UnusableInput: no file, one that is no table of returns, or with every row refused.
    """
    name = Path((sent.name if sent else "") or "file").name
    if sent is None or not sent.size:
        raise UnusableInput([error("NO_FILE", name, "a file, CSV or Parquet")])
    if sent.size > LARGEST:
        raise UnusableInput([error("FILE_TOO_LARGE", name, "a file of at most 2 MB")])
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(sent.read())
        read = read_returns(path)
    lines, found, taken = queries.lines_by_id(viewer, contract), [], 0
    with transaction.atomic():
        for row, said in sorted(read.returns, key=lambda each: (each[1].week, each[1].version)):
            line = lines.get(said.line_id)
            if line is None:
                where: dict[str, Any] = {"row": row, "column": "line_id", "value": said.line_id}
                found.append(error("LINE_UNKNOWN", name, "a line of this contract", **where))
                continue
            try:
                taken += _take_row(viewer, line, said)
            except ContractRefused as refusal:
                found += [error(each.code, name, each.detail, row=row) for each in refusal.reasons]
        if found:
            raise UnusableInput(found)
    return taken


def _take_row(viewer: Viewer, line: Line, said: Said) -> bool:
    """Take one row: new, or as a correction; False where just this is there already."""
    before = queries.return_of(viewer, line, said.week)
    names = (*UNITS, *MONEY, *MINUTES)
    figures = {name: value for name in names if (value := getattr(said, name)) is not None}
    new = NewUse(figures, said.unused, said.nights, "file")
    now = timezone.now()
    if before is None or only_seen(before):
        submit_use_return(line=line, week=said.week, new=new, actor=viewer.actor, now=now)
        return True
    was = return_said(before)
    same = all(getattr(was, name) == getattr(said, name) for name in names)
    if same and (was.unused, was.nights) == (said.unused, said.nights):
        return False
    correct_use_return(
        line=line, week=said.week, new=new, corrects=before.version,
        reason="Corrected by a file", actor=viewer.actor, now=now,
    )  # fmt: skip
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def seen(request: ViewerRequest, reference: str, number: int, week: str) -> HttpResponse:
    """Ask the buyer how many units it saw staffed, and keep that beside the claim."""
    viewer = request.viewer
    contract = contract_or_404(viewer, reference)
    if not viewer.may(MANAGE, contract.buyer):
        raise PermissionMissing(MANAGE)
    line, monday = _line_or_404(viewer, contract, number), _week_or_404(week)
    form = SeenForm(request.POST if request.method == "POST" else None)
    refused: list[dict[str, str]] = []
    if form.is_valid():
        try:
            observe_staff(
                line=line, week=monday, observed=form.cleaned_data["observed"], actor=viewer.actor,
                now=timezone.now(),
            )  # fmt: skip
        except ContractRefused as refusal:
            refused = [{"text": each.detail} for each in refusal.reasons]
        else:
            messages.success(request, f"Staff seen for {line.line_id} was written down")
            return redirect("contracts:use", contract.reference)
    page = {
        "reference": contract.reference,
        "title": contract.title,
        "heading": f"Staff seen for {line.line_id}, week of {words.day(monday)}",
        "about": "",
        "explained": "It stands beside what the provider claims; a gap between the two is said.",
        "ends": False,
        "back": reverse("contracts:use", args=[contract.reference]),
        "form": form,
        "refused": refused,
    }
    return render(request, "contracts/deed.jinja", page)


def _line_or_404(viewer: Viewer, contract: Contract, number: int) -> Line:
    found = queries.line_of(viewer, contract, number) if number < 10**MOST_DIGITS else None
    if found is None:
        raise Http404(f"no line {number} in sight")
    return found


def _week_or_404(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404(f"{text} is no day") from None
    if day.weekday():
        raise Http404(f"{text} is no Monday")
    return day
