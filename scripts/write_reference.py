"""Write the generated pages of ``docs/reference`` from the code that they describe.

``--check`` writes nothing and fails when a page is not what the code says (``make check``).
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from file_reference import FILE_PAGES, NOTE, table
from typer.testing import CliRunner

from tidegate.cli.main import VERBS, app
from tidegate.controlroom import settings
from tidegate.core.directory.roles import PERMISSIONS, ROLES
from tidegate.core.log.kinds import KINDS
from tidegate.core.matching.eligibility import RULES
from tidegate.exchange.matching.changes import FORMS
from tidegate.exchange.matching.report.difference import WHY
from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
TERMINAL = {"NO_COLOR": "1"}
ACTING = """A person acts for organisations through memberships; each membership carries one role.
Every role reaches its organisation and everything beneath it. What a page asks for is a
permission, never a role."""
REASONS = """A rule answers accept, refer (ask a clinician), refuse or unknown, and says why in a
coded reason with what it looked at and its version. Pages, the report, plan files and the record
use the same codes. Of several reasons the first in the list that applies is given."""
CRITERIA = """A blank limit does not limit. What a site limits and the list does not say is referred
to pre-assessment; it is never accepted."""
CHANGES = """One line says one change: after `--change` on the command line, in the address of the
page, and in the record. What stands in square brackets may be left out; a name with blanks stands
in quotes; a week is an ISO week or its Monday; a specialty is a treatment function code."""
WRITING = """Each change writes one entry, in its own transaction. A service may narrow who reads an
entry or raise how much it matters; the defaults are these."""


def command_line() -> str:
    """Show what each verb says of itself, as a terminal 100 columns wide would."""
    parts = ["# Command line", NOTE, f"```text\n{help_text()}\n```"]
    for verb in VERBS:
        parts += [f"## {verb}", f"```text\n{help_text(verb)}\n```"]
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
    "changes.md": changes,
    "settings.md": environment,
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
