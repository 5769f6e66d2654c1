"""What narrows the list of organisations, and who is invited to act for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.directory.models import Kind
from tidegate.controlroom.directory.services.issue_token import FOR_PEOPLE_ONLY
from tidegate.core.directory.roles import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Mapping


class OrganisationFilter(forms.Form):
    """Words of the name or code, and one kind; the kinds offered are those that there are."""

    q = forms.CharField(label="Name or code", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False)

    def __init__(self, counts: Mapping[str, int], *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - it is declared above
        kind.choices = [
            ("", f"All kinds ({sum(counts.values()):,})"),
            *((each.value, f"{each.label} ({counts[each]:,})") for each in Kind if each in counts),
        ]

    def chosen(self) -> dict[str, str]:
        """Return what was asked for, as far as it could be understood."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class InvitationForm(forms.Form):
    """Whom to invite, and in which role."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )
    label = forms.CharField(
        label="Shown to others as",
        max_length=120,
        help_text="A name, or a role and a place. Left as it is when they are known already.",
        error_messages={"required": "Enter what others should see"},
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, ROLES[role].title) for role in Role],
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role"},
    )

    def chosen_role(self) -> Role:
        """Return the role that was chosen, once the form is valid."""
        return Role(self.cleaned_data["role"])


class TokenForm(forms.Form):
    """Which system may act for the organisation, in which role, and for how long."""

    label = forms.CharField(
        label="What is the system called?",
        max_length=60,
        help_text="As the record is to name it, such as Theatre booking.",
        error_messages={"required": "Enter what the system is called"},
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, ROLES[role].title) for role in Role if role not in FOR_PEOPLE_ONLY],
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role"},
    )
    days = forms.TypedChoiceField(
        label="For how long?",
        choices=[("30", "30 days"), ("90", "90 days"), ("180", "180 days"), ("365", "A year")],
        coerce=int,
        error_messages={
            "required": "Choose for how long", "invalid_choice": "Choose for how long",
        },
    )  # fmt: skip

    def chosen_role(self) -> Role:
        """Return the role that was chosen, once the form is valid."""
        return Role(self.cleaned_data["role"])
