"""Documents on AI governance and what they do, as AGORA tags them."""

import pandas as pd


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


DOCUMENTS = "regulation/agora_documents.csv"
AUTHORITIES = "regulation/agora_authorities.csv"
TAGS = {
    "Strategies: Disclosure": "disclosure",
    "Strategies: Evaluation": "evaluation",
    "Strategies: Performance requirements": "performance",
    "Strategies: Licensing, registration, and certification": "licensing",
    "Strategies: Government support": "support",
    "Strategies: Government study or report": "study",
    "Harms: Detrimental content": "content",
    "Harms: Violation of civil or human rights, including privacy": "rights",
}
TOLD = {
    "disclosure": "asks for disclosure",
    "evaluation": "asks for evaluation",
    "performance": "sets performance requirements",
    "licensing": "asks for a licence, registration or certification",
    "support": "gives government support",
    "study": "asks the government for a study or report",
    "content": "is about detrimental content",
    "rights": "is about civil or human rights, including privacy",
}
PLACES = {
    "United States": "US",
    "China": "China",
    "Multinational": "multinational",
    "Other countries": "other countries",
}
LEVELS = ["China", "US Congress", "US States", "US agencies", "elsewhere"]
STATES = "U.S. state and local documents"

TABLE = {
    "title": "Documents on AI governance by maker and by what they do (AGORA)",
    "description": (
        "One row per document of the collection AGORA, with its maker, its latest activity and "
        "eight of its tags. Nine in ten documents are of the US, because the collection began "
        "there: counts say how the collection grew, never how much a country regulates. Tags are "
        "set for annotated documents only and may include unreviewed machine output. 372 bills "
        "died with the 118th Congress on 3 January 2025 and stand as Defunct of that day."
    ),
    "publisher": "AGORA (CSET, Emerging Technology Observatory)",
    "url": "https://eto.tech/tou",
    "licence": "CC BY-NC 4.0",
    "reuse": "attribution-noncommercial",
    "vintage": "2026-03-23",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [DOCUMENTS, AUTHORITIES],
    "download": (
        "From the page of AGORA take the data set; call documents.csv "
        f"{DOCUMENTS} and authorities.csv {AUTHORITIES}."
    ),
    "verified": False,
    "raw_columns": {
        DOCUMENTS: [
            "AGORA ID",
            "Authority",
            "Collections",
            "Most recent activity",
            "Most recent activity date",
            "Tags",
            *TAGS,
        ],
        AUTHORITIES: ["Name", "Jurisdiction"],
    },
    "primary_key": ["agora_id"],
    "fields": [
        field("agora_id", "integer", "Number in AGORA", "number", required=True),
        field("place", "string", "Jurisdiction", enum=list(PLACES.values())),
        field("maker", "string", "Maker", required=True, enum=LEVELS),
        field(
            "activity",
            "string",
            "Most recent activity",
            required=True,
            enum=["Defunct", "Enacted", "Proposed"],
        ),
        field("activity_date", "date", "Date of that activity: issue or entry into force"),
        field("tagged", "boolean", "Has tags", required=True),
        *(field(name, "boolean", f"Tag: {text}") for name, text in TOLD.items()),
    ],
    "known_nulls": {
        "place": "28 documents have no jurisdiction (firms and others)",
        **dict.fromkeys(TOLD, "no tags"),
    },
    "quirks": ["The date mixes issue and entry into force: no trends by year."],
}


def build(raw):
    """Return the table from the publisher's files under the folder `raw`."""
    source = pd.read_csv(raw / DOCUMENTS)
    places = pd.read_csv(raw / AUTHORITIES).set_index("Name")["Jurisdiction"].map(PLACES)
    table = source[["AGORA ID"]].rename(columns={"AGORA ID": "agora_id"})
    table["place"] = source["Authority"].map(places)
    table["maker"] = "elsewhere"
    table.loc[table["place"] == "China", "maker"] = "China"
    table.loc[table["place"] == "US", "maker"] = "US agencies"
    states = source["Collections"].fillna("").str.contains(STATES, regex=False)
    table.loc[(table["place"] == "US") & states, "maker"] = "US States"
    table.loc[source["Authority"] == "United States Congress", "maker"] = "US Congress"
    table["activity"] = source["Most recent activity"]
    table["activity_date"] = pd.to_datetime(source["Most recent activity date"], errors="coerce")
    table["tagged"] = source["Tags"].notna()
    for column, name in TAGS.items():
        table[name] = source[column].astype("boolean").where(table["tagged"])
    table["licence"] = "CC BY-NC 4.0"
    return table.sort_values("agora_id", ignore_index=True)
