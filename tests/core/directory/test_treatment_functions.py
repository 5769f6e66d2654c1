"""Treatment functions have names that people know."""

from __future__ import annotations

from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS, treatment_function_name


def test_a_code_has_its_name_and_a_strange_one_names_itself() -> None:
    assert treatment_function_name("110") == "Trauma and Orthopaedics"
    assert treatment_function_name("777") == "777"


def test_the_total_is_not_a_treatment_function() -> None:
    assert "999" not in TREATMENT_FUNCTIONS
