"""The kinds of entry: which room writes each, who may read it by default, how much it matters.

A kind is added here before a service can write it, so that this table is the whole list.
"""

from __future__ import annotations

from dataclasses import dataclass

from tidegate.core.log.entry import Severity, Visibility

INTERNAL, PARTNER = Visibility.INTERNAL, Visibility.PARTNER
ROUTINE, NOTABLE, IMPORTANT = Severity.ROUTINE, Severity.NOTABLE, Severity.IMPORTANT


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry.

    Attributes:
        name: what happened, in the past tense, as it is stored.
        label: the same for a person.
        room: the room whose services write it.
        visibility: who may read it unless the service says otherwise.
        severity: how much it matters unless the service says otherwise.
    """

    name: str
    label: str
    room: str
    visibility: Visibility = INTERNAL
    severity: Severity = ROUTINE


_TABLE = (
    Kind("person_added", "Person added", "accounts"),
    Kind("person_changed", "Person changed", "accounts"),
    Kind("person_deactivated", "Person deactivated", "accounts", severity=NOTABLE),
    Kind("password_changed", "Password changed", "accounts"),
    Kind("password_link_made", "Password link made", "directory", severity=NOTABLE),
    Kind("second_factor_added", "Second factor added", "accounts"),
    Kind("second_factor_removed", "Second factor removed", "accounts", severity=NOTABLE),
    Kind("signed_in", "Signed in", "accounts"),
    Kind("signed_out", "Signed out", "accounts"),
    Kind("account_locked", "Account locked", "accounts", severity=NOTABLE),
    Kind("account_unlocked", "Account unlocked", "accounts"),
    Kind("organisation_added", "Organisation added", "directory", PARTNER),
    Kind("organisation_changed", "Organisation changed", "directory", PARTNER),
    Kind("membership_granted", "Membership granted", "directory", severity=NOTABLE),
    Kind("membership_withdrawn", "Membership withdrawn", "directory", severity=NOTABLE),
    Kind("snapshot_loaded", "Snapshot loaded", "waiting", PARTNER, NOTABLE),
    Kind("snapshot_superseded", "Snapshot superseded", "waiting", PARTNER, IMPORTANT),
    Kind("plan_made", "Plan made", "matching", PARTNER, IMPORTANT),
    Kind("demo_made", "Demo health system made", "demo", PARTNER, NOTABLE),
    Kind("editor_note", "Note", "log", severity=NOTABLE),
    Kind("correction", "Correction", "log", severity=IMPORTANT),
    Kind("withdrawal", "Withdrawal", "log", severity=IMPORTANT),
)

KINDS = {kind.name: kind for kind in _TABLE}


def kind_of(name: str) -> Kind:
    """Return the kind with this name; an unknown one is a fault of the caller."""
    try:
        return KINDS[name]
    except KeyError:
        raise ValueError(
            f"no kind of entry is called {name!r}; add it to core/log/kinds.py"
        ) from None
