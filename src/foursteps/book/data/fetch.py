"""Download publishers' files; a file is moved into place only when its recipe can read it."""

import hashlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import requests

from foursteps.book.data.build import RawFileError, built_rows, header
from foursteps.ground.atomic_files import temporary, uninterrupted

TRIED_AGAIN = {408, 425, 429, 500, 502, 503, 504}
CHUNK = 1 << 16


class FetchError(RuntimeError):
    """A file could not be downloaded, or is not what was expected; says what and what to do."""


@dataclass(frozen=True)
class Patience:
    """How long to wait: seconds to connect and between bytes, for a whole file, before retries."""

    connect: float = 10
    read: float = 30
    whole: float = 900
    pauses: tuple = (1, 4, 15)


def fetch(recipes, raw, known=None, patience=None, say=print, track=None):
    """Download the files of all direct `recipes` into folder `raw`, then list the manual ones.

    `known` maps raw path → sha256 of the file that the present table was made from; `track` is
    `track(name, total) → advance(bytes)` for a progress bar. Returns table name → message for
    each direct table whose files did not pass: those tables must be left as they are. A file
    that passes replaces the old one; its checksum goes to `raw/SHA256SUMS`.
    """
    raw, patience, known = Path(raw), patience or Patience(), known or {}
    failed, sums = {}, {}
    direct = [recipe for recipe in recipes if recipe.access == "direct"]
    with requests.Session() as session:
        session.headers["User-Agent"] = "foursteps-data-build"
        for recipe in direct:
            try:
                got = _fetch_table(session, recipe, raw, patience, track)
            except (FetchError, OSError) as error:
                failed[recipe.name] = f"{error}"
                say(f"{recipe.name}: download FAILED, old file and table stay. {error}")
                continue
            sums |= got
            for path, sha256 in got.items():
                say(f"{recipe.name}: {path}, sha256 {sha256}{_compared(sha256, known.get(path))}")
    if sums:
        _record(raw, sums)
    say(summary(recipes, raw, failed))
    return failed


def _compared(sha256, known):
    if not known:
        return ""
    if sha256 == known:
        return ", the file that the present table was made from"
    return ", new: bring vintage and retrieved in the recipe up to date"


def _fetch_table(session, recipe, raw, patience, track):
    """Download one table's files, try the recipe on them, move them: raw path → sha256."""
    raw.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=".fetch-", dir=raw))
    try:
        sums = {}
        for path, address in recipe.addresses().items():
            target = staged / path
            target.parent.mkdir(parents=True, exist_ok=True)
            sums[path] = download(session, address, target, patience, track)
            _check_content(target, address, recipe.table["url"])
            wanted = recipe.table["raw_sha256"].get(path)
            if wanted and sums[path] != wanted:
                raise FetchError(
                    f"{address}: sha256 is {sums[path]}, the recipe expects {wanted}. The address "
                    "names one fixed version, so do not use this file; ask the publisher."
                )
        _try_recipe(recipe, staged, raw)
        with uninterrupted():
            for path in sums:
                (raw / path).parent.mkdir(parents=True, exist_ok=True)
                os.replace(staged / path, raw / path)
        return sums
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def download(session, address, target, patience, track=None):
    """Download `address` to `target`, with retries; returns the sha256. Raises `FetchError`."""
    pauses = [*patience.pauses, None]
    for attempt, pause in enumerate(pauses, start=1):
        try:
            return _download_once(session, address, target, patience, track)
        except _TryAgain as error:
            if pause is None:
                raise FetchError(f"{address}: {error} ({attempt} attempts).") from None
            time.sleep(max(pause, error.wait))


class _TryAgain(Exception):
    def __init__(self, message, wait=0):
        super().__init__(message)
        self.wait = wait


