"""What cannot stand in a register, with the coded reasons that page, file and tests all show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.registers.faults import fault

if TYPE_CHECKING:
    from tidegate.core.reasons import Reason


class RegisterRefused(Exception):  # noqa: N818 - it names what happened
    """Nothing was put on the register.

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


def refuse_if(reasons: tuple[Reason, ...]) -> None:
    """Go on where there is no reason against it.

    Raises:
        RegisterRefused: there is one.
    """
    if reasons:
        raise RegisterRefused(reasons)


def refuse(code: str, detail: str, **inputs: object) -> RegisterRefused:
    """Return a refusal for one reason, to be raised."""
    return RegisterRefused((fault(code, detail, **inputs),))
