"""The page that asks what would be different if a plan's rules or capacity were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tidegate.controlroom.board.paging import address
from tidegate.controlroom.directory.queries import organisations
from tidegate.controlroom.matching import files as plan_files
from tidegate.controlroom.matching import queries, what_if
from tidegate.controlroom.matching.damaged import told_when_damaged
from tidegate.controlroom.matching.figures import plan_figures
from tidegate.controlroom.matching.plan_store import kept_plan
from tidegate.controlroom.matching.presenters import what_if as shown
from tidegate.controlroom.matching.presenters.suggestions import suggestions
from tidegate.controlroom.matching.what_if_choices import Choices
from tidegate.controlroom.matching.what_if_forms import KINDS, kinds_there
from tidegate.controlroom.permissions import requires
from tidegate.core.matching.changes.change import ImpossibleChanges, apply
from tidegate.core.matching.result import Status
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.advice import load_terms
from tidegate.exchange.matching.beside import beside, sentence
from tidegate.exchange.matching.changed_plan import names_told, said
from tidegate.exchange.matching.changes_written import written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.matching.what_if_forms import ChangeForm
    from tidegate.core.matching.changes.change import Change
    from tidegate.exchange.matching.plan_folder import Plan as KeptPlan


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of which plan.

    Attributes:
        plan, folder, kept: the plan: its row, where it lies, and what is in it.
        texts, changes: the changes, as text and read.
        named: names of codes, as far as the viewer or the plan knows them.
    """

    plan: Plan
    folder: Path
    kept: KeptPlan
    texts: tuple[str, ...]
    changes: tuple[Change, ...]
    named: Callable[[str], str]

    @property
    def page(self) -> str:
        """Return the address of the page without any change."""
        return reverse("matching:what_if", args=[self.plan.pk])

    def with_changes(self, texts: Sequence[str]) -> str:
        """Return the address of the page with other changes."""
        return (
            f"{self.page}?{urlencode({'change': list(texts)}, doseq=True)}" if texts else self.page
        )


@require_http_methods(["GET", "POST"])
@requires("matching.run_plan")
@told_when_damaged
def what_if_page(request: ViewerRequest, number: int) -> HttpResponse:
    """Show a plan with some changes beside the plan as it is; a POST makes it a plan."""
    plan, folder = _plan(request.viewer, number)
    if plan.waiting > what_if.MOST_PEOPLE:
        facts = {"plan": plan, "folder": f"plans/{plan.folder}", "most": what_if.MOST_PEOPLE}
        return render(request, "matching/what_if_too_large.jinja", facts)
    sent = request.POST if request.method == "POST" else request.GET
    texts = tuple(text for text in sent.getlist("change") if text.strip())
    kept = kept_plan(folder)
    named = _named(request.viewer, kept)
    try:
        changes = what_if.read(texts)
    except UnusableInput as refusal:
        asked = Asked(plan, folder, kept, (), (), named)
        return _shown(request, asked, problems=_told(refusal))
    asked = Asked(plan, folder, kept, texts, changes, named)
    if request.method == "POST":
        return _make(request, asked)
    return _added(request, asked) if "add" in request.GET else _shown(request, asked)


def _plan(viewer: Viewer, number: int) -> tuple[Plan, Path]:
    """Find a plan that the viewer may plan anew: with its area, and everybody's list in it."""
    found = queries.plan_in_sight(viewer, number)
    if found is None:
        raise Http404(f"no plan {number} in sight")
    folder = queries.folder_of(viewer, found)
    if not queries.may_change(viewer, found, plan_figures(folder).holders):
        raise Http404(f"plan {number} is not the viewer's to change")
    return found, folder


def _named(viewer: Viewer, kept: KeptPlan) -> Callable[[str], str]:
    names = {**names_told(kept), **{row.code: row.name for row in organisations(viewer)}}
    return lambda code: names.get(code, code)


def _added(request: ViewerRequest, asked: Asked) -> HttpResponse:
    """Add the change that the form describes to the others, or say what is wrong with it."""
    kind = KINDS.get(request.GET.get("kind", ""))
    if kind is None:
        return _shown(request, asked, problems=["Choose what to change"])
    form = kind(request.GET, _choices(asked))
    if not form.is_valid():
        return _shown(request, asked, form)
    change = form.change()
    try:
        apply(asked.kept.problem, asked.kept.policy, [*asked.changes, change])
    except ImpossibleChanges as impossible:
        for reason in impossible.reasons.values():
            form.add_error(None, f"{reason.detail[:1].upper()}{reason.detail[1:]}")
        return _shown(request, asked, form)
    return redirect(asked.with_changes([*asked.texts, written(change)]))


