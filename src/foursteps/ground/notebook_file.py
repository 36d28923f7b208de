"""Read and write notebooks as the files they are: nbformat 4, keys sorted, UTF-8."""

import json
from pathlib import Path
from typing import TypeAlias

from foursteps.ground import sound_text
from foursteps.ground.quick_imports import without_slow_formats

with without_slow_formats():
    import nbformat

Notebook: TypeAlias = nbformat.NotebookNode


class NotebookError(Exception):
    """A notebook that cannot be read, executed, filled or stored; says file, cell and line."""


def read(path: str | Path) -> Notebook:
    """The notebook at `path` as nbformat 4. Raises NotebookError if it is not one."""
    try:
        # Without ids nbformat would invent random ones and say so on stderr.
        text = Path(path).read_text(encoding="utf-8")
        notebook = nbformat.reader.reads(text)
        if (notebook.nbformat, notebook.nbformat_minor) < (4, 0):
            raise NotebookError(f"{path}: nbformat {notebook.nbformat}; save it as version 4")
    except FileNotFoundError:
        raise NotebookError(f"{path}: no such notebook") from None
    except (nbformat.reader.NotJSONError, UnicodeDecodeError, AttributeError, KeyError) as error:
        told = sound_text.fault(path)
        if told:
            raise NotebookError(told) from None
        where = error.__cause__ or error.__context__
        line = (
            f", line {where.lineno}: {where.msg}" if isinstance(where, json.JSONDecodeError) else ""
        )
        raise NotebookError(f"{path}{line}: not a notebook ({type(error).__name__})") from None
    return notebook


def dumps(notebook: Notebook) -> str:
    """The notebook as text: keys sorted, UTF-8, one newline at the end."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"
