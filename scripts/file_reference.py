"""The pages of ``docs/reference/files``: what Tidegate reads and writes, from its own tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl
from contract_reference import contract_page
from forecast_reference import forecast_page
from score_table_reference import score_table_page
from situation_report_reference import situation_report_page
from sizing_reference import sizing_page

from tidegate.core.matching import difference, result
from tidegate.core.transfers import invite
from tidegate.exchange.contracts.demand_file import DEMAND
from tidegate.exchange.contracts.invoices import INVOICES
from tidegate.exchange.contracts.use_returns import RETURNS
from tidegate.exchange.directory.organisations import ORGANISATIONS
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.input_tables import CRITERIA, TABLES, Column, Table
from tidegate.exchange.matching.replies import REPLIES
from tidegate.exchange.pressure import spc_settings
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.spc_rules import shipped_rules
from tidegate.exchange.pressure.spc_tables import SERIES
from tidegate.exchange.transfers.outcomes import OUTCOMES
from tidegate.exchange.waiting import scenario_file
from tidegate.exchange.waiting.service_rules import shipped_services
from tidegate.exchange.waiting.wlmds_codes import load_codes
from tidegate.exchange.waiting.wlmds_columns import COLUMNS

if TYPE_CHECKING:
    from pydantic import BaseModel

NOTE = "<!-- Written by scripts/write_reference.py from the code; `make fix` renews it. -->"
OUTPUTS = {
    "assignments.parquet": ("who is proposed for what", result.ASSIGNMENTS),
    "unmatched.parquet": ("whoever is left, each with what stopped it", result.UNMATCHED),
    "offers.parquet": ("each offer: used, unused and why, and its price", result.OFFER_USE),
    "contracts.parquet": ("each contract line: used, spent, paid for and idle", result.CONTRACTS),
    "prices.parquet": ("the certificate: prices that prove the bound", result.PRICES),
    "alternatives.parquet": (
        "each place that a pathway's people may choose instead, at most two a pathway",
        result.ALTERNATIVES,
    ),
    "relaxing.parquet": (
        "each rule that could be loosened by a step, and what that would bring, best first",
        result.RELAXING,
    ),
    "difference.parquet": (
        "each pathway and each offer that changed; written by `tidegate plan --previous`",
        {"about": pl.String(), **difference.MOVES, **difference.OFFER_CHANGES},
    ),
    "invitations.parquet": (
        "each offer: how many to ask; written by `tidegate yields --plan`",
        invite.INVITATIONS,
    ),
    "invitees.parquet": (
        "whom to ask for an offer, in order; written with invitations",
        invite.INVITEES,
    ),
}
MEANINGS = {
    "words": "the change in words",
    "best_points": "what the one who gains most would gain, in points",
    "points": "what they would gain in all, to first order, in points",
    "subject": "what it is about: a site, a holder, an offer, an area, a contract line, a limit",
    "rule": "which rule: travel, a criterion, consent, one more unit, £1,000 more, a cap, a floor",
    "margin": "points less than the place proposed, at the plan's prices",
    "pathway_id": "the pathway",
    "offer_id": "the offer",
    "count": "people",
    "value": "what it is worth, in points, per person",
    "minutes": "minutes of travel, per person",
    "code": "reason code, see the [reasons](../reasons.md)",
    "detail": "the reason in one sentence; of a rule, the condition, site or contract it names",
    "units": "units offered",
    "used": "units that the plan uses",
    "unused": "units that it does not",
    "price": "what one more unit is worth, in points (budgets: per £1,000)",
    "cause": "cause code of the unused units, see the [reasons](../reasons.md)",
    "line_id": "the contract line",
    "contract_id": "its contract",
    "payer": "the area that pays",
    "minimum_take": "units paid for whether used or not",
    "cap": "most units that may be taken; blank is no cap",
    "spend_pence": "spent above the minimum take, in pence",
    "idle_pence": "paid for below the minimum take and not used, in pence",
    "kind": "offer, line, budget or equity",
    "id": "identifier of that offer, line, area or quintile",
    "slots": "units that may be filled: fewer where a contract line or a budget holds some back",
    "ask": "people to ask now, those with a place in the plan first",
    "expected_yes": "how many of them say yes, on average",
    "p_over": "probability of more yeses than slots",
    "p_empty": "probability that at least one slot has no yes",
    "expected_empty": "slots without a yes, on average",
    "expected_unattended": "slots with a yes to which nobody comes, on average",
    "ask_by": "day by which the first round must be asked",
    "ask_last_by": "last day on which a round still leaves time to answer and to book",
    "pending": "people asked in an earlier round who have not answered",
    "round": "round of asking, 1 the first",
    "rank": "place in the order: of asking, or of what may be chosen instead",
    "about": "pathway or offer; the columns of the other are blank",
    "holder": "the provider that holds the patient",
    "area": "the patient’s area",
    "tfc": "treatment function",
    "modality": "kind of care",
    "priority": "clinical priority",
    "people": "people with this change, or who would gain by it",
    "change": "of a pathway lost, moved, gained or left; of an offer gone, new, fewer_units, "
    "more_units or use",
    "reason": "what the change comes from, see the [reasons](../reasons.md)",
    "stopped_by": "what stops somebody who lost a place now, see the [reasons](../reasons.md)",
    "accepted": "yes of an earlier round: whether the transfer has one, or slots that have",
    "valid": "whether the earlier place could have been kept",
    "from_offer": "the offer before",
    "from_site": "its site",
    "from_week": "the Monday of its week",
    "to_offer": "the offer now",
    "to_site": "its site",
    "to_week": "the Monday of its week",
    "weeks_later": "weeks by which the place now is later",
    "minutes_more": "minutes of travel by which it is further",
    "site": "the offer’s site",
    "week": "the Monday of its week",
    "units_before": "units that it had",
    "units_after": "units that it has",
    "used_before": "of these used, before",
    "used_after": "of these used, now",
    "matched": "whether, or how many, have a place there in the plan",
}
FOLDER = """The folder appears whole or not at all. `summary.json` holds every figure of the
report, with sources, their hashes and ages; `report.html` stands alone; `inputs/` holds what
`explain` needs to answer from the folder alone. A plan that replaces another keeps what it was
bound by in `inputs/previous.parquet` (who had which place, whether it was accepted, whether it
could still be kept) and `inputs/declined.parquet` (who had said no to which site). The Parquet
files have the same bytes for the same inputs, policy, seed and versions."""
POLICY = """A policy says what is worth how much when people are matched, in points: 100 points are
one routine week. To make your own, copy the default, change what you decide, give it your name,
version and date, and name the file with `--policy`. Every plan names the policy that made it.

