"""Links by which a person chooses a password: for an invitation, and when one was forgotten.

Nothing is stored. A link is signed over the person's password and last sign-in, so that it works
once, and not after they have signed in; it lasts for ``PASSWORD_RESET_TIMEOUT``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person


class InvitationTokens(PasswordResetTokenGenerator):
    """Django's signed tokens, apart from any other use of them."""

    key_salt = "tidegate.accounts.invitation"


TOKENS = InvitationTokens()


def invitation_path(person: Person) -> str:
    """Return the path of the page on which the person chooses a password."""
    return reverse("accounts:invitation", args=[person.pk, TOKENS.make_token(person)])


def holds(person: Person | None, token: str) -> bool:
    """Say whether a link is this person's and still works."""
    return person is not None and TOKENS.check_token(person, token)
