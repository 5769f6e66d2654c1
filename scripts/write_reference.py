"""Write the generated pages of ``docs/reference`` from the code that they describe.

``--check`` writes nothing and fails when a page is not what the code says (``make check``).
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api_reference import api
from file_reference import FILE_PAGES, NOTE, table
from message_reference import transfer_message
from ocds_reference import open_contracting
from typer.testing import CliRunner

from tidegate.cli.main import GROUPS, VERBS, app
from tidegate.controlroom import settings
from tidegate.core.contracts.lifecycle.contracts import CONTRACTS
from tidegate.core.contracts.lifecycle.states import CONTRACT_LABELS
from tidegate.core.contracts.performance.cases import CASES
from tidegate.core.contracts.performance.states import PERFORMANCE_LABELS
from tidegate.core.directory.roles import PERMISSIONS, ROLES
from tidegate.core.log.kinds import KINDS
from tidegate.core.matching.eligibility import RULES
from tidegate.core.surge.action_cards.cards import CARD_LABELS, CARDS
from tidegate.core.surge.closures.lifecycles import CLOSURES, DIVERTS
from tidegate.core.surge.closures.states import CLOSURE_LABELS, DIVERT_LABELS
from tidegate.core.surge.incidents.incidents import INCIDENT_LABELS, INCIDENTS
from tidegate.core.surge.states import SURGE_LABELS
from tidegate.core.surge.summits.summits import SUMMIT_LABELS, SUMMITS
from tidegate.core.surge.surges import SURGES
from tidegate.core.transfers.lifecycle.causes import CAUSES
from tidegate.core.transfers.lifecycle.offers import OFFERS
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import REQUEST_LABELS
from tidegate.exchange.matching.changes import FORMS
from tidegate.exchange.matching.report.difference import WHY
from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED

if TYPE_CHECKING:
    from tidegate.core.lifecycle import Lifecycle

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
TERMINAL = {"NO_COLOR": "1"}
ACTING = """A person acts for organisations through memberships; each membership carries one role.
Every role reaches its organisation and everything beneath it. What a page asks for is a
permission, never a role."""
REASONS = """A rule answers accept, refer (ask a clinician), refuse or unknown, and says why in a
coded reason with what it looked at and its version. Pages, the report, plan files and the record
use the same codes. Of several reasons the first in the list that applies is given."""
OF_CONTRACTS = """Where both sides have signed the same version of the terms, a contract is signed;
the guards of each step are coded reasons."""
OF_SURGES = """Nobody opens a surge by hand: time does, after its notice, and only where it was
signed off by somebody else than who proposed it or put it forward. A local surge is signed off for
its integrated care board, a regional one for its region, a national one for the nation, unless a
deployment's own terms say otherwise."""
WHERE = {"request": "its places", "contract": "its signatures"}
CRITERIA = """A blank limit does not limit. What a site limits and the list does not say is referred
to pre-assessment; it is never accepted."""
CHANGES = """One line says one change: after `--change` on the command line, in the address of the
page, and in the record. What stands in square brackets may be left out; a name with blanks stands
in quotes; a week is an ISO week or its Monday; a specialty is a treatment function code."""
OF_CASES = """Steps that lead on are those of the NHS Standard Contract as far as its forms are
published. Ways back to monitoring, out with the contract, and at once for safety, are ours. Each
state has its deadline in operational days, from a table that the contract at hand replaces."""
LIFECYCLES = """A request is one patient's wish to be treated elsewhere; a place is one unit of an
offer, put to that patient; an offer is units of a provider's site in a week. Buttons, services, the
interface and this page read the same tables: from this state, this step, taken by whoever holds the
permission on that side, leads there and writes that entry."""
BESIDES = """Besides the table, these are asked of every step: clearing, recording the patient's yes
and accepting are done by three distinct people; nothing goes forward without a recorded yes; at
most three places are with a patient at once, and no more are accepted than the patient wants to
choose among; a message is sent only once its checks pass; a search widens one step at a time and
never beyond what the patient would travel. A refusal names each reason by its code."""
FOLLOWS = """Where “its places” stands, the request comes to where its other places leave it:
accepted if one of them is, else matched while one is proposed, else open. Steps of the side
“clock” are nobody's: places and requests lapse when their time is over."""
OF_PLACES = """A step on a place is taken by the step of its request that has the same name. “Put”,
“pass over” and “free” follow from what is done to the request: when it is opened, when another
place is chosen, and when it ends."""
CAUSES_TOLD = """Each step that takes something away carries one of these. The last two columns say
what a unit is put down to that goes unused by it, and who bears the cost of a return."""
WRITING = """Each change writes one entry, in its own transaction. A service may narrow who reads an
entry or raise how much it matters; the defaults are these."""