`stay_points`, `validation_weeks` and `[equity]` may be left out. With `[equity]` a floor is
enforced: of an area's people whose quintile is known, those of `quintiles` (1 most deprived) are
treated at no less than `floor` times the rate of all. Without it equity is monitored: a plan shows
the rates and changes nothing."""
STRICT = """`--policy strict-2026` keeps the order of objectives strictly: in any slot a higher tier
always outweighs the lower ones."""
WLMDS = """CSV (UTF-8, one row of headings) or Parquet, as providers submit it each week and boards
receive it. It is recognised by its headings, in any letter case, with blanks or low lines. `check`,
`waiting`, `load` and `plan --waiting` take it as it is. Body mass index, travel and consent are not
in it: they come from a [side file](side.md), named with `--side`.

A pathway is called by its issuer and its identifier, such as `Z01-000001`. No other column than
these is kept: neither NHS numbers, real or pseudonymous, nor birth dates, nor free text."""
WLMDS_RULES = """- A week that does not end on a Sunday is moved to the Sunday before; of several
  weeks the newest counts; rows of weeks in the future are left out.
- Open is what has no clock end. Lists without a clock, and clocks that start after the week, are
  left out. A validation or a birth in the future counts as not known.
- Of rows alike in person, referral, pathway, treatment function, provider, site, clock start and
  week, the one with the highest submission counts, then the one with the highest row number.
- One open pathway told in two ways, and a code in use that the table below does not know, stop the
  load: every such value is named with its row and counted.
