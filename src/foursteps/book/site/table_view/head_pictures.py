"""The picture at the head of a table's page, drawn as the recipe's `picture` says.

`static/table-chart.js` makes the specification, here on Node and in the reader's browser, so that
the reader who changes a column begins with the very picture that stands there.
"""

import json
import subprocess
import textwrap
from pathlib import Path

from foursteps.book.site.formulas import node_binary
from foursteps.charts import country_scale, renderer, theme

HERE = Path(__file__).parent
PATIENCE = 120.0  # seconds for Node on a busy machine
# A second drawing for phones, so that no word is shrunk at 360 px.
WIDTHS = (theme.WIDTH, 328)


class PictureError(RuntimeError):
    """A table cannot be drawn as its recipe says; names the recipe."""


def looks(width=theme.WIDTH):
    """What `table-chart.js` must know of the theme: width, colours, shapes and dashes by place."""
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
    return {"width": width, "countries": countries, "others": others, "all": free}


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
    """The pictures of tables, in their order: each (wide, narrow), or None for a table without.

    resources_and_rows: pairs of a table's entry in datapackage.json and its rows (dicts of
    strings); the pictures are Vega-Lite specifications. Raises PictureError for one that cannot be
    drawn.
    """
    drawn = [pair for pair in resources_and_rows if "none" not in pair[0]["picture"]]
    answers = iter(_node([_asked(*pair, width) for pair in drawn for width in WIDTHS]))
    return [
        None
        if "none" in resource["picture"]
        else tuple(_finished(next(answers), resource, width) for width in WIDTHS)
        for resource, _ in resources_and_rows
    ]


def _asked(resource, rows, width):
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
        "theme": looks(width),
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


def _finished(answer, resource, width):
    """The specification with what every chart of the book carries."""
    if "fault" in answer:
        raise PictureError(f"{resource['name']}.yml: picture: {answer['fault']}")
    spec = answer["spec"]
    name = f"fig-table-{resource['name'].replace('_', '-')}"
    meta = {"id": name, "tables": [resource["name"]], "caption": resource["picture"]["title"]}
    if width < theme.WIDTH:
        spec["title"] = _broken(spec["title"], width * renderer.TITLE_CHARS // theme.WIDTH)
    return renderer.normalise({**spec, "config": theme.config(), "usermeta": meta})


def _broken(title, letters):
    """A title in lines of so many letters."""
    if isinstance(title, dict):
        return {**title, "text": _broken(title["text"], letters)}
    return textwrap.wrap(title, letters)
