"""Where a reader reports a mistake: the repository's form, filled in with what we know already."""

from urllib.parse import urlencode

FORM = "mistake.yml"  # in .github/ISSUE_TEMPLATE; its fields have the ids that stand here


def report_address(project, pagename, figure=None):
    """Address of the form with page, version and, where it is about one, figure filled in."""
    fields = {
        "template": FORM,
        "title": f"Mistake: {figure or pagename}",
        "page": project.page_address(pagename) + (f"#{figure}" if figure else ""),
        "version": f"{project.version}, tables to {project.tables_to}, "
        f"events read to {project.events_to}",
    }
    if figure:
        fields["figure"] = figure
    return f"{project.repository}/issues/new?{urlencode(fields)}"
