"""A step of a surge that was refused, with the coded reasons that page and tests both show."""

from __future__ import annotations

from tidegate.core.reasons import Reason

RULES = "surge"


class SurgeRefused(Exception):  # noqa: N818 - it names what happened
    """A step was not taken; nothing was changed unless a reason says so.

    Attributes:
        reasons: why not, each with its code; never empty.
    """

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(f"{reason.code}: {reason.detail}" for reason in reasons))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the reasons, in their order."""
        return tuple(reason.code for reason in self.reasons)


def refuse(code: str, detail: str, **inputs: object) -> SurgeRefused:
    """Return a refusal for one reason, to be raised."""
    return SurgeRefused((Reason(code, detail, inputs, RULES),))