def _download_once(session, address, target, patience, track):
    digest, started = hashlib.sha256(), time.monotonic()
    try:
        timeout = (patience.connect, patience.read)
        with session.get(address, stream=True, timeout=timeout) as answer:
            if answer.status_code in TRIED_AGAIN:
                wait = answer.headers.get("Retry-After", "")
                raise _TryAgain(
                    f"the server answered {answer.status_code} {answer.reason}",
                    min(int(wait), 60) if wait.isdigit() else 0,
                )
            if answer.status_code != 200:
                raise FetchError(
                    f"{address}: the server answered {answer.status_code} {answer.reason}. The "
                    "publisher may have moved the file: open the table's page and correct "
                    "`download` in the recipe."
                )
            length = answer.headers.get("Content-Length", "")
            advance = (
                track(target.name, int(length) if length.isdigit() else None) if track else None
            )
            with open(target, "wb") as file:
                for chunk in answer.iter_content(CHUNK):
                    file.write(chunk)
                    digest.update(chunk)
                    if advance:
                        advance(len(chunk))
                    if time.monotonic() - started > patience.whole:
                        raise _TryAgain(f"not complete after {patience.whole:g} s")
    except requests.Timeout:
        raise _TryAgain(f"no answer within {patience.read:g} s") from None
    except requests.exceptions.ChunkedEncodingError as error:
        raise _TryAgain(f"truncated: the connection ended early ({error})") from None
    except requests.ConnectionError as error:
        # A read time-out in the middle of a body arrives as a ConnectionError.
        late = "timed out" in str(error)
        raise _TryAgain(f"no answer within {patience.read:g} s" if late else f"{error}") from None
    except requests.RequestException as error:
        raise FetchError(f"{address}: {error}") from None
    return digest.hexdigest()


def _check_content(path, address, page):
    start = path.read_bytes()[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise FetchError(f"{address}: the file is empty.")
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<script")):
        raise FetchError(
            f"{address}: a web page (HTML) came instead of the file. Perhaps the publisher asks "
            f"for a click or a login: open {page}, and correct `download` or make the table manual."
        )


def _try_recipe(recipe, staged, raw):
    """Run the recipe on the new files (beside the old ones it also reads) before they are moved."""
    for path in recipe.raw:
        if not (staged / path).exists() and (raw / path).is_file():
            (staged / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(raw / path, staged / path)
    try:
        built_rows(recipe, staged)
    except RawFileError as error:
        raise FetchError(str(error)) from None
    except Exception as error:  # a recipe may raise anything; the message is what counts
        raise FetchError(
            f"the recipe refuses the new file: {type(error).__name__}: {error}.{_gone(recipe, staged, raw)}"
        ) from error


def _gone(recipe, staged, raw):
    """The columns that the old CSV files had and the new ones have not, as a sentence."""
    told = ""
    for path in recipe.addresses():
        if path.endswith(".csv") and (raw / path).is_file():
            gone = [c for c in header(raw / path) if c not in header(staged / path)]
            told += f" Columns of the old {path} that the new one lacks: {', '.join(gone)}." * bool(
                gone
            )
    return told


def _record(raw, sums):
    """Add checksums to `raw/SHA256SUMS`, in the form that `sha256sum -c` reads."""
    target = raw / "SHA256SUMS"
    known = {}
    if target.is_file():
        lines = target.read_text(encoding="utf-8").splitlines()
        known = {line[66:]: line[:64] for line in lines if line}
    merged = dict(sorted({**known, **sums}.items()))
    with temporary(target) as part:
        part.write_text("".join(f"{s}  {path}\n" for path, s in merged.items()), encoding="utf-8")
        os.replace(part, target)


def summary(recipes, raw, failed):
    """The checklist of the files that a person fetches, and how many there are of each kind."""
    direct = [recipe for recipe in recipes if recipe.access == "direct"]
    manual = [recipe for recipe in recipes if recipe.access == "manual"]
    compiled = [recipe for recipe in recipes if recipe.access == "compiled"]
    lines = ["", "To fetch by hand:"] if manual else []
    for recipe in manual:
        missing = recipe.missing(raw)
        lines += [
            f"[{' ' if missing else 'x'}] {recipe.name}: {recipe.table['title']}",
            f"      open  {recipe.table['url']}",
            f"      take  {recipe.table['download']}",
        ]
        lines += [
            f"      save  {raw / path}{' (missing)' if path in missing else ' (there)'}"
            for path in recipe.raw
        ]
    there = sum(not recipe.missing(raw) for recipe in manual)
    counts = (
        f"Direct tables: {len(direct) - len(failed)} fetched, {len(failed)} failed. "
        f"By hand: {there} there, {len(manual) - there} missing. "
        f"Compiled by us: {len(compiled)}, nothing to fetch."
    )
    return "\n".join([*lines, "", counts])
