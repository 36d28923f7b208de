"""Vega-Lite specifications walked in one place: views, channels, data, words.

A specification may come from a student or a file: whatever stands where something else belongs
is passed over, and no walk through the views goes deeper or wider than a chart that people see.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Spec: TypeAlias = "dict[str, Json]"

# More than any figure nests, and more channels than Vega-Lite knows.
DEEPEST, MOST_CHANNELS = 20, 50
INNER = ("layer", "hconcat", "vconcat", "concat")
# What holds no views: data and settings of the whole chart.
ASIDE = ("data", "datasets", "config", "usermeta")


def mapping(value: Json) -> Spec:
    """The value if it is a dict, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Json) -> list[Json]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


@dataclass(frozen=True)
class View:
    """A mark, or what layers, facets, repeats or sets side by side other views.

    path: the nodes from the whole chart to this one, as they are written; encoding: the view's
    channels, with those that it inherits; rows: its data as stored, its own or inherited, None
    where the specification does not hold them.
    """

    path: tuple[Spec, ...]
    encoding: Spec
    rows: list[Json] | None

    @property
    def node(self) -> Spec:
        """The view as it is written."""
        return self.path[-1]

    def nearest(self, key: str) -> Json:
        """What the innermost node that has the key says; None if there is none."""
        return next((node[key] for node in reversed(self.path) if key in node), None)


def views(spec: Json) -> Iterator[View]:
    """Every view of a specification, the whole chart first and each before those inside it."""
    datasets = mapping(mapping(spec).get("datasets"))
    yield from _views(spec, View((), {}, None), datasets)


def _views(node: Json, above: View, datasets: Spec) -> Iterator[View]:
    if not isinstance(node, dict) or len(above.path) > DEEPEST:
        return
    encoding = {**above.encoding, **mapping(node.get("encoding"))}
    if len(encoding) > MOST_CHANNELS:
        return
    rows: Json = above.rows
    if isinstance(node.get("data"), dict):
        data = mapping(node["data"])
        name = data.get("name")
        named = datasets.get(name) if isinstance(name, str) else None
        rows = named if named is not None else data.get("values")
    here = View((*above.path, node), encoding, rows if isinstance(rows, list) else None)
    yield here
    for key in INNER:
        for child in sequence(node.get(key)):
            yield from _views(child, here, datasets)
    if "spec" in node:
        yield from _views(node["spec"], here, datasets)


def channels(node: Spec) -> Iterator[tuple[str, Spec]]:
    """Each (channel, definition) of a view's own: lists, conditions and facets count too."""
    for channel, definition in mapping(node.get("encoding")).items():
        for one in definition if isinstance(definition, list) else [definition]:
            if isinstance(one, dict):
                yield channel, one
                condition = one.get("condition")
                for case in condition if isinstance(condition, list) else [condition]:
                    if isinstance(case, dict) and "field" in case:
                        yield channel, case
    facet = mapping(node.get("facet"))
    if "field" in facet:
        yield "facet", facet
    for channel in ("row", "column"):
        if isinstance(facet.get(channel), dict):
            yield channel, mapping(facet[channel])


def params(spec: Json) -> Iterator[Spec]:
    """Every parameter and selection of a specification."""
    for view in views(spec):
        for param in sequence(view.node.get("params")):
            if isinstance(param, dict):
                yield param


def sources(spec: Json) -> Iterator[Spec]:
    """Every `data` of a specification: those of its views and those that they look things up in."""
    for view in views(spec):
        looked_up = (
            mapping(mapping(step).get("from")) for step in sequence(view.node.get("transform"))
        )
        for node in (view.node, *looked_up):
            if isinstance(node.get("data"), dict):
                yield mapping(node["data"])


def stored_rows(spec: Json) -> Iterator[Json]:
    """Every row of data that a specification holds, whichever of its views draws it."""
    for rows in mapping(mapping(spec).get("datasets")).values():
        yield from sequence(rows)
    for data in sources(spec):
        yield from sequence(data.get("values"))


def words(title: Json) -> str:
    """The words of a title: text, lines or `{"text": …}`; "" if it has none."""
    if isinstance(title, dict):
        return words(title.get("text"))
    if isinstance(title, list):
        return " ".join(map(words, title)).strip()
    return title.strip() if isinstance(title, str) else ""


def nodes(tree: Json) -> Iterator[Spec]:
    """Every dict of a specification or a compiled one at any depth, data and settings aside."""
    if isinstance(tree, dict):
        yield tree
        for key, child in tree.items():
            if key not in ASIDE:
                yield from nodes(child)
    elif isinstance(tree, list):
        for child in tree:
            yield from nodes(child)


def strings(tree: Json) -> Iterator[str]:
    """Every text among the values of a tree."""
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list):
        for child in tree:
            yield from strings(child)
    elif isinstance(tree, str):
        yield tree


def replaced(tree: Json, change: Callable[[str, str], str], key: str = "") -> Json:
    """A copy of a tree in which each text is `change(key, text)`; a list's texts have its key."""
    if isinstance(tree, dict):
        return {name: replaced(child, change, name) for name, child in tree.items()}
    if isinstance(tree, list):
        return [replaced(child, change, key) for child in tree]
    return change(key, tree) if isinstance(tree, str) else tree
