"""The page of the reference on contract files: their keys, and an example that the tests read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

ABOUT = """A contract as `tidegate contract value` reads it, and as its terms are kept in the
control room: who, when, its lines, each version of its terms, and turns of its switches. TOML, or
JSON with the same keys. Money is in whole pence; percentages and factors are kept exactly as
written. A key that is not listed here is refused, with its row."""
PRICES = """Amounts are exact until they are paid, and then rounded to whole pence once, half a
penny up. A line's price is multiplied by the market forces factor of its site."""
KEYS: dict[str, tuple[str, tuple[tuple[str, bool, str], ...]]] = {
    "Contract": (
        "",
        (
            ("contract_id", True, "its identifier"),
            ("title", False, "what it is called"),
            ("buyer", True, "ODS code"),
            ("provider", True, "ODS code"),
            ("start", True, "first day"),
            ("end", True, "last day"),
            ("lines", True, "tables, see below"),
            ("terms", True, "tables, one for each version, see below"),
            ("turned", False, "tables, in the order in which switches were turned: `switch`, "
             "`position`, `from`"),
        ),
    ),
    "Lines": (
        "[[lines]]",
        (
            ("line_id", True, "what offers, returns and invoices name it by"),
            ("site", True, "ODS code"),
            ("modality", True, "kind of care, as in offers; or another kind of unit"),
            ("tfcs", False, "treatment functions; none is any"),
            ("units_per_week", True, "units contracted each week"),
            ("unit_price_pence", True, "before market forces"),
            ("minimum_take", False, "units paid for over the whole term, used or not"),
            ("cap", False, "most units paid for over the whole term"),
            ("first_week", False, "Monday; the contract’s first week when not given"),
            ("last_week", False, "Monday; the contract’s last week when not given"),
            ("released_from", False, "Monday from which it was given back"),
        ),
    ),
    "Terms": (
        "[[terms]]",
        (
            ("from", True, "first day of this version; a week is paid by that of its Monday"),
            ("basis", True, "`tariff`, `guarantee`, `cost_recovery` or `block_beds`"),
            ("guarantee", False, "a table, see below"),
            ("cost_recovery", False, "a table, see below"),
            ("block_beds", False, "a table, see below"),
            ("premia", False, "tables: `name`, `percent`, `lines`, `modalities`"),
            ("market_forces", False, "factor by site; 1 where none is given"),
            ("settled_weeks", False, "weeks settled together; 0 is the whole term; else 1"),
            ("cap_pence", False, "the most that is paid over the whole term"),
            ("prepayment_pence", False, "paid at the start, set against what falls due"),
            ("private_work", False, "a table: `most_percent`, `most_units_per_week`"),
            ("notice_days", False, "notice to end it"),
            ("exit_rule", False, "what was agreed about its end"),
            ("review_dates", False, "when it is looked at"),
            ("switches", False, "tables, see below"),
            ("legal_basis", False, "under which power it was made"),
        ),
    ),
    "Guarantee": (
        "[terms.guarantee]",
        (
            ("weekly_pence", False, "the guaranteed amount; or a baseline"),
            ("baseline", False, "tables: `week` (Monday), `pence` of work then"),
            ("best_weeks", False, "how many of its best weeks count; 4"),
            ("consecutive", False, "whether they must follow each other; no"),
            ("percent", False, "share of them that is guaranteed; 100"),
            ("above_percent", False, "added to tariff for work above the guarantee; 0"),
        ),
    ),
    "Cost recovery": (
        "[terms.cost_recovery]",
        (
            ("provider_keeps_percent", True, "of net private revenue"),
            ("keeps_when_met_percent", False, "of it, once the target is met"),
            ("private_target_pence", False, "net private revenue of a week"),
            ("plus_percent", False, "added to audited cost; 0"),
        ),
    ),
    "Block beds": (
        "[terms.block_beds]",
        (
            ("night_pence", True, "price of a payable night"),
            ("pays_void", False, "whether an empty bed is paid for; yes"),
            ("pays_suspended", False, "whether one that the buyer suspended is; yes"),
            ("held_hours", False, "how long one held for a named person is; 48"),
        ),
    ),
    "Switches": (
        "[[terms.switches]]",
        (
            ("name", True, "such as `surge`"),
            ("may_turn", True, "ODS codes of those who may turn it"),
            ("triggers", False, "codes, one of which must be the reason"),
            ("positions", True, "tables, the first being where it stands from the start: `name`, "
             "`basis`, `notice_days`, `weekly_pence`"),
        ),
    ),
}  # fmt: skip
EXAMPLE = """```toml
contract_id = "C-2026-01"
buyer = "Z00"
provider = "ZN1"
start = 2026-01-05
end = 2026-04-05

[[lines]]
line_id = "C-2026-01-DC"
site = "ZN101"
modality = "day_case"
units_per_week = 30
unit_price_pence = 120000

[[terms]]
from = 2026-01-05
basis = "guarantee"
settled_weeks = 4

[terms.guarantee]
percent = 90
best_weeks = 1
above_percent = 10

[[terms.guarantee.baseline]]
week = 2025-10-06
pence = 4000000

[terms.cost_recovery]
provider_keeps_percent = 15

[[terms.switches]]
name = "surge"
may_turn = ["Z00"]

[[terms.switches.positions]]
name = "standby"

[[terms.switches.positions]]
name = "active"
basis = "cost_recovery"
notice_days = 7
```"""


def contract_page(
    page: Callable[..., str],
    table: Callable[[Sequence[str], Iterable[Sequence[object]]], str],
) -> str:
    """Describe the file, table by table."""
    parts = ["# Contract", ABOUT, EXAMPLE, PRICES]
    for name, (heading, keys) in KEYS.items():
        title = f"## {name}" + (f" `{heading}`" if heading else "")
        rows = ([f"`{key}`", "yes" if needed else "", means] for key, needed, means in keys)
        parts += [title, table(["key", "needed", "meaning"], rows)]
    return page(*parts)
