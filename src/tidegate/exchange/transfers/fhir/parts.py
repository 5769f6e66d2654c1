"""The small pieces of which FHIR resources are put together; what is not known is left out."""

from __future__ import annotations

from datetime import date
from typing import Any

from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.exchange.transfers.fhir.addresses import ODS_CODE, TREATMENT_FUNCTION

Json = dict[str, Any]


def known(**parts: Any) -> Json:
    """Return an object of what is known: FHIR has neither null nor empty text, lists, objects."""
    return {key: value for key, value in parts.items() if value not in (None, "", [], {})}


def day(value: date | None) -> str | None:
    """Write a day as FHIR does."""
    return None if value is None else value.isoformat()


def identifier(system: str, value: str, **more: Any) -> Json:
    """Name something within a system of names; nothing where the value is not known."""
    return known(system=system, value=value, **more) if value else {}


def ods(code: str) -> Json:
    """Name an organisation by its ODS code."""
    return identifier(ODS_CODE, code)


def assigned_by(code: str) -> Json:
    """Say which organisation gave an identifier."""
    return known(identifier=ods(code))


def concept(system: str, code: str, display: str = "") -> Json:
    """Write a code of a system as a concept; nothing where the code is not known."""
    return known(coding=[known(system=system, code=code, display=display)]) if code else {}


def specialty(tfc: str) -> list[Json]:
    """Write a treatment function as FHIR does a specialty."""
    told = concept(TREATMENT_FUNCTION, tfc, TREATMENT_FUNCTIONS.get(tfc, ""))
    return [told] if told else []


def telecom(system: str, value: str, use: str = "") -> Json:
    """Write a telephone number or e-mail address; nothing where it is not known."""
    return known(system=system, value=value, use=use) if value else {}


def listed(*parts: Json) -> list[Json]:
    """Return a list of the parts that say anything."""
    return [part for part in parts if part]


def extension(url: str, **value: Any) -> Json:
    """Write an extension; nothing where its value is not known."""
    told = known(**value)
    return {"url": url, **told} if told else {}


def to(contained: str) -> Json:
    """Point at a resource that is contained in the same one."""
    return {"reference": f"#{contained}"}