- Who is dated or transferred already stays on the list and is flagged.
- What is left out is counted in a warning."""
WLMDS_CODES = """To teach it a code, copy this table, add the code, and name the copy with
`--codes`. The value sets of the fields for mutual aid are not public."""
CRITERIA_SETS = """Sets that come with Tidegate, for offers to name:"""
YIELD_PRIOR = """What `tidegate yields` believes of invitations before it has read any outcome, and
how boldly it asks. To make your own, copy it, change what you decide, give it your name, version
and date, and name the file with `--prior`."""
SCENARIO = """What a waiting list may meet: TOML, named with `tidegate simulate --scenario`. Every
key may be left out. A scenario without changes, “As now”, is always there and is what the others
are set beside, unless the first scenario of the file has no change itself. A key that is not listed
here is refused, with its place."""
SCENARIO_CHANGE = """Several changes of one scenario are made in their order. A change that holds
for some days of a week counts for that share of it; weeks begin on the day after the list's."""
SCENARIO_FLOWS = """Without published months arrivals and slots must be stated. Stated in all, they
are shared out as the months show; without months the whole list is then one queue."""
SERVICE = """Who is seen first, named with `--service` or the key `service`. To make your own, copy
one, change what you decide, and give it your name, version and date. These come with Tidegate:"""
FLOW_RULE = """The table that stands in for what published months do not tell of flows:"""
SPC_SETTINGS = """What is asked of charts: TOML, named with `tidegate spc --settings`. Of several
tables about one series the more exact one wins, key by key. A key that is not listed here is
refused, with its place; a table about no series of the file is said."""
SPC_KNOWN = """Measures that Tidegate knows need no settings for label, unit and direction:"""
SPC_DECIDED = """Limits are held, or reckoned anew, by decision only. Both name `reason`, `author`
and `decided`, which stand beside the chart."""
SPC_RULES = """When a point on a chart is a signal, and where limits stand. To make your own, copy
one, change what you decide, give it your name, version and date, and name the file with `--rules`
or the key `rules` of the [settings](spc-settings.md). Each chart states the rules it was made with.
These come with Tidegate:"""
PUBLISHED = """A file is recognised by what is in it, whatever its name, zipped or not.
`tidegate check` says which of these it is; anything else is refused with what was expected."""


OWN_TABLES = {
    **TABLES,
    ORGANISATIONS.name: ORGANISATIONS,
    OUTCOMES.name: OUTCOMES,
    REPLIES.name: REPLIES,
    SERIES.name: SERIES,
    DEMAND.name: DEMAND,
    RETURNS.name: RETURNS,
    INVOICES.name: INVOICES,
}


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Make a Markdown table; a bar inside a cell is escaped."""
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
        for line in (columns, ["---"] * len(columns), *rows)
    )


def page(*parts: str) -> str:
    """Join the parts of a page, with a note of where it comes from below its title."""
    return "\n\n".join((parts[0], NOTE, *parts[1:])) + "\n"


def input_page(described: Table) -> str:
    """Describe one table of somebody's own."""
    identity = " and ".join(f"`{key}`" for key in described.identity)
    rows = (
        [f"`{column.name}`", "yes" if column.needed else "", value_of(column), column.meaning]
        for column in described.columns
    )
    but = ", but for those that would say who a patient is" if described.of_patients else ""
    return page(
        f"# {described.name.capitalize()}",
        f"CSV (UTF-8, one row of headings) or Parquet. One row is {described.row_is}. "
        f"No two rows share {identity}. Further columns are kept{but}.",
        table(["column", "needed", "value", "meaning"], rows),
        *((CRITERIA_SETS, shown("criteria-independent-2026")) if described is CRITERIA else ()),
    )


def value_of(column: Column) -> str:
    """Say what a value may be: every code when they are few, else the form and its range."""
    if column.codes:
        shown = ", ".join(f"`{code}`" for code in column.codes)
        return f"codes joined by semicolons: {shown}" if column.form.name == "LIST" else shown
    return column.expected.removeprefix("a ")


def plan_folder() -> str:
    """Describe what ``tidegate plan`` writes."""
    parts = ["# Plan folder", FOLDER]
    for name, (holds, schema) in OUTPUTS.items():
        rows = ([f"`{column}`", str(kind), MEANINGS[column]] for column, kind in schema.items())
        parts += [f"## {name}", f"One row for {holds}.", table(["column", "type", "meaning"], rows)]
    return page(*parts)


def policy() -> str:
    """Show the policies that are shipped, as their files stand."""
    parts = ["# Policy", POLICY, "## default-2026", shown("policy-default-2026")]
    return page(*parts, "## strict-2026", STRICT, shown("policy-strict-2026"))


def wlmds() -> str:
    """Describe the weekly national list: what is read of it, by which rules and codes."""
    spelled = load_codes().columns
    rows = (
        [
            " or ".join(f"`{each}`" for each in ([column.heading] * bool(column.heading))
                        or spelled[column.name]) or "(as the table of codes names it)",
            "yes" if column.needed else "",
            column.use,
        ]
        for column in COLUMNS
    )  # fmt: skip
    return page(
        "# Weekly patient-level waiting list (WLMDS)",
        WLMDS,
        table(["column", "needed", "becomes"], rows),
        "## Rules of loading",
        WLMDS_RULES,
        "## Codes",
        WLMDS_CODES,
        shown("wlmds-codes-2026", "waiting"),
    )


