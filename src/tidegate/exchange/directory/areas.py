"""The integrated care boards of England and their regions, from the table in this package."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import polars as pl

TABLE = "areas-2023"


def read_areas(table: str = TABLE) -> pl.DataFrame:
    """Return columns ``area`` (ICB Q code), ``area_name, region`` (Y code), ``region_name``."""
    text = files("tidegate.exchange.directory").joinpath(f"tables/{table}.toml").read_text("utf-8")
    rows = [
        (area, area_name, region, content["name"])
        for region, content in tomllib.loads(text).items()
        if isinstance(content, dict)
        for area, area_name in content["areas"].items()
    ]
    columns = ["area", "area_name", "region", "region_name"]
    return pl.DataFrame(rows, schema=columns, orient="row").sort("area")
