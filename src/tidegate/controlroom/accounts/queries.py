"""What people may read about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axes.models import AccessAttempt, AccessLog
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Membership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer

SIGN_INS_SHOWN = 5


def own_memberships(viewer: Viewer) -> Sequence[Membership]:
    """Return the viewer's memberships of today, with their organisations."""
    rows = Membership.objects.filter(person=viewer.person, ended_at=None)
    return list(rows.select_related("organisation"))


def own_second_factor(viewer: Viewer) -> TOTPDevice | None:
    """Return the viewer's authenticator app, if they use one."""
    return TOTPDevice.objects.filter(user=viewer.person, confirmed=True).first()


def own_recovery_codes_left(viewer: Viewer) -> int:
    """Return how many recovery codes the viewer has not used yet."""
    left: int = StaticToken.objects.filter(device__user=viewer.person).count()
    return left


def own_sign_ins(viewer: Viewer) -> Sequence[datetime]:
    """Return when the viewer signed in of late, newest first."""
    assert viewer.person is not None  # noqa: S101 - the page is for people who have signed in
    rows = AccessLog.objects.filter(username=viewer.person.email).order_by("-attempt_time")
    return list(rows.values_list("attempt_time", flat=True)[:SIGN_INS_SHOWN])


def person_signing_in(pending: int) -> Person | None:
    """Return the person who is half-way in: with the right password, or with an invitation."""
    return Person.objects.filter(pk=pending, is_active=True).first()


def last_failure(email: str, address: str | None) -> datetime | None:
    """Return when a sign-in with this e-mail address from this network address last failed."""
    rows = AccessAttempt.objects.filter(username=email, ip_address=address)
    newest: AccessAttempt | None = rows.order_by("-attempt_time").first()
    return newest.attempt_time if newest else None


def has_second_factor(person: Person) -> bool:
    """Say whether a person who gave the right password must show a code as well."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def code_refused_until(person: Person) -> datetime | None:
    """Return until when wrong codes make a person wait, if they do."""
    device = TOTPDevice.objects.filter(user=person, confirmed=True).first()
    if device is None:
        return None
    allowed, why = device.verify_is_allowed()
    until: datetime | None = None if allowed else why["locked_until"]
    return until