def _make(request: ViewerRequest, asked: Asked) -> HttpResponse:
    """Make the changed plan a plan, under the name of the person who asks."""
    if not asked.changes:
        return redirect(asked.page)
    # Loading the solver takes a second, which only those who make a plan should wait for.
    from tidegate.controlroom.matching.services.change_plan import change_plan  # noqa: PLC0415

    try:
        made = change_plan(
            plan=asked.plan,
            changes=asked.changes,
            actor=request.viewer.person,  # type: ignore[arg-type] # a permission has a person
            now=timezone.now(),
        )
    except UnusableInput as refusal:
        return _shown(request, asked, problems=_told(refusal))
    return redirect("matching:plan", made.pk)


def _told(refusal: UnusableInput) -> list[str]:
    """Say what is wrong: of a change which it is and what was expected, of a file as everywhere."""
    return [
        f"“{one.value}”: expected {one.expected}" if one.file == "change" else one.sentence()
        for one in refusal.findings
    ]


def _choices(asked: Asked) -> Choices:
    return Choices(asked.kept.problem, asked.kept.policy, asked.named)


def _shown(
    request: ViewerRequest,
    asked: Asked,
    form: ChangeForm | None = None,
    problems: Sequence[str] = (),
) -> HttpResponse:
    choices, problems = _choices(asked), list(problems)
    answer = None
    if asked.changes and not problems:
        try:
            answer = _answer(request.viewer, asked)
        except UnusableInput as refusal:
            problems += _told(refusal)
    kind = request.GET.get("kind", "")
    if form is None and kind in KINDS:
        form = KINDS[kind](None, choices)
    summary = asked.kept.summary
    in_words = said(asked.kept, asked.changes, asked.named)
    return render(
        request,
        "matching/what_if.jinja",
        {
            "plan": asked.plan,
            "plan_title": summary["title"],
            "page": asked.page,
            "texts": asked.texts,
            "changes": [
                {
                    "said": f"{one[:1].upper()}{one[1:]}",
                    "removed": asked.with_changes([*asked.texts[:n], *asked.texts[n + 1 :]]),
                }
                for n, one in enumerate(in_words)
            ],
            "kinds": kinds_there(choices),
            "kind": kind,
            "form": form,
            "problems": problems,
            "answer": answer,
            "suggestions": _suggested(asked, choices),
        },
    )


def _suggested(asked: Asked, choices: Choices) -> list[dict[str, str]]:
    """Suggest what is not asked already, each with the address that adds it."""
    kept = asked.kept
    return [
        {"said": one.said, "why": one.why, "href": asked.with_changes([*asked.texts, one.text])}
        for one in suggestions(kept.summary, choices, kept.result.relaxing, load_terms().steps)
        if one.text not in asked.texts
    ]


def _answer(viewer: Viewer, asked: Asked) -> dict[str, object]:
    found = what_if.ask(asked.folder, f"plan {asked.plan.pk}", asked.texts)
    before, after = asked.kept.summary, found.summary
    with_money = asked.plan.area in viewer.codes_where(plan_files.CONTRACTS)
    rows = beside(before, after, with_money=with_money)
    spent = next((row.change for row in rows if row.key == "spend_pence"), None)
    in_words = said(asked.kept, asked.changes, asked.named)
    holders = queries.holders_in_sight(viewer)
    why_page = reverse("matching:why", args=[asked.plan.pk])

    def why(pathway: str, holder: str) -> str:
        return address(why_page, {"about": pathway}) if holder in holders else ""

    tables = [shown.reasons(before, after), shown.equity(before, after)]
    return {
        "sentence": sentence(in_words, found.effect, None if spent is None else int(spent)),
        "stopped": after["status"] == Status.STOPPED_EARLY,
        "seconds": round(what_if.SECONDS),
        "figures": shown.figures(rows),
        "groups": shown.groups(found.effect, asked.named, why),
        "tables": [table for table in tables if table.rows],
    }
