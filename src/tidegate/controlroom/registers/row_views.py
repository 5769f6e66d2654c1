"""One row of a register: its page with its history, and the forms that add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.log.presenters import lines
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.finding import (
    hold_to_keeping,
    may_keep,
    register_named,
    row_numbered,
)
from tidegate.controlroom.registers.keeping import HEAR, VIEW
from tidegate.controlroom.registers.presenters.tables import facts, said
from tidegate.controlroom.registers.refused import RegisterRefused

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest
    from tidegate.controlroom.registers.shape import Register


@require_GET
@requires(VIEW)
def row(request: ViewerRequest, register: str, number: int) -> HttpResponse:
    """Show a row as it was kept, what was added to it since, and its history in the record."""
    viewer, now = request.viewer, timezone.now()
    found = register_named(viewer, register)
    shown = row_numbered(viewer, found, number)
    kept = found.about_row(shown)
    subject = f"{found.subject}:{kept.pk}"
    if found.view == HEAR:
        # for no organisation, so that a list of readings does not tell whose case it is
        note_reading(actor=viewer.actor, subject=subject, reason="opened the case", now=now)
    names = queries.names(viewer)
    keeps = may_keep(viewer, found, shown) and not found.is_superseded(shown)
    page = {
        "register": found,
        "heading": said(found.heading, shown, names),
        "facts": facts(found, shown, names),
        "added": found.added(shown),
        "history": lines(queries.history(viewer, subject, kept.keeper), now),
        "steps": [
            {"text": step.label, "href": _address(found, shown, step.verb)}
            for step in (found.steps(shown) if keeps else ())
        ],
        "supersede": _address(found, shown, "supersede") if keeps else "",
        "reason": kept.reason,
        "instead_of": _link(found, shown, kept.supersedes),
        "newer": _link(found, shown, getattr(kept, "superseded_by", None)),
        "noted": found.view == HEAR,
    }
    return render(request, "registers/row.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def add(request: ViewerRequest, register: str) -> HttpResponse:
    """Ask for a new row, and put it on its register."""
    viewer = request.viewer
    found = register_named(viewer, register)
    keepers = queries.keepers(viewer, found.keep)
    if not keepers:
        raise PermissionMissing(found.keep)
    form = found.form(request.POST if request.method == "POST" else None, keepers)
    if form.is_valid():
        try:
            made = form.put(viewer.actor, timezone.now())
        except RegisterRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, "It is on the register.")
            return redirect(_after(found, made))
    page = {
        "form": form,
        "heading": f"Put {'an' if found.one[0] in 'aeio' else 'a'} {found.one} on the register",
        "button": "Put it on the register",
        "back": reverse("registers:list", args=[found.slug]),
        "back_to": found.title,
        "about": "What is on a register is never rewritten: look at it once more before you send.",
    }
    return render(request, "registers/form.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def supersede(request: ViewerRequest, register: str, number: int) -> HttpResponse:
    """Ask for what takes the place of a row, and why; the row stays as it was."""
    viewer = request.viewer
    found = register_named(viewer, register)
    shown = row_numbered(viewer, found, number)
    hold_to_keeping(viewer, found, shown)
    kept = found.about_row(shown)
    form = found.form(request.POST if request.method == "POST" else None, (), kept)
    if form.is_valid():
        try:
            made = form.put(viewer.actor, timezone.now())
        except RegisterRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, "The new one is on the register; the old one stays readable.")
            return redirect(_after(found, made))
    page = {
        "form": form,
        "heading": "Put another in its place",
        "caption": found.heading.text(shown),
        "button": "Put it on the register",
        "back": _address(found, shown),
        "back_to": "The row",
        "about": "The one before stays readable and unchanged. What was added to it stays with it.",
    }
    return render(request, "registers/form.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def step(request: ViewerRequest, register: str, number: int, verb: str) -> HttpResponse:
    """Ask what is added to a row, and add it."""
    viewer = request.viewer
    found = register_named(viewer, register)
    shown = row_numbered(viewer, found, number)
    hold_to_keeping(viewer, found, shown)
    taken = next((each for each in found.steps(shown) if each.verb == verb), None)
    if taken is None:
        raise Http404(f"no step {verb} from where it stands")
    form = taken.form(request.POST if request.method == "POST" else None, shown)
    if form.is_valid():
        try:
            form.take(viewer.actor, timezone.now())
        except RegisterRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, "It is noted.")
            return redirect(_address(found, shown))
    page = {
        "form": form,
        "heading": taken.label,
        "caption": found.heading.text(shown),
        "button": taken.label,
        "back": _address(found, shown),
        "back_to": "The row",
        "about": "",
    }
    return render(request, "registers/form.jinja", page)


def _address(found: Register, shown: Any, verb: str = "") -> str:
    if verb == "supersede":
        return reverse("registers:supersede", args=[found.slug, shown.pk])
    if verb:
        return reverse("registers:step", args=[found.slug, shown.pk, verb])
    return reverse("registers:row", args=[found.slug, shown.pk])


def _after(found: Register, made: Any) -> str:
    """Return where a new row is seen; what is worked out of it is seen in its list."""
    if found.worked_out:
        return reverse("registers:list", args=[found.slug])
    return _address(found, made)


def _link(found: Register, shown: Any, other: Any) -> str:
    """Return the page of a row before or after this one."""
    if other is None or found.about_row(shown) is not shown:
        return ""
    return _address(found, other)


def _say(form: Form, refused: RegisterRefused) -> None:
    for reason in refused.reasons:
        form.add_error(None, reason.detail)
