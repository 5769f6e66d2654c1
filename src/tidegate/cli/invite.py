"""``tidegate invite``: let someone into the control room, the first administrator above all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli.console import out, print_json

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person


def invite(  # noqa: PLR0913, PLR0917 - one for each option
    email: Annotated[str, typer.Argument(help="What they sign in with.")],
    organisation: Annotated[str, typer.Option(help="ODS code of whom they act for.")],
    label: Annotated[
        str, typer.Option("--as", help="How others see them; default the address.")
    ] = "",
    role: Annotated[str, typer.Option(help="Their role there.")] = "administrator",
    name: Annotated[str, typer.Option(help="Name of the organisation, when it is new.")] = "",
    kind: Annotated[str, typer.Option(help="Its kind, when it is new: icb, trust, …")] = "",
    address: Annotated[
        str, typer.Option(help="Where people reach the control room.")
    ] = "http://localhost:8000",
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Give someone a role; a new person gets a link by which they choose a password.

    Administrators invite everyone else in the control room.
    """
    from tidegate.controlroom.database import open_database

    open_database()
    from tidegate.controlroom.accounts.invitations import invitation_path

    person, new = _invite(email, organisation, label or email, role, name, kind)
    link = address.rstrip("/") + invitation_path(person) if new else None
    if json:
        print_json({"person": person.email, "new": new, "link": link})
    elif link:
        out().print(f"Give {person.label} this link; it works once, for three days:")
        out().print(link, soft_wrap=True)
    else:
        out().print(f"{person.label} is known and has the role.")


def _invite(
    email: str, code: str, label: str, role: str, name: str, kind: str
) -> tuple[Person, bool]:
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from tidegate.controlroom.directory.services.ensure_organisation import ensure_organisation
    from tidegate.controlroom.directory.services.invite_person import invite_person
    from tidegate.core.directory.roles import Role
    from tidegate.core.log.entry import System
    from tidegate.exchange.findings import UnusableInput, error

    if role not in list(Role):
        roles = ", ".join(Role)
        raise UnusableInput([error("UNKNOWN_ROLE", "--role", f"one of {roles}", value=role)])
    actor, now = System("tidegate invite"), datetime.now(UTC)
    try:
        with transaction.atomic():  # no organisation is left behind by a refused invitation
            organisation = ensure_organisation(
                code=code, name=name, kind=kind, actor=actor, now=now
            )
            return invite_person(
                email=email,
                label=label,
                organisation=organisation,
                role=Role(role),
                actor=actor,
                now=now,
            )
    except ValidationError as refused:
        reasons = "; ".join(refused.messages)
        raise UnusableInput(
            [
                error(
                    "INVALID_INVITATION",
                    "the invitation",
                    f"usable details: {reasons}",
                    value=email,
                )
            ]
        ) from None
