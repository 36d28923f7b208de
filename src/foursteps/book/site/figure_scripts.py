"""The script that carries a figure's specification: what the site writes, and a book reads again."""

import json

# How it begins: `{}` is the figure's id as JSON.
BEGIN = "((globalThis.foursteps ??= {{}}).figures ??= {{}})[{}] = "


def written(name, specification):
    """The script of the figure `name`, from its specification as JSON text."""
    return BEGIN.format(json.dumps(name)) + specification + ";\n"


def read(script):
    """The specification (dict, packed for the page) that a script of a figure carries."""
    return json.loads(script.partition("] = ")[2].removesuffix(";\n"))
