"""Who acts in the demo's transfers: for each provider a clinician and a desk, for the area one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.demo.organisations import AREA, REGION
from tidegate.core.demo.people import ADMINISTRATOR, COORDINATOR, PEOPLE
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.directory.models import Token
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Place

_EMAILS = {(person.organisation, person.role): person.email for person in PEOPLE}


@dataclass(frozen=True, slots=True)
class Cast:
    """The accounts of a demo.

    Attributes:
        people: every account, by address.
        token: of the system of the one provider that has one; it does what the desk does there.
    """

    people: Mapping[str, Person]
    token: Token | None = None

    @property
    def coordinator(self) -> Person:
        """Who arranges transfers in the area, and answers for providers outside."""
        return self.people[COORDINATOR.email]

    @property
    def administrator(self) -> Person:
        """Who issues tokens."""
        return self.people[ADMINISTRATOR.email]

    @property
    def contract_manager(self) -> Person:
        """Who drafts, selects and manages the area's contracts."""
        return self._of(AREA, Role.CONTRACT_MANAGER)

    @property
    def authoriser(self) -> Person:
        """Who signs for the buyer, and decides on spending."""
        return self._of(REGION, Role.AUTHORISER)

    @property
    def loggist(self) -> Person:
        """Who keeps the registers."""
        return self._of(AREA, Role.LOGGIST)

    @property
    def guardian(self) -> Person:
        """Who hears those who speak up."""
        return self._of(AREA, Role.GUARDIAN)

    def clinician(self, organisation: str) -> Person:
        """Return who clears and accepts patients at a provider; outside, the coordinator tells."""
        return self._of(organisation, Role.CLINICIAN)

    def desk(self, organisation: str) -> Person:
        """Return who speaks with patients and gives dates at a provider."""
        return self._of(organisation, Role.PROVIDER_USER)

    def receiving(self, place: Place) -> Actor:
        """Return who acts for a receiver, which may be its system."""
        if self.token is not None and self.token.organisation.code == place.destination:
            return self.token
        return self.desk(place.destination)

    def _of(self, organisation: str, role: Role) -> Person:
        if not organisation:
            return self.coordinator
        return self.people[_EMAILS[organisation, role]]
