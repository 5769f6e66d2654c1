"""Static files under names that carry their content's hash, so that browsers may keep them."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # untyped library
    """WhiteNoise's storage, told to follow the imports of our JavaScript modules as well."""

    support_js_module_import_aggregation = True