def shown(name: str, room: str = "matching") -> str:
    """Quote a table that comes with the package."""
    shipped = files(f"tidegate.exchange.{room}") / "tables" / f"{name}.toml"
    return f"```toml\n{shipped.read_text('utf-8').strip()}\n```"


def yield_prior() -> str:
    """Show what is believed of invitations before outcomes, as its file stands."""
    shipped = files("tidegate.exchange.transfers") / "tables" / "yield-prior-2026.toml"
    return page("# Yield prior", YIELD_PRIOR, f"```toml\n{shipped.read_text('utf-8').strip()}\n```")


def scenario() -> str:
    """Describe a scenario file, and show the rules of who is seen first."""
    parts = ["# Scenario file", SCENARIO, keys(scenario_file.FileTable)]
    parts += ["## Flows", SCENARIO_FLOWS, keys(scenario_file.FlowsTable)]
    parts += ["Each of `removals`:", keys(scenario_file.RemovalTable)]
    parts += ["## Scenario", keys(scenario_file.ScenarioTable)]
    parts += ["## Change", SCENARIO_CHANGE, keys(scenario_file.ChangeTable)]
    parts += ["## Service rules", SERVICE]
    parts += [shown(f"service-{name}", "waiting") for name in shipped_services()]
    return page(*parts, "## What months do not say", FLOW_RULE, shown("simulation-2026", "waiting"))


def spc_settings_page() -> str:
    """Describe a settings file of charts, and list what is known of measures without one."""
    parts = ["# Settings of charts", SPC_SETTINGS, keys(spc_settings.FileTable)]
    parts += ["## Series", keys(spc_settings.MeasureTable)]
    parts += ["## Target", keys(spc_settings.TargetTable)]
    parts += ["## Baseline and rebase", SPC_DECIDED, "Of `baseline`:"]
    parts += [keys(spc_settings.BaselineTable), "Each of `rebase`:", keys(spc_settings.RebaseTable)]
    known = spc_settings.known_of(shipped_measures().values())
    rows = ([f"`{one.measure}`", one.label, one.improvement.value] for one in known)
    parts += ["## Known measures", SPC_KNOWN, table(["measure", "label", "improvement"], rows)]
    return page(*parts)


def spc_rules_page() -> str:
    """Show the rule sets of charts that are shipped, as their files stand."""
    sets = [shown(f"spc-rules-{name}", "pressure") for name in reversed(shipped_rules())]
    return page("# Rule sets of charts", SPC_RULES, *sets)


def keys(model: type[BaseModel]) -> str:
    """Describe the keys of one TOML table, from the model that reads it."""
    rows = (
        [f"`{field.alias or name}`", "yes" if field.is_required() else "", field.description or ""]
        for name, field in model.model_fields.items()
    )
    return table(["key", "needed", "meaning"], rows)


def published() -> str:
    """List the kinds of file that are recognised."""
    rows = ([f"`{kind.value}`", kind.label] for kind in Kind if kind is not Kind.UNKNOWN)
    return page("# Files that are recognised", PUBLISHED, table(["kind", "what it is"], rows))


def index() -> str:
    """List the pages."""
    names = ["published", "wlmds", *OWN_TABLES, "scenario", "policy", "yield-prior", "plan-folder"]
    names += ["situation-reports", "spc-settings", "spc-rules", "score-table", "forecast-folder"]
    names += ["sizing", "contract"]
    listed = "\n".join(names)
    return page("# Files", f"```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```")


FILE_PAGES: dict[str, Callable[[], str]] = {
    "files/index.md": index,
    "files/published.md": published,
    "files/policy.md": policy,
    "files/scenario.md": scenario,
    "files/yield-prior.md": yield_prior,
    "files/situation-reports.md": lambda: situation_report_page(page, table, value_of),
    "files/spc-settings.md": spc_settings_page,
    "files/spc-rules.md": spc_rules_page,
    "files/wlmds.md": wlmds,
    "files/plan-folder.md": plan_folder,
    "files/forecast-folder.md": lambda: forecast_page(page, table, value_of),
    "files/score-table.md": lambda: score_table_page(page, keys),
    "files/sizing.md": lambda: sizing_page(page, keys),
    "files/contract.md": lambda: contract_page(page, table),
    **{f"files/{name}.md": (lambda t=t: input_page(t)) for name, t in OWN_TABLES.items()},
}
