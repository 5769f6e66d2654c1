"""A person who can sign in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class People(BaseUserManager["Person"]):
    """How Django finds a person by what they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find a person by e-mail address, however they capitalise it."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Someone who signs in by e-mail address; what they may do is in their memberships.

    ``label`` is how others see them: a role and a place in the demonstration, a name in service.
    """

    email = models.EmailField("e-mail address", unique=True)
    label = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField()

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["label"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.label
