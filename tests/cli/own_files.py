"""A list and an offer of one's own, as small as can be planned; both are files that are checked."""

from __future__ import annotations

from pathlib import Path

LIST = """pathway_id,holder,area,zone,tfc,modality,priority,weeks_waited,consent
P1,Z01,ZQ1,ZC1,110,day_case,P2,20,yes
P2,Z01,ZQ1,ZC1,110,day_case,P4,61,yes
P3,Z02,ZQ1,ZC1,130,outpatient,P3,7,yes
"""
OFFERS = """offer_id,site,provider,modality,tfc,week,units
O1,ZN101,ZN1,day_case,110,2026-02-02,1
O2,ZN101,ZN1,outpatient,130,2026-02-02,1
"""
TRAVEL = """zone,site,minutes
ZC1,ZN101,20
"""


def a_list(folder: Path) -> Path:
    """Write three people's waits."""
    path = folder / "list.csv"
    path.write_text(LIST, "utf-8")
    return path


def an_offer(folder: Path) -> Path:
    """Write a folder with two offers and how far their site is."""
    capacity = folder / "capacity"
    capacity.mkdir(exist_ok=True)
    (capacity / "offers.csv").write_text(OFFERS, "utf-8")
    (capacity / "travel.csv").write_text(TRAVEL, "utf-8")
    return capacity
