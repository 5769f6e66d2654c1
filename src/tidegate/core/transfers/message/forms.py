"""What an item's text must look like, by how it is entered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tidegate.core.directory.ods_code import FORM as ODS_CODE
from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.transfers.message.items import Entry
from tidegate.core.waiting.rtt_status import RTT_STATUSES

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()-]*( ?(x|ext\.?) ?[0-9]+)?")
_FEWEST_DIGITS = 6
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_IDENTIFIER = re.compile(r"[A-Za-z0-9]([A-Za-z0-9 ./:_-]*[A-Za-z0-9])?")
_TREATMENT_FUNCTION = re.compile(r"[0-9]{3}")


def _is_phone(text: str) -> bool:
    enough = sum(character.isdigit() for character in text) >= _FEWEST_DIGITS
    return enough and _PHONE.fullmatch(text) is not None


def _is_treatment_function(text: str) -> bool:
    return text in TREATMENT_FUNCTIONS or _TREATMENT_FUNCTION.fullmatch(text) is not None


def _matches(form: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: form.fullmatch(text) is not None


def _printable(text: str) -> bool:
    return text.isprintable()


def _printable_lines(text: str) -> bool:
    return all(line.isprintable() for line in text.split("\n"))


# Whether a text has the form of its entry, and the sentence for one that has not. Dates are dates
# by their type; NHS numbers have reasons of their own (``core.directory.nhs_number``).
FORMS: Mapping[Entry, tuple[Callable[[str], bool], str]] = {
    Entry.TEXT: (_printable, "must be one line of text that can be printed"),
    Entry.LINES: (_printable_lines, "must be text that can be printed"),
    Entry.POSTCODE: (_matches(_POSTCODE), "must be a postcode, such as LS1 4AP"),
    Entry.PHONE: (_is_phone, "must be a telephone number"),
    Entry.EMAIL: (_matches(_EMAIL), "must be an e-mail address"),
    Entry.ODS_CODE: (_matches(ODS_CODE), "must be an ODS code, such as R0B"),
    Entry.ODS_CODES: (_matches(ODS_CODE), "must be ODS codes, such as R0B"),
    Entry.TREATMENT_FUNCTION: (
        _is_treatment_function,
        "must be a treatment function code, such as 110",
    ),
    Entry.RTT_STATUS: (RTT_STATUSES.__contains__, "must be one of the 17 status codes"),
    Entry.IDENTIFIER: (
        _matches(_IDENTIFIER),
        "must have letters and digits, joined by nothing but blanks and the signs . / : _ -",
    ),
}
