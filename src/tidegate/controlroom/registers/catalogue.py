"""Every register, in the order in which they are listed."""

from __future__ import annotations

from tidegate.controlroom.registers.columns.commitments import COMMITMENTS
from tidegate.controlroom.registers.columns.funding import FUNDING
from tidegate.controlroom.registers.columns.oversight import (
    ENFORCEMENT,
    RATING_OPINIONS,
    SEGMENTS,
)
from tidegate.controlroom.registers.columns.releases import DATA_RELEASES
from tidegate.controlroom.registers.columns.speak_up import SPEAK_UP_CASES
from tidegate.controlroom.registers.columns.spend import SPENDING

REGISTERS = {
    register.slug: register
    for register in (
        COMMITMENTS,
        FUNDING,
        SPENDING,
        SEGMENTS,
        RATING_OPINIONS,
        ENFORCEMENT,
        DATA_RELEASES,
        SPEAK_UP_CASES,
    )
}
