"""What a coordinator chooses to make a plan with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.datastructures import MultiValueDict

from tidegate.controlroom.board import words
from tidegate.exchange.matching.policies import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile

    from tidegate.controlroom.waiting.models import Snapshot

LARGEST_REPLIES = 20_000_000  # bytes; half a million patients answer in fewer
_REFUSED = {
    "required": "Choose one from the list",
    "invalid_choice": "Choose one from the list",
}


class NewPlan(forms.Form):
    """Which offers, which waiting lists and by which policy."""

    offers = forms.MultipleChoiceField(
        label="Offers",
        help_text=(
            "The newest of each organisation are chosen already. The plan is for the area that "
            "they lie in."
        ),
        error_messages={**_REFUSED, "required": "Choose at least one organisation’s offers"},
    )
    lists = forms.MultipleChoiceField(
        label="Waiting lists",
        help_text="The newest list of each organisation is chosen already.",
        error_messages={**_REFUSED, "required": "Choose at least one waiting list"},
    )
    policy = forms.ChoiceField(
        label="Policy",
        help_text="What a week sooner is worth to whom. Every policy puts clinical priority first.",
        initial=DEFAULT,
        error_messages=_REFUSED,
    )

    def __init__(
        self,
        data: Mapping[str, str] | None,
        offers: Sequence[Snapshot],
        lists: Sequence[Snapshot],
        policies: Sequence[str],
        named: Callable[[str], str],
    ) -> None:
        super().__init__(data, initial={"offers": _newest(offers), "lists": _newest(lists)})
        self._known = {str(snapshot.pk): snapshot for snapshot in (*offers, *lists)}
        self._offer("offers", [(str(one.pk), _said(one, named)) for one in offers])
        self._offer("lists", [(str(one.pk), _said(one, named)) for one in lists])
        self._offer("policy", [(name, name.replace("-", " ").capitalize()) for name in policies])

    def _offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def chosen_offers(self) -> list[Snapshot]:
        """Return the offers that were chosen."""
        return [self._known[number] for number in self.cleaned_data["offers"]]

    def chosen_lists(self) -> list[Snapshot]:
        """Return the waiting lists that were chosen."""
        return [self._known[number] for number in self.cleaned_data["lists"]]


class NextPlan(NewPlan):
    """A plan in place of an earlier one: what was answered to that, besides."""

    replies = forms.FileField(
        label="Replies to the plan that is replaced",
        help_text=(
            "A table, CSV or Parquet, of pathway_id and reply: accepted, declined or proposed. "
            "Whoever is not in it has not answered yet."
        ),
        required=False,
        error_messages={"empty": "The file of replies is empty"},
    )

    def __init__(
        self,
        data: Mapping[str, str] | None,
        offers: Sequence[Snapshot],
        lists: Sequence[Snapshot],
        policies: Sequence[str],
        named: Callable[[str], str],
        files: MultiValueDict[str, UploadedFile] | None = None,
    ) -> None:
        super().__init__(data, offers, lists, policies, named)
        self.files = files or MultiValueDict()

    def clean_replies(self) -> UploadedFile | None:
        """Refuse a file that no area's replies can be."""
        sent: UploadedFile | None = self.cleaned_data["replies"]
        if sent is not None and (sent.size or 0) > LARGEST_REPLIES:
            raise forms.ValidationError("The file of replies is over 20 MB: is it the right one?")
        return sent


def _newest(snapshots: Sequence[Snapshot]) -> list[str]:
    """Return the newest of each organisation; they come newest first."""
    chosen: dict[str, str] = {}
    for snapshot in snapshots:
        chosen.setdefault(snapshot.organisation, str(snapshot.pk))
    return list(chosen.values())


def _said(snapshot: Snapshot, named: Callable[[str], str]) -> str:
    when, rows = words.day(snapshot.as_of), words.counted(snapshot.rows, "row")
    return f"{named(snapshot.organisation)}, {when} ({rows})"
