"""What each "race" and each "compet…" means in the 41 texts: coded by hand, in context.

Keys: AGORA number, then the senses in the order of the occurrences. One letter per occurrence:

* r race between states or their firms · e race as ethnicity (race family)
* s rivalry of states · n a nation's or economy's competitiveness · m competition between firms,
  in procurement included · c contests and prizes · o something else (competition family)
"""

SENSES = {
    "r": "race between rivals",
    "e": "ethnicity",
    "s": "rivalry of states",
    "n": "national competitiveness",
    "m": "market competition",
    "c": "contest",
    "o": "other",
}

RACE = {
    37: "ee",
    757: "e",
    1137: "e",
    1763: "r",
    2546: "eeeee",
    2720: "rr",
}

COMPETITION = {
    35: "m",
    37: "m",
    266: "m",
    307: "mmmmmsmccmmmmmmmmco",
    757: "mmnnnmmm",
    1065: "snsssnnnnnnnnoc",
    1111: "snsss",
    1125: "mm",
    1137: "m",
    1151: "m",
    1194: "s",
    1377: "mn",
    1385: "smmnmsmnnnnsmmmmsss",
    1763: "nsmmnnnmommm",
    1780: "n",
    2267: "nnmmn",
    2268: "mmn",
    2417: "cc",
    2727: "nn",
    2728: "m",
}

# Chinese words behind a translator's English, where the original's passage was read.
ORIGINAL = {
    (1065, "competition", 1): "国际竞争",
    (1065, "competition", 2): "国家竞争力",
    (1065, "competition", 3): "国际科技竞争",
    (1065, "competition", 4): "国际竞争",
    (1065, "competition", 7): "国家竞争力",
    (1065, "competition", 8): "国家竞争力",
}

# Who contends with whom, and what the text draws from it: in our words, never copied.
CONTEXT = {
    (1763, "race", 1): (
        "unnamed competitors already strive for the lead; the reason given for building "
        "infrastructure at home in time"
    ),
    (2720, "race", 1): (
        "the country and unnamed adversaries contend for the first place; the reason given for "
        "freeing firms from state laws"
    ),
    (2720, "race", 2): "a single national framework is said to secure that the US comes first",
    (307, "competition", 6): "safety principles are to be shared also with unnamed competitors",
    (1065, "competition", 1): "AI as the new focus of contention between countries",
    (1065, "competition", 3): "developed countries seek the initiative in a new round",
    (1065, "competition", 4): "the country's security and its rivalries have grown more complex",
    (1065, "competition", 5): "the country is to hold the initiative in the new stage",
    (1111, "competition", 1): "technology to be protected from purchase by unnamed rivals",
    (1111, "competition", 3): "the same aim, as a principle of policy",
    (1111, "competition", 4): "the advantage is to be protected against unnamed rivals",
    (1111, "competition", 5): "an action plan to protect the advantage against unnamed rivals",
    (1194, "competition", 1): (
        "scientists ask states to keep safety work apart from the wider rivalry"
    ),
    (1385, "competition", 1): "without adoption the country risks losing ground to unnamed rivals",
    (1385, "competition", 6): "a head start, but unnamed rivals are closing the gap",
    (1385, "competition", 12): "foreign states are said to take US knowledge by several means",
    (1385, "competition", 17): "allies are an advantage over unnamed rivals",
    (1385, "competition", 18): "foreign states may manipulate AI systems",
    (1385, "competition", 19): "a strategy is to say how to deal with unnamed rivals",
    (1763, "competition", 2): "the rivals of the sentence on racing for the lead",
}


def sense(number, family, ordinal):
    """The coded sense of one occurrence. Raises `LookupError` if it was never coded."""
    coded = (RACE if family == "race" else COMPETITION).get(number, "")
    if ordinal > len(coded):
        raise LookupError(
            f"AGORA {number}: occurrence {ordinal} of the {family} family has no sense in "
            "_race_senses.py; the text differs from the one that was coded."
        )
    return SENSES[coded[ordinal - 1]]


def check(number, found):
    """Raise `LookupError` if a text has fewer or more occurrences than were coded.

    `found` maps family → number of occurrences.
    """
    for family, coded in (("race", RACE), ("competition", COMPETITION)):
        wanted = len(coded.get(number, ""))
        if found.get(family, 0) != wanted:
            raise LookupError(
                f"AGORA {number}: {found.get(family, 0)} occurrences of the {family} family, "
                f"{wanted} coded in _race_senses.py; the text differs from the one that was coded."
            )
