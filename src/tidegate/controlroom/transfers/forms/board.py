"""What the transfer board is narrowed by; sent by GET, so that what is shown has an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from tidegate.core.transfers.lifecycle.states import REQUEST_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ENDED_TOO = "ended"
MINE = "mine"
TURNS = (
    ("", "Anybody’s"),
    (MINE, "Mine"),
    ("holder", "The holder’s"),
    ("area", "The area’s"),
    ("receiver", "The receiver’s"),
)


def _choice(label: str) -> forms.ChoiceField:
    refused = {"invalid_choice": "Choose one from the list"}
    return forms.ChoiceField(required=False, label=label, error_messages=refused)


class BoardFilter(forms.Form):
    """Reference, specialty, holder, receiver, state and whose turn it is."""

    search = forms.CharField(required=False, label="Reference contains", max_length=60)
    turn = _choice("Whose turn")
    state = _choice("Where it stands")
    tfc = _choice("Specialty")
    holder = _choice("From")
    receiver = _choice("To")

    def __init__(
        self,
        data: Mapping[str, str],
        values: Mapping[str, Iterable[str]],
        named: Mapping[str, Callable[[str], str]],
    ) -> None:
        super().__init__(data)
        states = [(state.value, label) for state, label in REQUEST_LABELS.items()]
        self._offer("turn", TURNS)
        self._offer("state", [("", "Under way"), (ENDED_TOO, "All, ended too"), *states])
        for name, everything in (
            ("tfc", "All specialties"),
            ("holder", "All providers"),
            ("receiver", "All providers"),
        ):
            found = sorted(
                ((code, named[name](code)) for code in values.get(name, ()) if code),
                key=lambda choice: choice[1],
            )
            self._offer(name, [("", everything), *found])

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and exists; anything else does not narrow."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {name: value.strip() for name, value in given.items() if value and value.strip()}
