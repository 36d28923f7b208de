"""Write `datapackage.json`: a Frictionless Data Package, one resource per table."""

import hashlib
import json
import tomllib

from foursteps.book.data import licences
from foursteps.book.data.cells import rows
from foursteps.ground.quick_imports import frictionless

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"


def package(project, resources):
    """The descriptor (a dict) of the whole package, resources sorted by name."""
    about = tomllib.loads((project.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "$schema": SCHEMA,
        "name": about["name"],
        "title": "Four Steps: the tables of the book",
        "description": "One CSV per table, each with its own licence (see `licenses` of each "
        "resource): there is no licence for the package as a whole.",
        "version": about["version"],
        "resources": sorted(resources, key=lambda resource: resource["name"]),
    }


def resource(recipe, content, raw_sha256):
    """The descriptor (a dict) of one table.

    `content` is the CSV file's bytes; `raw_sha256` maps raw path → sha256 of the publisher's file
    the table was made from. `used_by` is filled in by `with_usage`.
    """
    table = recipe.table
    entry = {
        "name": recipe.name,
        "type": "table",
        "path": f"{recipe.name}.csv",
        "title": table["title"],
        "description": table["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "rows": len(rows(content)) - 1,
        "sources": [{"title": table["publisher"], "path": table["url"]}],
        "licenses": licences.entries(table),
        "publisher": table["publisher"],
        "url": table["url"],
        "licence": table["licence"],
        "licence_note": licences.note(table),
        "reuse": table["reuse"],
        "vintage": table["vintage"],
        "retrieved": table["retrieved"],
        "access": table["access"],
        "raw": table["raw"],
        "raw_sha256": raw_sha256,
        "download": table.get("download", ""),
        "verified": table["verified"],
        "known_nulls": table["known_nulls"],
        "quirks": table["quirks"],
        "picture": table["picture"],
        "used_by": [],
        "schema": {
            "fields": [_field(field) for field in table["fields"]],
            "primaryKey": table["primary_key"],
            "missingValues": [""],
        },
    }
    return entry


def _field(field):
    kept = {key: value for key, value in field.items() if value or key == "unit"}
    kept.setdefault("unit", None)
    if field["type"] == "boolean":
        kept |= {"trueValues": ["true"], "falseValues": ["false"]}
    return kept


def with_usage(resources, users):
    """The resources with `used_by` taken from `users` (table → notebooks)."""
    return [{**entry, "used_by": users.get(entry["name"], [])} for entry in resources]


def text(descriptor):
    """The file's text: readable, in a fixed order, ending in a line break."""
    return json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"


def faults(descriptor, folder):
    """What frictionless says against the descriptor and its files (a list of sentences)."""
    library = frictionless()
    try:
        report = library.Package.from_descriptor(descriptor, basepath=str(folder)).validate()
    except library.FrictionlessException as error:
        return [reason.message for reason in error.reasons or [error.error]]
    return [f"{error.message}" for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]
