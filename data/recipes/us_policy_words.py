"""US legal and policy texts on AI and chips, one row each, counted like the White House's pages."""

import _us_race_senses as senses
import _us_words as us
import pandas as pd

WHITE_HOUSE = "update_2026_10/texts/us"
AGORA = "regulation/agora_fulltext"
SITE = "https://www.whitehouse.gov/"
BIDEN = "https://bidenwhitehouse.archives.gov/briefing-room/presidential-actions/"
FR = "https://www.federalregister.gov/documents/"

# File, form, short title, in the first set of 15 texts, address. Dates begin the files' names, or
# stand in front of an AGORA file.
TEXTS = [
    ("2019-02-11 agora-1111-eo-13859", "executive order", "EO 13859: American leadership in AI",
     True, FR + "2019/02/14/2019-02544/"),
    ("2023-08-09-eo-14105-outbound-investment", "executive order",
     "EO 14105: investments in countries of concern", False,
     BIDEN + "2023/08/09/executive-order-on-addressing-united-states-investments-in-certain-"
     "national-security-technologies-and-products-in-countries-of-concern/"),
    ("2023-10-30-eo-14110-safe-secure-trustworthy-ai", "executive order",
     "EO 14110: safe, secure, trustworthy AI", True,
     BIDEN + "2023/10/30/executive-order-on-the-safe-secure-and-trustworthy-development-and-use-"
     "of-artificial-intelligence/"),
    ("2024-09-11 agora-1678-bis-reporting-proposed-rule-2024", "proposed rule",
     "Reporting requirements for advanced AI models (proposed)", True, "https://agora.eto.tech"),
    ("2024-10-24-nsm-25-national-security-memorandum-on-ai", "memorandum",
     "NSM-25: national security memorandum on AI", True, "@"),
    ("2024-12-06 agora-1955-us-icts-rule", "rule",
     "Rule on information and communications supply chains", True, "https://agora.eto.tech"),
    ("2025-01-13 agora-1820-us-ai-diffusion-rule", "rule", "AI Diffusion framework", True,
     FR + "2025/01/15/2025-00636/framework-for-artificial-intelligence-diffusion"),
    ("2025-01-14-eo-14141-ai-infrastructure", "executive order", "EO 14141: AI infrastructure",
     True, "@"),
    ("2025-01-20-eo-14148-initial-rescissions", "executive order",
     "EO 14148: initial rescissions", False, "@"),
    ("2025-01-23-eo-14179-removing-barriers", "executive order", "EO 14179: removing barriers",
     True, "@"),
    ("2025-04-03 agora-2267-omb-m-25-21", "memorandum", "M-25-21: federal use of AI", True,
     "https://agora.eto.tech"),
    ("2025-04-03 agora-2268-omb-m-25-22", "memorandum", "M-25-22: federal purchase of AI", True,
     "https://agora.eto.tech"),
    ("2025-04-23-eo-14277-ai-education", "executive order", "EO 14277: AI education", True, "@"),
    ("2025-07-23-americas-ai-action-plan", "plan",
     "Winning the Race: America's AI Action Plan", False, "@"),
    ("2025-07-23-article-ai-action-plan-announcement", "announcement",
     "Announcement of the AI Action Plan", False, "@"),
    ("2025-07-23-eo-14318-data-centre-permitting", "executive order",
     "EO 14318: data-centre permits", True, "@"),
    ("2025-07-23-eo-14319-woke-ai", "executive order", "EO 14319: AI in the federal government",
     True, "@"),
    ("2025-07-23-eo-14320-ai-exports", "executive order", "EO 14320: AI exports", True, "@"),
    ("2025-11-01-fact-sheet-deal-with-china", "fact sheet", "Fact sheet on the deal with China",
     False, "@"),
    ("2025-11-04-eo-reciprocal-tariffs-china-arrangement", "executive order",
     "Order on tariffs after the arrangement with China", False, "@"),
    ("2025-11-24-eo-genesis-mission", "executive order", "Order on the Genesis Mission", False,
     "@"),
    ("2025-12-11-eo-14365-national-policy-framework", "executive order",
     "EO 14365: national policy framework", True, "@"),
    ("2026-01-14-proclamation-semiconductors", "proclamation",
     "Proclamation on imports of semiconductors", False, "@"),
    ("2026-03-20-release-national-ai-legislative-framework", "announcement",
     "Announcement of a legislative framework", False, "@"),
    ("2026-05-17-fact-sheet-beijing-summit", "fact sheet", "Fact sheet on the Beijing summit",
     False, "@"),
    ("2026-06-02-eo-advanced-ai-innovation-and-security", "executive order",
     "Order on advanced AI innovation and security", False, "@"),
    ("2026-06-02-fact-sheet-advanced-ai", "fact sheet",
     "Fact sheet on the order on advanced AI", False, "@"),
    ("2026-06-05-fact-sheet-nspm-11", "fact sheet", "Fact sheet on NSPM-11", False, "@"),
    ("2026-06-05-nspm-11-ai-national-security-enterprise", "memorandum",
     "NSPM-11: AI in the national security enterprise", False, "@"),
    ("2026-06-12-nspm-12", "memorandum", "NSPM-12", False, "@"),
    ("2026-06-22-eo-quantum", "executive order", "EO 14413: quantum innovation", False, "@"),
    ("2026-09-25-fact-sheet-china-state-visit", "fact sheet",
     "Fact sheet on the state visit from China", False, "@"),
    ("2026-09-29-eo-inaugurating-the-era-of-super-intelligence", "executive order",
     "Order that renames AI Super Intelligence", False, "@"),
    ("2026-09-29-fact-sheet-era-of-super-intelligence", "fact sheet",
     "Fact sheet on the order that renames AI", False, "@"),
]  # fmt: skip
LEGAL = ("executive order", "memorandum", "proclamation", "proposed rule", "rule")


