"""A contract, its returns and an invoice, as files that people write."""

from __future__ import annotations

from pathlib import Path

CONTRACT = """\
# Day cases at Northmere, spring 2026
contract_id = "C-2026-01"
title = "Day cases at the Northmere clinic"
buyer = "Z00"
provider = "ZN1"
start = 2026-01-05
end = 2026-04-05

[[lines]]
line_id = "C-2026-01-DC"
site = "ZN101"
modality = "day_case"
tfcs = ["110", "100"]
units_per_week = 30
unit_price_pence = 120000

[[lines]]
line_id = "C-2026-01-OP"
site = "ZN101"
modality = "outpatient"
units_per_week = 60
unit_price_pence = 15000
cap = 700

[[terms]]
from = 2026-01-05
basis = "guarantee"
settled_weeks = 4
notice_days = 30
review_dates = [2026-02-16]
exit_rule = "Patients with a date are treated; the rest go back to their holder."

[terms.guarantee]
weekly_pence = 4050000
above_percent = 10

[terms.cost_recovery]
provider_keeps_percent = 15

[terms.market_forces]
ZN101 = 1

[terms.private_work]
most_percent = 40

[[terms.switches]]
name = "surge"
may_turn = ["Z00"]
triggers = ["BEDS"]

[[terms.switches.positions]]
name = "standby"

[[terms.switches.positions]]
name = "active"
basis = "cost_recovery"
notice_days = 7
"""
RETURNS = """\
line_id,week,offered,staffed,booked,done,unused_not_booked,unused_dna,private_done
C-2026-01-DC,2026-W02,30,30,11,10,19,1,4
C-2026-01-OP,2026-W02,60,60,20,20,40,0,
C-2026-01-DC,2026-W03,30,24,10,10,20,,2
C-2026-01-OP,2026-W03,60,50,30,20,30,10,
"""
INVOICE = """\
contract_id,number,first_week,last_week,line_id,units,unit_price_pence,pence,total_pence
C-2026-01,N-1,2026-W02,2026-W03,C-2026-01-DC,20,120000,2400000,8100000
C-2026-01,N-1,2026-W02,2026-W03,C-2026-01-OP,40,15000,600000,8100000
C-2026-01,N-1,2026-W02,2026-W03,other,1,,5100000,8100000
"""


def write(folder: Path, **changed: str) -> list[Path]:
    """Write the three files, or what is given instead of one; return their paths."""
    texts = {"contract.toml": CONTRACT, "returns.csv": RETURNS, "invoice.csv": INVOICE}
    found = []
    for name, text in texts.items():
        path = folder / name
        path.write_text(changed.get(name.split(".")[0], text), "utf-8")
        found.append(path)
    return found
