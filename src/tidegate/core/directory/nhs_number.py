"""Whether a text is an NHS number that may be used here, and if not, why.

The check digit is that of the data dictionary (modulus 11, through the ``nhs_number`` library); it
alone would pass 0000000000 and numbers that were never issued (spec: transfers 4.1). No reason
repeats the number: reasons are shown, kept in the record and sent out.
"""

from __future__ import annotations

from collections.abc import Mapping

from nhs_number.constants import REGION_ENGLAND, REGION_NORTHERN_IRELAND, REGION_SCOTLAND
from nhs_number.validate import is_valid

from tidegate.core.reasons import Reason

RULES = "NHS number 2026"
DIGITS = 10
TEST_RANGE = "9"  # 9xx xxx xxxx was never issued: it is for tests and demonstrations
FAULTS: Mapping[str, str] = {
    "NHS_NUMBER_FORM": f"An NHS number has {DIGITS} digits.",
    "NHS_NUMBER_REPEATED": "This is one digit repeated, not a person’s number.",
    "NHS_NUMBER_CHECK_DIGIT": "A digit is wrong: the check digit does not fit.",
    "NHS_NUMBER_TEST_RANGE": "Numbers that begin with 9 are for tests and never issued.",
    "NHS_NUMBER_REAL_IN_DEMO": "Here only test numbers, beginning with 9, may be used.",
    "NHS_NUMBER_NOT_ISSUED": "This number lies in a range that was never issued.",
}
_ISSUED = (REGION_ENGLAND, REGION_SCOTLAND, REGION_NORTHERN_IRELAND)


def plain_nhs_number(text: str) -> str:
    """Return a number as it is kept: without the spaces and hyphens that people write."""
    return "".join(text.split()).replace("-", "")


def grouped_nhs_number(number: str) -> str:
    """Return a number as it is shown, in groups of 3, 3 and 4 digits."""
    plain = plain_nhs_number(number)
    return f"{plain[:3]} {plain[3:6]} {plain[6:]}".strip()


def nhs_number_faults(text: str, *, demo: bool = False) -> tuple[Reason, ...]:
    """Return why a text may not be used as an NHS number; empty when it may.

    Args:
        text: the number, with or without spaces or hyphens.
        demo: whether invented patients are handled: then only the test range may be used, and
            otherwise never.
    """
    number = plain_nhs_number(text)
    if len(number) != DIGITS or not (number.isascii() and number.isdigit()):
        return _fault("NHS_NUMBER_FORM")
    if len(set(number)) == 1:
        return _fault("NHS_NUMBER_REPEATED")
    if not is_valid(number):
        return _fault("NHS_NUMBER_CHECK_DIGIT")
    test = number.startswith(TEST_RANGE)
    if test and not demo:
        return _fault("NHS_NUMBER_TEST_RANGE")
    if demo and not test:
        return _fault("NHS_NUMBER_REAL_IN_DEMO")
    if not test and not any(is_valid(number, region) for region in _ISSUED):
        return _fault("NHS_NUMBER_NOT_ISSUED")
    return ()


def _fault(code: str) -> tuple[Reason, ...]:
    return (Reason(code, FAULTS[code], {}, RULES),)
