"""Which headings of a table would hold who a patient is, or words that could say it.

Names and addresses stand in a transfer message and nowhere else (spec: transfers 3.2 and 4.4);
whoever reads a list of patients leaves such columns out, whatever they hold.
"""

from __future__ import annotations

import re

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Of organisations and places, names are wanted.
_NAMED = {
    "holder", "provider", "site", "area", "zone", "commissioner", "payer", "practice", "trust",
    "hospital", "organisation", "icb", "specialty", "function", "procedure", "contract", "file",
}  # fmt: skip
_SAYS_WHO = {
    "surname", "forename", "forenames", "firstname", "lastname", "fullname", "address", "postcode",
    "phone", "telephone", "mobile", "email", "birth", "birthdate", "birthday", "dob", "nhsnumber",
    "nhsno", "postcodes", "addresses",
}  # fmt: skip
_FREE_TEXT = {"note", "notes", "comment", "comments", "remark", "remarks", "narrative"}
_TOGETHER = (
    {"family", "name"}, {"given", "name"}, {"post", "code"}, {"nhs", "number"}, {"nhs", "no"},
    {"e", "mail"}, {"free", "text"}, {"local", "patient"}, {"hospital", "number"},
)  # fmt: skip


def says_who(heading: str) -> bool:
    """Whether a column of a list of patients would, by its heading, say who somebody is.

    ``Holder_Name`` does not, ``Patient_Name``, ``familyName`` and ``Comments`` do.
    """
    parts = {part.lower() for part in _PARTS.findall(heading)}
    if parts & (_SAYS_WHO | _FREE_TEXT) or any(together <= parts for together in _TOGETHER):
        return True
    named = parts & {"name", "names"}
    return bool(named) and not parts & _NAMED
