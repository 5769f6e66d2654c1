"""How the documentation is built: plain Markdown, any warning fails the build."""

from tidegate import __version__

project = "Tidegate"
author = "The Tidegate developers"
copyright = "2026, the Tidegate developers"
release = version = __version__

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = f"Tidegate {__version__}"
html_static_path: list[str] = []
html_theme_options = {
    "light_css_variables": {"font-stack": "Arial, sans-serif"},
}
