"""The validator of the standard, held to a local copy of it and of the extensions we declare."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest

Package = dict[str, Any]
UK = "cabinetoffice/ocds_uk_extension"
TEXT = {"type": ["string", "null"]}
CLASSIFICATION = {"$ref": "#/definitions/Classification"}


def _listed(definition: str) -> Package:
    return {"type": "array", "items": {"$ref": f"#/definitions/{definition}"}}


# As much of the other extensions as our releases use, in the shape that their schemas give it.
OTHERS: dict[str, Package] = {
    "ocds_legalBasis_extension": {
        "Tender": {"properties": {"legalBasis": CLASSIFICATION, "crossBorderLaw": TEXT}},
        # the UK extension refers to a place, which another of its extensions defines
        "Location": {"type": "object", "properties": {"description": TEXT}},
    },
    "ocds_metrics_extension": {
        "Contract": {"properties": {"agreedMetrics": _listed("Metric")}},
        "Implementation": {"properties": {"metrics": _listed("Metric")}},
        "Metric": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string", "minLength": 1},
                "title": TEXT,
                "description": TEXT,
                "observations": _listed("Observation"),
            },
        },
        "Observation": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string", "minLength": 1},
                "period": {"$ref": "#/definitions/Period"},
                "value": {"$ref": "#/definitions/Value"},
                "measure": {"type": ["string", "number", "null"]},
                "unit": {"type": "object", "properties": {"name": TEXT}},
                "notes": TEXT,
                "relatedImplementationMilestone": {"$ref": "#/definitions/MilestoneReference"},
            },
        },
        "MilestoneReference": {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "string"}, "title": TEXT},
        },
    },
    "ocds_performance_failures_extension": {
        "Implementation": {"properties": {"performanceFailures": _listed("PerformanceFailure")}},
        "PerformanceFailure": {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": ["string", "integer"]}, "category": TEXT},
        },
    },
}


class Validator:
    """libcoveocds, that asks nobody beyond a folder of local copies."""

    def __init__(self, folder: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._standard, self._output = folder / "standard-1__1__5.zip", output
        self._uk = (folder / "ocds_uk_extension.zip").read_bytes()
        monkeypatch.setattr("ocdsextensionregistry.util.session.get", self._answer)
        monkeypatch.setattr("requests.get", self._schema)

    def _answer(self, url: str, **_how: object) -> _Answer:
        """Answer as the host of an extension would, with a zip of it."""
        if UK in url:
            return _Answer(self._uk)
        name = next(each for each in OTHERS if each in url)
        about = {key: {"en": name} for key in ("name", "description", "documentationUrl")}
        files = {"extension.json": about, "release-schema.json": {"definitions": OTHERS[name]}}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{name}/", "")
            for file, content in files.items():
                archive.writestr(f"{name}/{file}", json.dumps(content))
        return _Answer(packed.getvalue())

    def _schema(self, url: str, **_how: object) -> _Answer:
        """Answer as the host of the standard would, with one of its schemas."""
        with zipfile.ZipFile(self._standard) as archive:
            return _Answer(archive.read(f"standard-1__1__5/schema/{url.rpartition('/')[2]}"))

    def checked(self, package: Package) -> Package:
        """Return what the validator says of a package."""
        from libcoveocds.api import ocds_json_output
        from libcoveocds.config import LibCoveOCDSConfig

        config = LibCoveOCDSConfig()
        config.config |= {"context": "api", "standard_zip": f"file://{self._standard}"}
        with warnings.catch_warnings():
            # of the validator's own libraries
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", ResourceWarning)
            said: Package = ocds_json_output(
                str(self._output), None, None, json_data=package, lib_cove_ocds_config=config
            )
        return said


class _Answer:
    """What a host answers."""

    status_code = 200

    def __init__(self, content: bytes) -> None:
        self.content = content

    def json(self, **how: Any) -> Any:
        """Return the content read."""
        return json.loads(self.content, **how)

    def raise_for_status(self) -> None:
        """Find nothing amiss."""


@pytest.fixture
def validator(published_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Validator:
    """The validator; skips where there is no local copy of the standard."""
    folder = published_data / "ocds"
    if not (folder / "standard-1__1__5.zip").is_file():
        pytest.skip(f"a copy of the standard is absent: no folder {folder}")
    return Validator(folder, tmp_path, monkeypatch)
