"""Who signs in to the demo: accounts for each role, named by role and place, never by a name.

Each provider that holds or takes patients has two, because a clinician clears and accepts, and
somebody else speaks with the patient.
"""

from __future__ import annotations

from dataclasses import dataclass

from tidegate.core.demo.neighbours import NEIGHBOURS
from tidegate.core.demo.organisations import AREA, REGION
from tidegate.core.directory.roles import Role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An account: e-mail address (``.example`` is reserved for examples), label, membership."""

    email: str
    label: str
    organisation: str
    role: Role


COORDINATOR = DemoPerson(
    "coordinator@northmere.example", "Coordinator, Northmere", AREA, Role.COORDINATOR
)
ADMINISTRATOR = DemoPerson(
    "administrator@northmere.example", "Administrator, Northmere", AREA, Role.ADMINISTRATOR
)


def _at_provider(
    code: str, place: str, domain: str, desk: str = "bookings"
) -> tuple[DemoPerson, ...]:
    return (
        DemoPerson(f"{desk}@{domain}.example", f"Provider user, {place}", code, Role.PROVIDER_USER),
        DemoPerson(f"clinician@{domain}.example", f"Clinician, {place}", code, Role.CLINICIAN),
    )


PEOPLE = (
    COORDINATOR,
    DemoPerson(
        "authoriser@northernisles.example", "Authoriser, Northern Isles", REGION, Role.AUTHORISER
    ),
    DemoPerson(
        "contracts@northmere.example", "Contract manager, Northmere", AREA, Role.CONTRACT_MANAGER
    ),
    DemoPerson("guardian@northmere.example", "Speak-up guardian, Northmere", AREA, Role.GUARDIAN),
    DemoPerson("loggist@northmere.example", "Loggist, Northmere", AREA, Role.LOGGIST),
    DemoPerson("auditor@northernisles.example", "Auditor, Northern Isles", REGION, Role.AUDITOR),
    ADMINISTRATOR,
    *_at_provider(
        "Z01", "Northmere University Hospitals", "northmerehospitals", desk="waitinglist"
    ),
    *_at_provider("Z02", "Saltreach Coast", "saltreach", desk="waitinglist"),
    *_at_provider("Z03", "Fellgarth", "fellgarth", desk="waitinglist"),
    *_at_provider("ZN101", "Wendham Park", "wendhampark"),
    *_at_provider("ZN102", "Marram Clinic", "marram"),
    *_at_provider("ZN103", "Orchard Lane", "orchardlane"),
    *_at_provider("ZN104", "Tarrow Bank", "tarrowbank"),
    *_at_provider("ZN105", "Aldersey Eye and Day Centre", "aldersey"),
    *_at_provider("ZN106", "Kittiwake Diagnostic Centre", "kittiwake"),
    *(
        DemoPerson(
            f"reports@{name.split()[0].lower()}.example",
            f"Provider user, {name.removesuffix(' NHS Trust')}",
            code,
            Role.PROVIDER_USER,
        )
        for area in NEIGHBOURS
        for code, name in area.trusts.items()
    ),
    DemoPerson(
        "home@alderhouse.example", "Provider user, Alder House", "ZH101", Role.PROVIDER_USER
    ),
    DemoPerson(
        "recall@northmerebridge.example",
        "Recall lead, Northmere Bridge Street",
        "Z80001",
        Role.RECALL_LEAD,
    ),
)
