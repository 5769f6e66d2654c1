"""A system that acts through the interface, and the person in it who decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.controlroom.directory.models import Token

LONGEST_DECIDED_BY = 80


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts when a system does: its token, and whoever decided there.

    Attributes:
        token: the key that it came with; the identity in the record.
        decided_by: the person, as that system knows them (``GMC 7654321``); empty where the system
            only reads. Software does not vouch for it, so the two-person rules do not count it.
    """

    token: Token
    decided_by: str = ""

    @property
    def name(self) -> str:
        """Return how the record names it: the system, its organisation, and who decided."""
        system = f"{self.token.label}, {self.token.organisation.name[:50]}"
        return (
            f"{system}, for {self.decided_by[:LONGEST_DECIDED_BY]}" if self.decided_by else system
        )
