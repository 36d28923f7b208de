"""Published values on the site: the plain lines `name = value`, not the data behind them."""

MIME = "application/vnd.foursteps.values+json"


class ValuesOutput:
    """myst-nb's plug-in (entry point `myst_nb.mime_renderers`) that knows the type of `publish`.

    Without it every published value is a warning about an unknown type. It renders nothing:
    the text beside it in the output is shown.
    """

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer, data, inline):
        """An empty list for the values of `publish`, None (not mine) for anything else."""
        return [] if data.mime_type == MIME else None
