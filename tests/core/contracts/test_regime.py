"""Which law governs: every date and kind of service has an answer, and unknown asks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tidegate.core.contracts.procurement.regime import SERVICE_LABELS, ServiceKind, regime
from tidegate.core.contracts.procurement.regimes import REGIME_LABELS, ROUTES_OF, Regime
from tidegate.exchange.contracts.procurement_table import shipped_procurement_table

TERMS = shipped_procurement_table().regimes
HOSPITAL, CLEANING = "85111000-0", "90910000-9"
H = ServiceKind.HEALTH_CARE

FOUND = [
    # service, CPV code, started, law, why
    (H, HOSPITAL, date(2024, 1, 1), Regime.PSR, "HEALTH_CARE"),
    (H, HOSPITAL, date(2023, 12, 31), Regime.PREVIOUS, "RULES_BEFORE"),
    (H, "85111000", date(2026, 4, 1), Regime.PSR, "HEALTH_CARE"),
    (ServiceKind.OTHER_SERVICES, CLEANING, date(2025, 2, 24), Regime.PA23, "PROCUREMENT_ACT"),
    (ServiceKind.OTHER_SERVICES, CLEANING, date(2025, 2, 23), Regime.PREVIOUS, "RULES_BEFORE"),
    (ServiceKind.OTHER_SERVICES, "", date(2014, 3, 1), Regime.PREVIOUS, "RULES_BEFORE"),
    (ServiceKind.GOODS, "", date(2026, 1, 5), Regime.PA23, "PROCUREMENT_ACT"),
    (ServiceKind.WORKS, "45000000-7", date(2026, 1, 5), Regime.PA23, "PROCUREMENT_ACT"),
]
ASKED = [
    (H, "", date(2026, 1, 5), "CPV_NEEDED"),
    (H, CLEANING, date(2026, 1, 5), "CPV_CONTRADICTS"),
    (ServiceKind.GOODS, HOSPITAL, date(2026, 1, 5), "CPV_CONTRADICTS"),
    (H, "hospital", date(2026, 1, 5), "CPV_UNREADABLE"),
    (ServiceKind.MIXED, HOSPITAL, date(2026, 1, 5), "MIXED_SERVICE"),
    (ServiceKind.NOT_KNOWN, HOSPITAL, date(2026, 1, 5), "SERVICE_NEEDED"),
    ("laundry", "", date(2026, 1, 5), "SERVICE_NEEDED"),
    (H, HOSPITAL, None, "START_NEEDED"),
]


@pytest.mark.parametrize(("service", "cpv", "started", "law", "code"), FOUND)
def test_the_law_follows_what_is_bought_and_when_it_was_started(
    service: str, cpv: str, started: date, law: Regime, code: str
) -> None:
    found = regime(service, cpv, started, TERMS)
    assert (found.regime, [reason.code for reason in found.reasons]) == (law, [code])
    assert found.reasons[0].rule_version == "procurement 2026"


@pytest.mark.parametrize(("service", "cpv", "started", "code"), ASKED)
def test_what_is_not_known_is_asked_and_not_guessed(
    service: str, cpv: str, started: date | None, code: str
) -> None:
    found = regime(service, cpv, started, TERMS)
    assert (found.regime, found.reasons[0].code) == (Regime.UNKNOWN, code)


DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
SERVICES = st.sampled_from([kind.value for kind in ServiceKind]) | st.text(max_size=12)
CODES = st.sampled_from(["", HOSPITAL, CLEANING, "851", "853230000"]) | st.text(max_size=10)


@settings(max_examples=50, deadline=None)
@given(SERVICES, CODES, DAYS | st.none())
@example("health_care", HOSPITAL, date(2024, 2, 29))
def test_it_answers_for_any_date_service_and_code(
    service: str, cpv: str, started: date | None
) -> None:
    found = regime(service, cpv, started, TERMS)
    assert found.regime in set(Regime)
    assert found.reasons
    assert all(reason.code and reason.detail for reason in found.reasons)
    if started is not None and started < date(2024, 1, 1):
        assert found.regime is Regime.PREVIOUS


def test_every_day_of_twenty_years_has_one_law_for_each_kind_of_service() -> None:
    changes = {kind: [] for kind in ServiceKind}
    for kind in ServiceKind:
        code = HOSPITAL if kind is H else ""
        last = None
        for n in range((date(2030, 12, 31) - date(2010, 1, 1)).days + 1):
            day = date(2010, 1, 1) + timedelta(days=n)
            law = regime(kind, code, day, TERMS).regime
            if law is not last:
                changes[kind].append((day, law))
                last = law
    assert changes[H] == [
        (date(2010, 1, 1), Regime.PREVIOUS),
        (date(2024, 1, 1), Regime.PSR),
    ]
    assert changes[ServiceKind.GOODS] == [
        (date(2010, 1, 1), Regime.PREVIOUS),
        (date(2025, 2, 24), Regime.PA23),
    ]
    assert changes[ServiceKind.MIXED][-1] == (date(2024, 1, 1), Regime.UNKNOWN)


def test_every_law_and_service_has_its_words_and_its_routes() -> None:
    assert set(REGIME_LABELS) == set(ROUTES_OF) == set(Regime)
    assert set(SERVICE_LABELS) == set(ServiceKind)
