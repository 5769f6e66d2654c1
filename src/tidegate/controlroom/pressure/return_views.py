"""The pages of returns: a provider's list, one day with its versions, and the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.pressure import presence, queries
from tidegate.controlroom.pressure.asking import Question, marks, new_ones, questions
from tidegate.controlroom.pressure.forecast_panel import forecast_panel
from tidegate.controlroom.pressure.forms import ASKED, ReturnForm
from tidegate.controlroom.pressure.from_file import FromFile, figures_in
from tidegate.controlroom.pressure.models import How
from tidegate.controlroom.pressure.new_return import EARLIEST, NewReturn
from tidegate.controlroom.pressure.observed import observations
from tidegate.controlroom.pressure.presenters import returns as shown
from tidegate.controlroom.pressure.reach import SUBMIT, VIEW
from tidegate.controlroom.pressure.refused import ReturnRefused
from tidegate.controlroom.pressure.services.correct_return import correct_return
from tidegate.controlroom.pressure.services.submit_return import submit_return
from tidegate.controlroom.pressure.terms import TERMS
from tidegate.exchange.findings import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.pressure.models import Return

DAYS_LISTED = 28
MOST_FINDINGS = 5  # of a file, shown at once


@require_GET
@requires(VIEW)
def returns(request: ViewerRequest, code: str) -> HttpResponse:
    """List the last weeks of a provider: what came, from whom, and what is missing."""
    viewer, now = request.viewer, timezone.now()
    provider = _provider(viewer, code)
    today = TERMS.today(now)
    since = today - timedelta(days=DAYS_LISTED - 1)
    kept = presence.by_day(queries.versions(viewer, [code], since, today))
    first = queries.first_days(viewer, [code]).get(code)
    stands = presence.standings(code, kept, first, since, now)
    may = viewer.may(SUBMIT, code)
    page = {
        "provider": provider,
        "days": shown.days(code, stands, kept, may_submit=may),
        "sentence": shown.completeness(stands),
        "today": reverse("pressure:submit", args=[code, today.isoformat()]),
        "may_submit_today": may and (code, today) not in kept,
        "due": shown.due(today, now),
        "area": _area_of(viewer, provider),
        "forecasts": forecast_panel(
            viewer,
            provider,
            observations(rows[-1] for rows in kept.values()),
            {code: provider.area},
            today,
        ),
    }
    return render(request, "pressure/returns.jinja", page)


@require_GET
@requires(VIEW)
def one_return(request: ViewerRequest, code: str, day: str) -> HttpResponse:
    """Show the report of a day, its versions and what was asked about."""
    viewer = request.viewer
    provider, when = _provider(viewer, code), _day(day)
    rows = queries.versions_of_day(viewer, code, when)
    if not rows:
        raise Http404(f"no return of {code} for {day}")
    stands = presence.standing_of(rows, when, timezone.now())
    page = {
        "provider": provider,
        "day": words.day(when),
        "marks": shown.marks_of(stands, rows),
        "sections": shown.sections(rows[-1], when),
        "versions": shown.versions(rows),
        "counted": words.day_and_time(rows[-1].as_of),
        "correct": (
            reverse("pressure:submit", args=[code, day]) if viewer.may(SUBMIT, code) else ""
        ),
    }
    return render(request, "pressure/return.jinja", page)


@dataclass(frozen=True, slots=True)
class _Report:
    """The report that a form is about: its newest version if any, and the report before it."""

    provider: Organisation
    day: date
    newest: Return | None
    before: Return | None

    @property
    def arguments(self) -> list[str]:
        """What addresses of this report are made of."""
        return [self.provider.code, self.day.isoformat()]

    def begun(self, read: FromFile | None = None) -> ReturnForm:
        """Return the form to begin with: what was submitted, else what hardly changes."""
        figures = dict(self.newest.values) if self.newest else _steady(self.before)
        version = self.newest.version if self.newest else None
        return ReturnForm(None, {**figures, **(read.values if read else {})}, version)

    def sent(self, data: Mapping[str, str]) -> ReturnForm:
        """Return the form as it was sent."""
        return ReturnForm(data, {}, self.newest.version if self.newest else None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SUBMIT)
def submit(request: ViewerRequest, code: str, day: str) -> HttpResponse:
    """Ask for the figures of a day, ask about odd ones, and take them: new, or as a correction."""
    report = _to_submit(request.viewer, code, day)
    if request.method != "POST":
        return _form_page(request, report, report.begun())
    form = report.sent(request.POST)
    asked: tuple[Question, ...] = ()
    if form.is_valid():
        recent = queries.recent_figures(request.viewer, code, report.day)
        asked = questions(form.values(), recent)
        if not new_ones(asked, form.cleaned_data[ASKED]):
            if _taken(request, form, report):
                return redirect("pressure:return", *report.arguments)
            asked = ()
    return _form_page(request, report, form, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SUBMIT)
def fill(request: ViewerRequest, code: str, day: str) -> HttpResponse:
    """Fill the form from a file; nothing is taken before somebody has looked and sent it."""
    report = _to_submit(request.viewer, code, day)
    if request.method != "POST":
        return redirect("pressure:submit", *report.arguments)
    try:
        read = figures_in(request.FILES.get("file"), code, report.day)
    except UnusableInput as refused:
        for finding in refused.findings[:MOST_FINDINGS]:
            messages.error(request, finding.sentence())
        return redirect("pressure:submit", *report.arguments)
    return _form_page(request, report, report.begun(read), read=read)


def _to_submit(viewer: Viewer, code: str, day: str) -> _Report:
    """Find the report of a form, if the viewer may submit it."""
    provider, when = _provider(viewer, code), _day(day)
    if not viewer.may(SUBMIT, code):
        raise PermissionMissing(SUBMIT)
    if when > TERMS.today(timezone.now()):
        raise Http404(f"the report of {day} is still to come")
    versions = queries.versions_of_day(viewer, code, when)
    since = when - timedelta(days=DAYS_LISTED)
    earlier = queries.newest(viewer, [code], since, when - timedelta(days=1))
    return _Report(
        provider, when, versions[-1] if versions else None, earlier[-1] if earlier else None
    )


def _taken(request: ViewerRequest, form: ReturnForm, report: _Report) -> bool:
    """Take the report, and tell whether it was taken; if not, the form says why."""
    how = How.FILE if form.cleaned_data["filled"] else How.FORM
    new = NewReturn(report.provider.code, report.day, form.values(), how)
    actor, now = request.viewer.actor, timezone.now()
    try:
        if report.newest is None:
            submit_return(new=new, actor=actor, now=now)
        else:
            correct_return(
                new=new,
                reason=form.cleaned_data["reason"],
                corrects=form.cleaned_data["corrects"] or 0,
                actor=actor,
                now=now,
            )
    except ReturnRefused as refused:
        for reason in refused.reasons:
            form.add_error(next(iter(TERMS.lines)), reason.detail)
        return False
    done = "submitted" if report.newest is None else "corrected"
    messages.success(request, f"The report of {words.day(report.day)} is {done}.")
    return True


def _form_page(
    request: ViewerRequest,
    report: _Report,
    form: ReturnForm,
    asked: tuple[Question, ...] = (),
    read: FromFile | None = None,
) -> HttpResponse:
    by_measure: dict[str, list[str]] = {}
    for question in asked:
        by_measure.setdefault(question.measure, []).append(question.text)
    newest, before = report.newest, report.before
    page = {
        "form": form,
        "asked": asked,
        "marks": marks(asked),
        "sections": shown.form_sections(before, by_measure),
        "provider": report.provider,
        "day": words.day(report.day),
        "due": shown.due(report.day, timezone.now()) if newest is None else "",
        "before": words.day(before.day) if before else "",
        "corrects": newest.version if newest else None,
        "filled": read.name if read else form["filled"].value() or "",
        "notes": read.notes if read else (),
        "send_to": reverse("pressure:submit", args=report.arguments),
        "fill_from": reverse("pressure:fill", args=report.arguments),
        "back": (
            reverse("pressure:returns", args=[report.provider.code])
            if newest is None
            else reverse("pressure:return", args=report.arguments)
        ),
    }
    return render(request, "pressure/form.jinja", page)


def _steady(before: Return | None) -> dict[str, float]:
    """Return the figures that hardly ever change, to begin the form with."""
    values = before.values if before else {}
    return {
        measure: values[measure]
        for measure, line in TERMS.lines.items()
        if line.steady and measure in values
    }


def _provider(viewer: Viewer, code: str) -> Organisation:
    found = queries.provider_in_sight(viewer, code)
    if found is None:
        raise Http404(f"no provider {code} that reports, in sight")
    return found


def _area_of(viewer: Viewer, provider: Organisation) -> str:
    area = queries.area_in_sight(viewer, provider.area)
    return reverse("pressure:area", args=[area.code]) if area else ""


def _day(text: str) -> date:
    """Read the day of an address, in the one way that we write it."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if found < EARLIEST or found.isoformat() != text:
        raise Http404(f"no day {text[:20]}")
    return found
