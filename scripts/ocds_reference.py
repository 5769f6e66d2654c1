"""The page of the reference on open contracting data: what is told where, and which lints."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from file_reference import NOTE, table

from tidegate.core.contracts.ocds import life
from tidegate.core.contracts.ocds.codes import ENDING_LABELS, LEGAL_BASIS, METHODS, Ending, Relation
from tidegate.core.contracts.ocds.faults import FAULT_LABELS
from tidegate.core.contracts.ocds.releases import releases_of
from tidegate.core.contracts.procurement.regimes import REGIME_LABELS, ROUTE_LABELS, Regime, Route
from tidegate.exchange.contracts.ocds_terms import load_ocds_terms

ABOUT = """The control room tells each contract in the Open Contracting Data Standard 1.1 with the
extension for the United Kingdom: one release for each event, as a release package
(`/contracts/K-000001/ocds.json`) and as a record package (`ocds-record.json`). The same events give
the same releases, to the letter, and a later event changes none before it. `tidegate contract ocds`
reads packages of anybody."""
PUBLIC = """Notices that were published; from the intention to award on, to whom the contract is to
go; the signature with what was agreed, but no price of a unit; use by week over all lines, where
fewer than {few} units are not told; what was paid; changes, with the ground that the law knows as
their rationale; after the plan that followed a performance notice was breached, its milestone and
what was kept back; subcontractors once the contract is signed; the end. Never told are people,
reasons in somebody’s own words, assurance gates, exit plans, reviews, returns line by line and
disputes. A day’s returns are told from the next day on. Before a first notice or the signature,
nothing is."""
NAMES = """A process is named by the prefix and the contract’s reference, `{prefix}-K-000001`. That
prefix is for trying out; a publisher sets its own as `TIDEGATE_OCDS_PREFIX`. Organisations are
named by their ODS codes (`GB-NHS`). Tender, award and contract are named by the reference;
releases by the kind of event and its number within the contract. Days are those of England: a
period runs from the first moment of its first day to the last second of its last."""
DECLARED = "Each package declares these extensions; the last three hold what the first builds on."
LAWS = "`tender.legalBasis` names the law, by which notices of each regime are known."
MERGING = """Compiling follows the merge rules of the standard; the lists that are taken whole
although they hold objects are in `ocds-2026.toml`. The tests compare it with the standard’s own
library on a thousand random histories."""
LINTING = """A validator of the form does not see these. Each release is looked at with what had
been told up to it, so that a fault is found although a later release puts it right. Reasons carry
the process, the release and the path. A rise of value asks for an amendment from {percent} % on;
smaller ones add up."""
IMPORT = """A release package, a record package or a single release, as JSON or a zip of one. A
record that holds no releases is read by its compiled release, in which earlier faults can no
longer be seen. A release without `ocid`, `id`, `date` or `tag` makes the file unusable; other
versions, identifiers given twice and odd prefixes are warnings. Values of contracts are given in
hundredths of their currency."""

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = date(2026, 1, 5)
PROCESS = life.Process(
    "ocds-tdgate-K-000001", "K-000001", "A contract", life.Party("ZQ1", "Buyer"),
    life.Party("ZN101", "Provider"), Regime.PSR, Route.COMPETITIVE, False, "", 100, DAY, DAY,
)  # fmt: skip
_NUMBER = count(1)


def _common() -> dict[str, Any]:
    number = next(_NUMBER)
    return {"key": str(number), "at": START + timedelta(days=number)}


def _document(kind: str) -> life.Document:
    return life.Document("n", kind, kind, DAY)


def _life() -> tuple[tuple[str, life.Event, str], ...]:
    """Return each event in words, an example of it, and where its release tells of it."""
    c = _common
    target = life.Target("M", "Metric", "Target", DAY, breached_on=DAY)
    return (
        ("a need was approved, the market told", life.Planned(**c(), title="t", on=DAY),
         "`planning.milestones`, `tender`"),
        ("the same again", life.Planned(**c(), title="t", on=DAY), "the same"),
        ("a competition was opened", life.Tendered(**c()), "`tender`"),
        ("an intention to award", life.Intended(**c(), on=DAY, standstill_from=DAY,
         standstill_until=DAY), "`awards`, status `pending`, `standstillPeriod`; `tender`"),
        ("the intention was given up", life.GivenUp(**c()), "`awards`, status `cancelled`"),
        ("the award was decided", life.Awarded(**c(), on=DAY), "`awards`, status `active`"),
        ("both sides signed", life.Signed(**c()),
         "`contracts`, status `active`, `items`, `agreedMetrics`; `awards`"),
        ("another notice was published", life.Told(**c(), document=_document("UK7")),
         "`documents` of what was told last"),
        ("service began", life.Started(**c(), on=DAY), "`implementation.milestones`"),
        ("use was returned or corrected", life.Used(**c(), weeks=()), "`implementation.metrics`"),
        ("an invoice was paid", life.Paid(**c(), invoice="1", pence=1),
         "`implementation.transactions`"),
        ("a variation or an extension", life.Changed(**c(), rationale="", ground=("", ""),
         value_pence=100, end=DAY), "`amendments` with `rationale`, `value`, `period`"),
        ("a milestone was breached or met", life.Measured(**c(), targets=(target,)),
         "`implementation.milestones`, and `metrics` with `measureClassification`"),
        ("money was kept back, kept or given back", life.Failed(**c(), number=1, requirement="",
         description="", decided_on=DAY), "`implementation.performanceFailures`"),
        ("a subcontract", life.Related(**c(), relation=Relation.SUBCONTRACT, id="s", title="t"),
         "`contracts.relatedProcesses`"),
        ("the process of a parent contract", life.Related(**c(), relation=Relation.PARENT, id="p",
         title="t"), "`relatedProcesses`"),
        ("notice to end it was given", life.NoticeGiven(**c(), last_day=DAY,
         ending=Ending.BUYER), "`period`, `terminationRationaleClassifications`"),
        ("it ended", life.Ended(**c(), on=DAY, ending=Ending.EXPIRED),
         "`contracts`, status `terminated`, `terminationRationaleClassifications`"),
    )  # fmt: skip


def open_contracting() -> str:
    """Tell what is told of a contract, where, and which faults of sense are looked for."""
    terms = load_ocds_terms()
    events = _life()
    releases = releases_of(PROCESS, [event for _, event, _ in events])
    told = [
        [words, ", ".join(f"`{tag}`" for tag in release["tag"]), where]
        for (words, _, where), release in zip(events, releases, strict=True)
    ]
    laws = [
        [REGIME_LABELS[regime], f"`{basis['scheme']}`", f"`{basis['id']}`"]
        for regime, basis in LEGAL_BASIS.items()
    ]
    routes = [[ROUTE_LABELS[route], f"`{method}`"] for route, method in METHODS.items()]
    faults = [[f"`{code.value}`", label] for code, label in FAULT_LABELS.items()]
    endings = [[f"`{ending.value}`", label] for ending, label in ENDING_LABELS.items()]
    parts = [
        "# Open contracting data", NOTE, ABOUT,
        "## What is told where", table(["event", "tag", "section"], told),
        "A selection that is given up cancels the tender, and an award that was told.",
        "## What is public", PUBLIC.format(few=terms.fewest_told),
        "## Names", NAMES.format(prefix=terms.prefix),
        "## Laws and methods", LAWS, table(["law", "scheme", "id"], laws),
        table(["route", "`procurementMethod`"], routes),
        "An urgent award names regulation 14 as `procurementMethodRationaleLegalBasis`; the light "
        "touch of the Procurement Act is a `specialRegime`.",
        "## Ends", table(["classification", "meaning"], endings),
        "## Extensions", DECLARED, "\n".join(f"- <{each}>" for each in terms.extensions),
        "## How releases are compiled", MERGING,
        "## Faults of sense", LINTING.format(percent=terms.lints.rise_percent),
        table(["code", "fault"], faults),
        "## What is read", IMPORT,
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"
