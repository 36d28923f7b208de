"""What helps to read a chapter: code on demand, boxes and questions, minutes, progress."""

from importlib import import_module
from pathlib import Path

STATIC = Path(__file__).parent / "static"
MODULES = (
    "elements",  # folds and boxes as HTML
    "code_folds",  # every code cell but those tagged `read` begins folded
    "questions",  # guesses, and questions that answer back
    "boxes",  # how far to trust, what is known, methods and limits
    "minutes",  # how long a chapter takes
    "progress",  # what was read, kept in the reader's browser
)


def add_folder(app):
    """Give Sphinx our files; here, because Jupyter Book links whatever it finds itself."""
    app.config.html_static_path.append(str(STATIC))


def setup(app):
    """Register the parts, and the style sheet and script that every page shares."""
    app.add_css_file("reading.css", priority=902)
    app.add_js_file("folds.js", loading_method="defer")
    app.connect("builder-inited", add_folder)
    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
