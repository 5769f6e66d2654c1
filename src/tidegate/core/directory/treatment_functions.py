"""Treatment functions of referral-to-treatment figures: codes and their names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# As published in the RTT full CSV since April 2021; X02 to X06 gather what has no code of its own.
TREATMENT_FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "100": "General Surgery",
        "101": "Urology",
        "110": "Trauma and Orthopaedics",
        "120": "Ear Nose and Throat",
        "130": "Ophthalmology",
        "140": "Oral Surgery",
        "150": "Neurosurgery",
        "160": "Plastic Surgery",
        "170": "Cardiothoracic Surgery",
        "300": "General Internal Medicine",
        "301": "Gastroenterology",
        "320": "Cardiology",
        "330": "Dermatology",
        "340": "Respiratory Medicine",
        "400": "Neurology",
        "410": "Rheumatology",
        "430": "Elderly Medicine",
        "502": "Gynaecology",
        "X01": "Other",
        "X02": "Other - Medical",
        "X03": "Other - Mental Health",
        "X04": "Other - Paediatric",
        "X05": "Other - Surgical",
        "X06": "Other - Other",
    }
)

# The published total over all treatment functions; it is checked and never added to them.
TOTAL = "999"


def treatment_function_name(tfc: str) -> str:
    """Name a treatment function for people; an unlisted code names itself."""
    return TREATMENT_FUNCTIONS.get(tfc, tfc)
