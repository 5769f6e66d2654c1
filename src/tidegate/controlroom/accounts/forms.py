"""What people type to sign in and to look after their account."""

from __future__ import annotations

from django import forms


class SignInForm(forms.Form):
    """E-mail address and password."""

    email = forms.EmailField(
        label="Email address",
        error_messages={
            "required": "Enter your email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )
    password = forms.CharField(
        label="Password", strip=False, error_messages={"required": "Enter your password"}
    )
