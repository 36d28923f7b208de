"""The picture at the head of a table's page, drawn as the recipe's `picture` says.

`static/table-chart.js` makes the specification, here on Node and in the reader's browser, so that
the reader who changes a column begins with the very picture that stands there.
"""

import json
import subprocess
from pathlib import Path

from foursteps.book.site.formulas import node_binary
from foursteps.charts import country_scale, renderer, theme

HERE = Path(__file__).parent
PATIENCE = 120.0  # seconds for Node on a busy machine
# What a phone of 360 px shows without shrinking the words.
NARROW = 328


class PictureError(RuntimeError):
    """A table cannot be drawn as its recipe says; names the recipe."""


def looks():
    """What `table-chart.js` must know of the theme: colours, shapes and dashes by place."""
    countries = {
        place: {
            "colour": country_scale.COLORS[place],
            "shape": country_scale.SHAPES[place],
            "dash": country_scale.DASHES[place],
        }
        for place in country_scale.PAIR
    }
    others = {
        "colour": theme.OTHERS,
        "shape": country_scale.OTHER_SHAPES,
        "dash": country_scale.OTHER_DASHES,
    }
    # Without a country in the picture its shapes and dashes are free, its colours are not.
    free = {
        channel: [*([look[channel] for look in countries.values()] if channel != "colour" else [])]
        + [*values]
        for channel, values in others.items()
    }
    return {"countries": countries, "others": others, "all": free}


def columns_of(resource):
    """The columns of a table as `table-chart.js` takes them."""
    return [
        {key: field.get(key) or "" for key in ("name", "type", "unit", "description")}
        for field in resource["schema"]["fields"]
    ]


def rows_where(rows, where):
    """The rows (dicts of strings) whose columns have the values of a picture's `where`."""
    wanted = {name: [v] if isinstance(v, str) else v for name, v in (where or {}).items()}
    return [row for row in rows if all(row[name] in values for name, values in wanted.items())]


def charts(resources_and_rows):
    """The specifications of the pictures of tables: a list, None for a table without one.

    resources_and_rows: pairs of a table's entry in datapackage.json and its rows (dicts of
    strings). Raises PictureError for a picture that cannot be drawn.
    """
    asked = [
        _asked(resource, rows)
        for resource, rows in resources_and_rows
        if "none" not in resource["picture"]
    ]
    answers = iter(_node(asked))
    found = []
    for resource, _ in resources_and_rows:
        if "none" in resource["picture"]:
            found.append(None)
            continue
        answer = next(answers)
        if "fault" in answer:
            raise PictureError(f"{resource['name']}.yml: picture: {answer['fault']}")
        found.append(_finished(answer["spec"], resource))
    return found


def _asked(resource, rows):
    picture = resource["picture"]
    key = resource["schema"].get("primaryKey") or []
    columns = columns_of(resource)
    kept = rows_where(rows, picture.get("where"))
    return {
        "table": {
            "name": resource["name"],
            "key": [key] if isinstance(key, str) else key,
            "fields": columns,
            "rows": [[row[column["name"]] for column in columns] for row in kept],
        },
        "choice": picture,
        "theme": looks(),
    }


def _node(asked):
    command = [node_binary(), HERE / "draw.js", HERE / "static" / "table-chart.js"]
    done = subprocess.run(
        command,
        input=json.dumps(asked),
        capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
    )  # fmt: skip
    if done.returncode:
        raise PictureError(f"the pictures were not drawn: {done.stderr.strip()[-2000:]}")
    # Node writes 5.1e20 in full, and Vega here reads no integer of that size.
    return json.loads(done.stdout, parse_int=_number)


def _number(text):
    return int(text) if len(text) <= 15 else float(text)


def _finished(spec, resource):
    """The specification with what every chart of the book carries."""
    name = f"fig-table-{resource['name'].replace('_', '-')}"
    meta = {"id": name, "tables": [resource["name"]], "caption": resource["picture"]["title"]}
    return renderer.normalise({**spec, "config": theme.config(), "usermeta": meta})
