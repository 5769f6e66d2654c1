"""What codes of the weekly patient-level waiting list mean: a versioned table one may replace."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.matching.problem import Modality
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.input_tables import PRIORITIES

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = "wlmds-codes-2026"
LEFT_OUT = "left out"
TRANSFERRED = ("accepted", "transferred")
_PRIORITY = {*PRIORITIES, ""}
_FREE: set[str] | None = None
_MEANINGS: Mapping[str, set[str] | None] = {
    "Waiting_List_Type": {Modality.INPATIENT, Modality.OUTPATIENT, Modality.DIAGNOSTIC, LEFT_OUT},
    "INTENDED_MANAGEMENT_CODE": {Modality.INPATIENT, Modality.DAY_CASE, ""},
    "Procedure_Priority_Code": _PRIORITY,
    "Diagnostic_Priority_Code": _PRIORITY,
    "Outpatient_Priority_Code": _PRIORITY,
    "ASA_PHYSICAL_STATUS_CLASSIFICATION_SYSTEM_CODE": {"1", "2", "3", "4", "5", "6", ""},
    "Requires_Alternative_Capacity": {"yes", "no", ""},
    "Transfer_Status": {"none", "asked", "declined", *TRANSFERRED, ""},
    "Capacity_Status": _FREE,
    "Outcome_Of_Patient_Contact": _FREE,
}
_COLUMNS = {"person", "submission", "row", "area", "sub_icb", "small_area", "age"}


@dataclass(frozen=True, slots=True)
class WlmdsCodes:
    """What codes mean.

    Attributes:
        name: name and version of the table, such as ``wlmds-codes-2026``.
        meanings: by heading, what each code (in capitals) means here; blank is not known.
        functions: treatment function to the code that RTT reports group it under.
        columns: headings of columns that copies of the data differ in, by our name.
    """

    name: str
    meanings: Mapping[str, Mapping[str, str]]
    functions: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]


def load_codes(path: Path | None = None) -> WlmdsCodes:
    """Read the table of codes that comes with the package, or one's own copy of it.

    Raises:
        UnusableInput: the file is not such a table; the finding says what in it is wrong.
    """
    shipped = files("tidegate.exchange.waiting") / "tables" / f"{SHIPPED}.toml"
    name = shipped.name if path is None else path.name
    try:
        text = (shipped if path is None else path).read_text("utf-8")
        return _codes(tomllib.loads(text))
    except (OSError, UnicodeDecodeError) as problem:
        found = error("CODES_NOT_FOUND", str(path), "a readable table of codes in UTF-8")
        raise UnusableInput([found]) from problem
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", name, f"valid TOML: {problem}")]) from problem
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise UnusableInput(
            [error("CODES_VALUE", name, f"a table of codes: {problem}")]
        ) from problem


def _codes(table: Mapping[str, Any]) -> WlmdsCodes:
    name = f"{table['name']}-{table['version']}"
    given, columns = table["codes"], table["columns"]
    _only("[codes]", given, _MEANINGS)
    _only("[columns]", columns, _COLUMNS)
    meanings = {heading: _meanings(heading, given.get(heading, {})) for heading in _MEANINGS}
    spelled = {key: tuple(columns.get(key, ())) for key in sorted(_COLUMNS)}
    return WlmdsCodes(name, meanings, _functions(table["treatment_functions"]), spelled)


def _meanings(heading: str, given: Mapping[str, Any]) -> dict[str, str]:
    allowed = _MEANINGS[heading]
    for code, meaning in given.items():
        if not isinstance(meaning, str) or (allowed is not None and meaning not in allowed):
            said = ", ".join(sorted(each or "“”" for each in allowed or ("a text",)))
            raise ValueError(f"{heading} {code} means one of {said}, not {meaning}")
    return {code.upper(): meaning for code, meaning in given.items()}


def _functions(groups: Mapping[str, Any]) -> dict[str, str]:
    _only("[treatment_functions]", groups, TREATMENT_FUNCTIONS)
    grouped: dict[str, str] = {code: code for code in TREATMENT_FUNCTIONS}
    for group, codes in groups.items():
        for code in codes:
            if code in grouped:
                raise ValueError(f"treatment function {code} is in {grouped[code]} and in {group}")
            grouped[code] = group
    return grouped


def _only(where: str, given: Mapping[str, Any], known: Any) -> None:
    strange = [key for key in given if key not in known]
    if strange:
        raise ValueError(f"{where} has no {strange[0]}")