def build(raw, recipe):
    """One row for each text, counts near AI and in the whole text."""
    addresses = _addresses(raw)
    return pd.DataFrame([_row(raw, addresses, *text) for text in TEXTS])


def _addresses(raw):
    columns = ["file", "official_url"]
    lists = ("PROVENANCE.csv", "PROVENANCE-action-plan.csv")
    known = pd.concat(pd.read_csv(raw / WHITE_HOUSE / name)[columns] for name in lists)
    return dict(zip(known["file"], known["official_url"], strict=True))


def _row(raw, addresses, file, form, title, first_set, url):
    date, _, agora = file.partition(" ")
    date = date[:10]
    path = raw / (f"{AGORA}/{agora}.txt" if agora else f"{WHITE_HOUSE}/{file}.txt")
    text = us.Text(us.plain(path.read_text(encoding="utf-8-sig")), date)
    name = agora or file
    hits = text.hits(us.RACE, near=False)
    codes = senses.letters(senses.TEXTS, name, len(hits))
    near = [code for code, hit in zip(codes, hits, strict=True) if text.near(hit)]
    whole = {f"{word}_whole": count for word, count in text.counts(near=False).items()}
    counted = senses.counts(near)
    return {
        "text": name,
        "date": date,
        "administration": "Trump, first" if date < "2021-01-20" else
                          "Biden" if date < "2025-01-20" else "Trump, second",
        "form": form,
        "legal_force": form in LEGAL,
        "title": title,
        "first_set": first_set,
        "words": len(text.starts),
        "ai": len(text.ai),
        "words_near_ai": text.words_near,
        "race": counted["race"],
        "race_other_sense": counted["race_other_sense"],
        **text.counts(),
        "race_whole": senses.counts(codes)["race"],
        **whole,
        "url": addresses.get(f"{file}.txt", "") if url == "@" else url,
    }  # fmt: skip
