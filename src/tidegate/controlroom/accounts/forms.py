"""What people type to sign in and to look after their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person


def _password(label: str, missing: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, strip=False, help_text=help_text, error_messages={"required": missing}
    )


class SignInForm(forms.Form):
    """E-mail address and password."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={
            "required": "Enter your email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )
    password = _password("Password", "Enter your password")

    def clean_email(self) -> str:
        """Take the address however it is capitalised, as the lockout must."""
        email: str = self.cleaned_data["email"]
        return email.lower()


class CodeForm(forms.Form):
    """A code of the authenticator app, spaces allowed."""

    code = forms.CharField(
        label="Security code",
        max_length=20,
        error_messages={"required": "Enter the security code"},
    )

    def clean_code(self) -> str:
        """Take the code as people type it, in groups."""
        code = "".join(self.cleaned_data["code"].split())
        if not code.isdecimal():
            raise ValidationError("Enter a code of digits only, like 123456")
        return code


class _OwnForm(forms.Form):
    """A form that is judged by whose account it is."""

    def __init__(self, person: Person, *arguments: Any, **named: Any) -> None:
        self.person = person
        super().__init__(*arguments, **named)


class ChoosePasswordForm(_OwnForm):
    """The password from now on."""

    password = _password(
        "New password",
        "Enter a new password",
        "At least 12 characters. Three words that do not belong together work well.",
    )

    def clean_password(self) -> str:
        """Hold the new password to the rules in the settings."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class PresentPasswordForm(_OwnForm):
    """The password of today, asked for before anything about signing in changes."""

    present = _password("Present password", "Enter your present password")

    def clean_present(self) -> str:
        """Make sure that it is the person who asks, not someone at their desk."""
        present: str = self.cleaned_data["present"]
        if not self.person.check_password(present):
            raise ValidationError("The present password is not right")
        return present


class ChangePasswordForm(PresentPasswordForm, ChoosePasswordForm):
    """The password of today and the one from now on."""

    field_order = ("present", "password")


class AddSecondFactorForm(PresentPasswordForm, CodeForm):
    """A code that shows that the app has the secret, and the password of today."""

    field_order = ("code", "present")
