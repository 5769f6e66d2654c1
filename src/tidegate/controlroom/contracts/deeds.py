"""What may be done on a contract's page: each deed with its words, its form and its service.

Page and form read the same table, so that a button that is shown leads to something that works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.contracts.permitted import side_of

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.forms.fields import DeedForm
    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.core.lifecycle import Side


@dataclass(frozen=True, slots=True)
class Asked:
    """What a deed is about when its form is drawn, and who asks.

    Attributes:
        viewer: who looks.
        contract: in sight.
        about: the row beneath the contract that it is about; None: the contract itself.
        today: the day.
    """

    viewer: Viewer
    contract: Contract
    about: Any
    today: date


@dataclass(frozen=True, slots=True)
class Doing:
    """A deed as it is done.

    Attributes:
        contract, about: as asked.
        actor: who does it.
        acted_for: ODS code of the organisation that they act for.
        now: when.
        said: what was filled in.
    """

    contract: Contract
    about: Any
    actor: Actor
    acted_for: str
    now: datetime
    said: Mapping[str, Any]

    @property
    def who(self) -> dict[str, Any]:
        """Return what every service is told of the actor."""
        return {"actor": self.actor, "now": self.now, "on_behalf_of": self.acted_for}


Draws = Callable[[Any, Asked], "DeedForm"]


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed.

    Attributes:
        name: as its address has it.
        label: the words on the button.
        permission: what it asks for, at the organisation of ``side``.
        side: whose deed it is.
        form: draws its form from what was sent and what it is about.
        do: does it.
        about: which kind of row it is about; empty: the contract.
        explained: what it means, said before it is done.
        ends: whether it ends or takes away something.
        at: the organisation that it is done for, where that is neither side.
    """

    name: str
    label: str
    permission: str
    side: Side
    form: Draws
    do: Callable[[Doing], object]
    about: str = ""
    explained: str = ""
    ends: bool = False
    at: Callable[[Asked], str] | None = None

    def organisation(self, asked: Asked) -> str:
        """Return the organisation that it is done for."""
        return self.at(asked) if self.at else side_of(asked.contract, self.side)

    def may(self, asked: Asked) -> bool:
        """Say whether the viewer may do it at all, however things stand."""
        return asked.viewer.may(self.permission, self.organisation(asked))
