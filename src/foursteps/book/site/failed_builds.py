"""A build that warned is forgotten, so that building again warns again.

Sphinx warns about a page when it reads or writes it, and leaves unchanged pages alone: a
second `make book` after a failed one would pass over the fault in silence.
"""

from pathlib import Path


def forget(app, exception):
    """Remove the stored environment if this build warned or broke off."""
    if exception is not None or app._warncount:
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)


def setup(app):
    """Run last of all."""
    app.connect("build-finished", forget, priority=999)
