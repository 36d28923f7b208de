"""Where the US and China could join something on AI, and whether each did."""


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


YES = ["no", "not known", "yes"]
COULD = ["no", "not known", "others decide", "yes"]

TABLE = {
    "title": "Forums on AI: who could join, who did, 2019-2026",
    "description": (
        "Principles, statements, resolutions, votes and talks on AI between governments. "
        "`us_could` and `china_could` say whether the state could join by its own choice, so that "
        "clubs do not count against those outside: 'others decide' where members must agree, 'no' "
        "where it was not invited or nothing can be joined yet. Compiled for this book; two summits "
        "of 2023 and 2024 on military AI, UNESCO, regional forums, groups of which only one of the "
        "two is a member (but for the G7, the OECD and others of the matrix) and standards bodies "
        "are missing."
    ),
    "publisher": "The Four Steps authors",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-11-23",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["id"],
    "fields": [
        field("id", "string", "Number", required=True, pattern="F[0-9]{2}"),
        field("forum", "string", "Forum or text", required=True),
        field("date", "date", "Date", required=True),
        field(
            "date_precision", "string", "How exact", required=True, enum=["day", "month", "year"]
        ),
        field("kind", "string", "What it is", required=True),
        field("access", "string", "Who may join", required=True),
        field("us_could", "string", "Could the US join?", required=True, enum=COULD),
        field("china_could", "string", "Could China join?", required=True, enum=COULD),
        field("us_joined", "string", "Did the US join?", required=True, enum=YES),
        field("china_joined", "string", "Did China join?", required=True, enum=YES),
        field("verified", "boolean", "More than one secondary note", required=True),
        field("matrix_column", "string", "Name in forum_matrix, where it is there"),
        field("source_url", "string", "Where it was read", required=True),
        field("evidence", "string", "What was read there", required=True),
    ],
    "known_nulls": {"matrix_column": "not in the matrix of the AI Index"},
    "quirks": ["Day 1 of a month or of a year stands for the month or the year."],
}
