"""Who the demo's patients are in a transfer message: nobody, and plainly so."""

from __future__ import annotations

from datetime import date, timedelta

_WEIGHTS = range(10, 1, -1)
_MODULUS, _NO_NUMBER = 11, 10
_DAYS_IN_A_YEAR = 365
_USUAL_AGE = 40


def unissued_number(number: int) -> str:
    """Return a test NHS number, which is issued to nobody; another one for each number.

    Args:
        number: 0 to 99,999.
    """
    for ninth in range(10):
        begun = f"999{number:05d}{ninth}"
        weighed = sum(int(digit) * by for digit, by in zip(begun, _WEIGHTS, strict=True))
        check = (_MODULUS - weighed % _MODULUS) % _MODULUS
        if check != _NO_NUMBER:
            return f"{begun}{check}"
    raise ValueError(f"no test number for {number}")  # pragma: no cover - two in a row have one


def patient_values(number: int, age: int | None, today: date) -> dict[str, str | date]:
    """Return what a message says of an invented patient, by the names of its items.

    Args:
        number: tells the patients of the demo apart.
        age: in whole years, where it is known.
        today: from which the birth date is counted back.
    """
    years = _USUAL_AGE if age is None else age
    back = timedelta(days=years * _DAYS_IN_A_YEAR + 60 + number % 200)
    return {
        "patient.family_name": "Example",
        "patient.given_name": f"Patient {number}",
        "patient.title": "Mx",
        "patient.address": f"{number} Example Street\nNorthmere",
        "patient.postcode": "ZZ99 3VZ",
        "patient.birth_date": today - back,
        "patient.nhs_number": unissued_number(number),
        "patient.local_id": f"EX-{number:06d}",
        "contact.mobile_phone": f"07700 900{number % 1000:03d}",
        "practice.gp_name": "General practitioner, Northmere",
        "practice.code": f"Z8{1 + number % 60:04d}",
        "pathway.reason": "Waiting for treatment that the receiver can give sooner.",
    }
