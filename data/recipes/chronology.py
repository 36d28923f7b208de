"""The chronology of US and Chinese moves on AI and chips, recoded by content; compiled by hand.

The CSV in `data/` is the original: 68 moves were imported once from the list that was compiled
for the book, recoded by content, and six laws were added. It is edited by hand; this recipe holds
the codebook, and the engine checks every row against it.
"""

CONTENTS = [
    "export rule",
    "listing",
    "investment rule",
    "market access",
    "investigation",
    "law",
    "plan",
    "governance",
    "partnership",
    "relaxation",
]
DIRECTIONS = ["escalate", "neutral", "de-escalate"]


def text(name, description, **constraints):
    """A column of text."""
    return {
        "name": name,
        "type": "string",
        "description": description,
        "unit": None,
        "constraints": constraints,
    }


def day(name, description, **constraints):
    """A column of dates."""
    return {
        "name": name,
        "type": "date",
        "description": description,
        "unit": None,
        "constraints": constraints,
    }


def flag(name, description):
    """A column of true and false."""
    return {
        "name": name,
        "type": "boolean",
        "description": description,
        "unit": None,
        "constraints": {"required": True},
    }


TABLE = {
    "title": "Chronology of US and Chinese moves on AI and chips, 2014–2026",
    "description": (
        "One row per public move of either government that bears on AI, chips or the means to "
        "restrict them. A selection, not a census: no count of it measures activity, and no "
        "interval in it is a reaction time. The coding is itself an argument. In the list as "
        "first compiled, every control was US, every counter-control Chinese, and it opened with "
        "three Chinese plans coded as escalation; so the moves are coded here by what they do "
        "(`content`), the direction has a second defensible coding (`direction_strict`), and a "
        "link to an earlier move stands apart with its source (`response_basis`): one official "
        "notice names the other side, five links rest on press or secondary sources, five on "
        "timing only. As first compiled, escalations since 2014 are US 34 and China 25, since "
        "October 2022 21 each, of direct relevance only 27 and 7: the start date and the coding "
        "decide. Six laws that the list lacked were added (`added`). Many Chinese listings answer "
        "tariffs or arms sales to Taiwan rather than rules on chips; those moves are kept and "
        "flagged by `ai_relevance`. The newest move is of 5 August 2026."
    ),
    "publisher": "The Four Steps authors",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-11-23",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "verified": False,
    "primary_key": ["id"],
    "fields": [
        text(
            "id",
            "E01 to E68: the list as first compiled; B01 onwards: added by the book",
            required=True,
            unique=True,
            pattern="[EB][0-9]{2}",
        ),
        day("date", "Day of the move; what kind of day `date_basis` says", required=True),
        text(
            "date_precision",
            "How exact `date` is",
            required=True,
            enum=["day", "month", "year"],
        ),
        text(
            "date_basis",
            "What `date` is: issued (signed or announced by a ministry), signed, adopted (by the "
            "legislature), released, published (often in the Federal Register, days after the "
            "release), in force, or reported (first report of it)",
            required=True,
            enum=["issued", "signed", "adopted", "released", "published", "in force", "reported"],
        ),
        day("date_announced", "Day of the announcement where `date` is a later one"),
        day("date_in_force", "Day of entry into force where a source gives it"),
        text("actor", "Government that made the move", required=True, enum=["US", "China"]),
        text("title", "The move in our words", required=True, maxLength=110),
        text(
            "content",
            "What the move does. export rule: licences, bans or conditions on exports of items; "
            "listing: measures against named organisations; investment rule: limits on investment "
            "in either direction; market access: who may sell in the home market, tariffs "
            "included; investigation: a case against a firm; law: an act or provision that creates "
            "or widens an instrument; plan: strategy, subsidy or order to one's own administration "
            "that builds up capacity; governance: rules for AI at home or proposals for the world; "
            "partnership: easier terms for a third state; relaxation: a measure suspended, "
            "rescinded or softened",
            required=True,
            enum=CONTENTS,
        ),
        text("content_second", "A second content of a mixed move", enum=CONTENTS),
        text(
            "kind_original",
            "Coding of the list as first compiled, kept for comparison; it follows the actor "
            "(every control is US, every counter-control Chinese), so it cannot be used to compare "
            "actors",
            enum=[
                "mobilisation",
                "control",
                "counter-control",
                "governance",
                "relaxation",
                "alliance",
            ],
        ),
        text(
            "direction",
            "First coding: escalate, neutral or de-escalate as first compiled, where plans and "
            "new laws count as escalation; the added laws follow the same rule",
            required=True,
            enum=DIRECTIONS,
        ),
        text(
            "direction_strict",
            "Second coding: escalate only if the move itself restricts, charges or penalises the "
            "other state, its organisations or its access; plans, subsidies, requests for "
            "comments, laws that create an instrument without using it, and easier terms for "
            "third states are neutral, and so is a release that relaxes and tightens at once",
            required=True,
            enum=DIRECTIONS,
        ),
        text(
            "ai_relevance",
            "direct: AI or the chips, tools and minerals rules aimed at it; adjacent: technology "
            "or materials near it; context: tariffs, arms sales or rights, shown as uses of the "
            "same instruments",
            required=True,
            enum=["direct", "adjacent", "context"],
        ),
        day(
            "response_to_date",
            "Day of the move or meeting that this one is said to answer; sparingly filled",
        ),
        text(
            "response_basis",
            "On what the link rests: official notice (it names the other side's act), press or "
            "secondary (a report or later source states it), timing only, or none (no link coded)",
            required=True,
            enum=["official notice", "press or secondary", "timing only", "none"],
        ),
        text("response_source", "What states the link, in our words"),
        text(
            "verification",
            "A: date in an official text, its register metadata or several agreeing citations, "
            "and address seen; B: part secondary, usually the day, or content from general "
            "knowledge, said in `note`; C: official notice seen only as reprint or press, and the "
            "address is the reprint's",
            required=True,
            enum=["A", "B", "C"],
        ),
        flag("added", "true: added by the book to the list as first compiled"),
        text("source_url", "Official or best address", required=True, pattern="https?://.+"),
        flag(
            "address_verified",
            "true: we requested the address ourselves; false: we saw it in other documents only",
        ),
        text("evidence", "What was read that confirms date and content", required=True),
        text("note", "What a reader should know: numbers, doubts, what is general knowledge"),
    ],
    "known_nulls": {
        "date_announced": "`date` is the announcement, or no other day is known",
        "date_in_force": "not collected, or no entry into force",
        "content_second": "the move has one content",
        "kind_original": "added by the book",
        "response_to_date": "no link coded, or a link without a day",
        "response_source": "no link coded",
        "note": "nothing to add",
    },
    "quirks": [
        (
            "US dates are often the day of signature or release, sometimes of publication; the "
            "Chinese mineral rules E28 and E32 stand at their entry into force, weeks after the "
            "announcement. Use date_announced before speaking of sequence."
        ),
        (
            "Chinese mineral licences and some US chip rules apply to all destinations; the table "
            "does not say whom a rule hits."
        ),
        (
            "The suspensions of November 2025 end on 9, 10 and 27 November 2026; no source read "
            "is late enough to say what followed."
        ),
        (
            "The resumption of H20 sales in July 2025 is not in the list: no official address "
            "was seen."
        ),
    ],
}
