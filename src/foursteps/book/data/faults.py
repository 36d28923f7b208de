"""`foursteps data check`: is what stands in `data/` what the recipes and notebooks say?"""

import json

from foursteps.book.data import descriptor
from foursteps.book.data.build import build
from foursteps.ground import sound_text
from foursteps.ground.table_use import used_by


def faults(project):
    """Every fault of the committed data package, each a sentence with its remedy (a list)."""
    told = sound_text.faults(project.data.glob("*.csv"))
    if told:
        return told  # whatever else would be said of these tables follows from it
    result = build(project)
    found = list(result.failed.values())
    if not project.descriptor.is_file():
        return [*found, "data/datapackage.json is missing; run `foursteps data build`."]
    committed = json.loads(project.descriptor.read_text(encoding="utf-8"))
    found += _differences(committed, result.package)
    for path in (project.descriptor, project.licences):
        if not found and (not path.is_file() or path.read_bytes() != result.contents[path]):
            found.append(f"{project.shown(path)} is out of date; run `foursteps data build`.")
    found += descriptor.faults(committed, project.data)
    known = {entry["name"] for entry in result.package["resources"]}
    for name, notebooks in used_by(project).items():
        if name not in known:
            found.append(f"{', '.join(notebooks)}: loads {name!r}, which is not in the package.")
    return found


def unused(project):
    """The tables that no notebook loads (sorted names)."""
    users = used_by(project)
    names = (entry["name"] for entry in build(project).package["resources"])
    return sorted(name for name in names if name not in users)


def _differences(committed, fresh):
    was = {entry["name"]: entry for entry in committed.get("resources", [])}
    now = {entry["name"]: entry for entry in fresh["resources"]}
    for name in sorted(was.keys() | now.keys()):
        if name not in now or name not in was:
            word = "has no table for" if name not in now else "lacks"
            yield f"data/datapackage.json {word} {name!r}; run `foursteps data build`."
            continue
        for key in sorted(was[name].keys() | now[name].keys()):
            old, new = was[name].get(key), now[name].get(key)
            if old != new:
                yield (
                    f"data/datapackage.json, table {name!r}: {key} is {_short(old)}, expected "
                    f"{_short(new)}; run `foursteps data build`."
                )


def _short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else text[:97] + "…"
