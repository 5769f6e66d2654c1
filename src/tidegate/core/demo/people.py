"""Who signs in to the demo: one account for each role, named by role and place, never by a name."""

from __future__ import annotations

from dataclasses import dataclass

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
PEOPLE = (
    COORDINATOR,
    DemoPerson(
        "authoriser@northernisles.example", "Authoriser, Northern Isles", REGION, Role.AUTHORISER
    ),
    DemoPerson(
        "contracts@northmere.example", "Contract manager, Northmere", AREA, Role.CONTRACT_MANAGER
    ),
    DemoPerson("loggist@northmere.example", "Loggist, Northmere", AREA, Role.LOGGIST),
    DemoPerson("auditor@northernisles.example", "Auditor, Northern Isles", REGION, Role.AUDITOR),
    DemoPerson(
        "administrator@northmere.example", "Administrator, Northmere", AREA, Role.ADMINISTRATOR
    ),
    DemoPerson(
        "waitinglist@northmerehospitals.example",
        "Provider user, Northmere University Hospitals",
        "Z01",
        Role.PROVIDER_USER,
    ),
    DemoPerson(
        "clinician@northmerehospitals.example",
        "Clinician, Northmere University Hospitals",
        "Z01",
        Role.CLINICIAN,
    ),
    DemoPerson(
        "waitinglist@saltreach.example", "Provider user, Saltreach Coast", "Z02", Role.PROVIDER_USER
    ),
    DemoPerson(
        "waitinglist@fellgarth.example", "Provider user, Fellgarth", "Z03", Role.PROVIDER_USER
    ),
    DemoPerson(
        "bookings@wendhampark.example", "Provider user, Wendham Park", "ZN101", Role.PROVIDER_USER
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
