"""Published values on the site: shown in the prose that uses them, not as output of a cell."""

from docutils import nodes

MIMES = ("application/vnd.foursteps.values+json", "application/vnd.foursteps.finding+json")


class ValuesOutput:
    """myst-nb's plug-in (entry point `myst_nb.mime_renderers`): outputs of `publish` and `holds`.

    It goes before the plain text `name = value` of the same output and renders nothing: that
    text serves who runs the notebook, and a reader of the page has the number in a sentence.
    """

    mime_priority_overrides = tuple(("html", mime, 0) for mime in MIMES)

    @staticmethod
    def handle_mime(renderer, data, inline):
        """An empty node for such an output, None (not mine) for anything else."""
        # An empty list would count as "not rendered", and the plain text would be shown.
        return [nodes.raw("", "", format="html")] if data.mime_type in MIMES else None