def command_line() -> str:
    """Show what each verb says of itself, as a terminal 100 columns wide would."""
    parts = ["# Command line", NOTE, f"```text\n{help_text()}\n```"]
    pairs = [(group, verb) for group, (_, verbs) in GROUPS.items() for verb in verbs]
    for words in [*((verb,) for verb in VERBS), *pairs]:
        parts += [f"## {' '.join(words)}", f"```text\n{help_text(*words)}\n```"]
    return "\n\n".join(parts) + "\n"


def help_text(*verb: str) -> str:
    """Return the help of the command line, or of one verb."""
    shown = CliRunner().invoke(
        app, [*verb, "--help"], prog_name="tidegate", terminal_width=100, env=TERMINAL
    )
    return shown.output.strip()


def roles() -> str:
    """Describe who may do what, from the one table that pages and services use."""
    parts = [
        "# Roles",
        NOTE,
        ACTING,
    ]
    for terms in ROLES.values():
        parts += [
            f"## {terms.title}",
            f"{terms.description} Held in: {terms.belongs_to}.",
            "\n".join(
                f"- `{name}`: {meaning}"
                for name, meaning in PERMISSIONS.items()
                if name in terms.permissions
            ),
        ]
    return "\n\n".join(parts) + "\n"


def record_entries() -> str:
    """List the kinds of entry that the record knows."""
    rows = (
        (f"`{kind.name}`", kind.label, kind.room, kind.visibility.value, kind.severity.name.lower())
        for kind in KINDS.values()
    )
    return (
        "\n\n".join(
            [
                "# Kinds of entry",
                NOTE,
                WRITING,
                table(["kind", "label", "written by", "read by", "matters"], rows),
            ]
        )
        + "\n"
    )


