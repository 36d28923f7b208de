"""What the PDF needs of the system: Chromium and a Chinese face, with the line that installs it."""

import os
import shutil
import subprocess
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


def draws_chinese():
    """Whether a face for Chinese is installed; where nobody can say, it is taken to be."""
    listing = shutil.which("fc-list")
    if listing is None:
        return True
    done = subprocess.run([listing, ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip())


def install_line(program="chromium"):
    """The one line that installs a program of the system here."""
    if sys.platform == "darwin":
        return f"brew install --cask {program}"
    return f"sudo apt-get install {program}"
