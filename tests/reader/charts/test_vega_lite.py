"""The one walk through a specification: what it finds, and that it ends."""

from foursteps.ground import vega_lite

X, Y = {"field": "year"}, {"field": "spend"}
SPEC = {
    "datasets": {"table-1": [{"year": 1}], "table-2": [{"year": 2}]},
    "data": {"name": "table-1"},
    "params": [{"name": "start"}],
    "encoding": {"x": X},
    "width": 300,
    "layer": [
        {"mark": "line", "encoding": {"y": Y, "tooltip": [X, {"value": 1}]}},
        {
            "facet": {"row": {"field": "place"}, "column": {"field": "kind"}},
            "spec": {"mark": "point", "data": {"values": [{"year": 3}]}, "params": [{"name": "b"}]},
        },
        {"mark": "rule", "data": {"url": "x.csv"}, "width": 10},
    ],
    "transform": [{"lookup": "year", "from": {"data": {"name": "table-2"}, "key": "year"}}],
}


def test_views_inherit_channels_data_and_size():
    whole, line, facet, point, rule = vega_lite.views(SPEC)
    assert [view.node.get("mark") for view in (whole, line, point, rule)] == [
        *(None, "line", "point", "rule")
    ]
    assert line.encoding == {"x": X, "y": Y, "tooltip": [X, {"value": 1}]}
    assert (line.rows, point.rows, rule.rows) == ([{"year": 1}], [{"year": 3}], None)
    assert (line.nearest("width"), rule.nearest("width")) == (300, 10)
    assert point.path == (SPEC, facet.node, facet.node["spec"])


def test_channels_are_found_in_lists_conditions_and_facets():
    node = {
        "encoding": {
            "tooltip": [X, Y],
            "color": {"condition": {"param": "p", "field": "place"}, "value": "red"},
            "size": "nonsense",
        },
        "facet": {"field": "kind", "row": {"field": "place"}},
    }
    found = [(channel, one.get("field")) for channel, one in vega_lite.channels(node)]
    assert found == [
        *(("tooltip", "year"), ("tooltip", "spend"), ("color", None), ("color", "place")),
        *(("facet", "kind"), ("row", "place")),
    ]


def test_parameters_data_and_rows_are_found_wherever_they_are():
    assert [param["name"] for param in vega_lite.params(SPEC)] == ["start", "b"]
    names = [data.get("name") for data in vega_lite.sources(SPEC)]
    assert names == ["table-1", "table-2", None, None]
    assert [row["year"] for row in vega_lite.stored_rows(SPEC)] == [1, 2, 3]


def test_titles_are_words():
    for title, said in (
        (" A ", "A"),
        (["A", "line"], "A line"),
        ({"text": ["A", "line"], "subtitle": "B"}, "A line"),
        (None, ""),
        (3, ""),
        ({"expr": "'A'"}, ""),
    ):
        assert vega_lite.words(title) == said


def test_what_is_no_specification_holds_no_views():
    for odd in (None, [], "text", 3):
        assert list(vega_lite.views(odd)) == []
    assert len(list(vega_lite.views({"layer": 3, "encoding": [], "data": 1, "spec": "x"}))) == 1


def test_a_walk_ends_where_no_chart_goes_on():
    deep = {"mark": "point"}
    for _ in range(500):
        deep = {"layer": [deep]}
    assert len(list(vega_lite.views(deep))) == vega_lite.DEEPEST + 1
    wide = {"encoding": {str(n): X for n in range(vega_lite.MOST_CHANNELS + 1)}, "layer": [deep]}
    assert list(vega_lite.views(wide)) == []