def lifecycles() -> str:
    """Show who takes which step from where, and the coded causes, from the tables themselves."""
    causes = (
        (
            f"`{cause.code}`",
            cause.label,
            ", ".join(f"`{verb}`" for verb in cause.verbs),
            f"`{cause.counts_as}`" if cause.counts_as else "",
            cause.bearer or "",
        )
        for cause in CAUSES.values()
    )
    states = ((state.value, label) for state, label in REQUEST_LABELS.items())
    of_cases = ((state.value, label) for state, label in PERFORMANCE_LABELS.items())
    of_contracts = ((state.value, label) for state, label in CONTRACT_LABELS.items())
    of_surges = ((state.value, label) for state, label in SURGE_LABELS.items())
    parts = [
        "# Lifecycles", NOTE, LIFECYCLES,
        "## A request", table(["state", "in words"], states), steps_of(REQUESTS), FOLLOWS, BESIDES,
        "## A place", OF_PLACES, steps_of(PLACES),
        "## An offer", steps_of(OFFERS),
        "## A contract",
        table(["state", "in words"], of_contracts), OF_CONTRACTS, steps_of(CONTRACTS),
        "## A performance notice", table(["state", "in words"], of_cases), OF_CASES,
        steps_of(CASES),
        *closed_and_called(),
        "## A surge", table(["state", "in words"], of_surges), OF_SURGES, steps_of(SURGES),
        "## Causes", CAUSES_TOLD,
        table(["cause", "in words", "given at", "unit counts as", "cost borne by"], causes),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def closed_and_called() -> list[str]:
    """Show the lifecycles of closures, diverts, incidents, risk summits and action cards."""
    parts = []
    for heading, labels, lifecycle in (
        ("A closure", CLOSURE_LABELS, CLOSURES), ("A divert", DIVERT_LABELS, DIVERTS),
        ("An incident", INCIDENT_LABELS, INCIDENTS), ("A risk summit", SUMMIT_LABELS, SUMMITS),
        ("An action card", CARD_LABELS, CARDS),
    ):  # fmt: skip
        states = ((state.value, label) for state, label in labels.items())
        parts += [f"## {heading}", table(["state", "in words"], states), steps_of(lifecycle)]
    return parts


def steps_of(lifecycle: Lifecycle[Any]) -> str:
    """Show a lifecycle as a table, one row for each step that leads the same way."""
    rows: dict[tuple[Any, ...], list[str]] = {}
    for row in lifecycle.rows:
        stays = row.next == row.state
        leads = "stays" if stays else "" if row.next is None else row.next.value
        needs = ", ".join(need.value for need in row.needs)
        key = (row.verb, row.label, row.side.value, row.permission, leads, row.kind, needs)
        rows.setdefault(key, []).append(row.state.value)
    nowhere = WHERE.get(lifecycle.name, "its units")
    return table(
        ["from", "step", "on the button", "side", "permission", "leads to", "asks for", "entry"],
        (
            (", ".join(states), f"`{verb}`", label, side, f"`{permission}`" if permission else "",
             leads or nowhere, needs, f"`{kind}`")
            for (verb, label, side, permission, leads, kind, needs), states in rows.items()
        ),
    )  # fmt: skip


def reasons() -> str:
    """List the codes that say why, in the words that the report and the pages use."""
    stops = ([f"`{code.value}`", name, meaning] for code, (name, meaning) in UNMATCHED.items())
    changed = ([f"`{code.value}`", name, meaning] for code, (name, meaning) in WHY.items())
    causes = ([f"`{code.value}`", name, meaning] for code, (name, meaning) in UNUSED.items())
    criteria = (
        [f"`{rule.code}`", rule.attribute, rule.limit, f"`{rule.code}_UNKNOWN`"] for rule in RULES
    )
    code = ["code", "in short", "meaning"]
    parts = [
        "# Reasons", NOTE, REASONS,
        "## Why somebody is not in the plan", table(code, stops),
        "## Why a unit is not used", table(code, causes),
        "## Why a place is not what it was in the last plan", table(code, changed),
        "## Criteria of a site", CRITERIA,
        table(["refused as", "looks at", "the offer’s limit", "when not known"], criteria),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def changes() -> str:
    """List what may be changed in a plan, and how each change is written."""
    rows = ([f"`{form.form}`", form.meaning, f"`{form.example}`"] for form in FORMS)
    return (
        "\n\n".join(
            [
                "# What-if changes",
                NOTE,
                CHANGES,
                table(["written", "what is different", "example"], rows),
            ]
        )
        + "\n"
    )


def environment() -> str:
    """Repeat the table that heads the settings module."""
    return f"# Settings\n\n{NOTE}\n\n{inspect.cleandoc(settings.__doc__ or '')}\n"


PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": command_line,
    "roles.md": roles,
    "record-entries.md": record_entries,
    "reasons.md": reasons,
    "lifecycles.md": lifecycles,
    "changes.md": changes,
    "settings.md": environment,
    "api.md": api,
    "transfer-message.md": transfer_message,
    "open-contracting.md": open_contracting,
    **FILE_PAGES,
}


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or say which differ; 0 when they are as the code says."""
    check = "--check" in arguments
    stale = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page()
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    if check and stale:
        print(f"docs/reference is not what the code says; run make fix: {', '.join(stale)}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
