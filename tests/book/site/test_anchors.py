"""Link targets as JupyterLab names them, and ids found in HTML."""

from foursteps.book.site.anchors import heading_slug, ids_in_html


def test_a_heading_is_named_as_in_jupyterlab():
    assert heading_slug("The evidence") == "The-evidence"
    assert heading_slug("Who is “ahead”?") == "Who-is-“ahead”?"


def test_only_our_ids_are_targets():
    html = '<figure id="fig-a-b"><svg><g id="fig-a-b_clip0"/></svg></figure><tr id="C07"></tr>'
    html += '<li id="ref-jervis-1978"></li><dt id="term-safety"></dt><p id="other"></p>'
    found = ids_in_html(html)
    assert {"fig-a-b", "C07", "ref-jervis-1978", "term-safety"} <= set(found)
    assert "other" not in found
