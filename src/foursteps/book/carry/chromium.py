"""Chromium, which prints the PDF: where it is, and the line that installs it."""

import os
import shutil
import sys

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium():
    """Path of a Chromium or Chrome ($CHROMIUM first), or None."""
    names = [os.environ.get("CHROMIUM") or "chromium", *NAMES]
    return next((path for path in map(shutil.which, names) if path), None)


def install_line(program="chromium"):
    """The one line that installs a program of the system here."""
    if sys.platform == "darwin":
        return f"brew install --cask {program}"
    return f"sudo apt-get install {program}"
