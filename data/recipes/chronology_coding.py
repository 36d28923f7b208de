"""The decisions behind the chronology and its known gaps, for the codebook."""


def field(name, description, required=True, **constraints):
    """One column of strings."""
    constraints = {"required": True, **constraints} if required else constraints
    return {
        "name": name,
        "type": "string",
        "description": description,
        "unit": None,
        "constraints": constraints,
    }


TABLE = {
    "title": "Coding decisions and gaps of the chronology",
    "description": (
        "How a move enters the chronology, how it is coded and sourced, what else a reader could "
        "have decided, and what is known to be missing. The codebook turns some of the decisions "
        "into switches."
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
        field("id", "D: a decision, G: a gap", unique=True, pattern="[DG][0-9]{2}"),
        field(
            "part",
            "inclusion: what enters; coding: what is said of it; source: what proves it; gap: "
            "what is known to be missing",
            enum=["inclusion", "coding", "source", "gap"],
        ),
        field("question", "What had to be decided, or what is missing"),
        field("answer", "What was decided, or what is known of the gap"),
        field("alternative", "What another reader could decide", required=False),
        field("columns", "Columns of the chronology that hold it, split by `;`"),
        field(
            "switch",
            "Name of the switch in the codebook's chart, where there is one",
            required=False,
            enum=["since", "relevance", "preparations", "batches", "pauses", "announced"],
        ),
        field(
            "source_url",
            "Address of a text that shows the point",
            required=False,
            pattern=r"https?://\S+",
        ),
        field("evidence", "What the entry rests on"),
    ],
    "known_nulls": {
        "alternative": "a gap is no decision",
        "switch": "the decision is not among the switches",
        "source_url": "a decision of the authors has no source",
    },
    "quirks": [
        "The list of gaps holds what the authors know of; what nobody looked for is absent."
    ],
}
