"""The 41 legal and policy texts whose words are counted, and how a word is found in them.

Read by the recipes `race_texts` and `race_words`. Dates, kinds and translators were entered by
hand from the list of sources; the texts themselves are not shipped.
"""

import re

FOLDER = "regulation/agora_fulltext"

# Number in AGORA, file, place, kind, date, precision of the date, translator, title.
# A translator of "" means that the English text is an original.
DOCUMENTS = [
    (35, "china-governance-principles-2019", "China", "principles", "2019-06-17", "day",
     "DigiChina", "Governance Principles for a New Generation of AI"),
    (36, "china-deep-synthesis-provisions", "China", "rule", "2022-11-25", "day",
     "China Law Translate", "Provisions on Deep Synthesis"),
    (37, "china-generative-ai-draft-2023", "China", "draft", "2023-04-11", "day",
     "DigiChina", "Measures for Generative AI Services (draft)"),
    (266, "china-algorithmic-recommendation-provisions", "China", "rule", "2022-03-01", "day",
     "DigiChina", "Provisions on Algorithmic Recommendation"),
    (307, "eo-14110", "US", "executive order", "2023-10-30", "day",
     "", "Executive Order 14110 (safe, secure and trustworthy AI)"),
    (757, "eu-ai-act", "EU", "act", "2024-06-13", "day", "", "EU AI Act"),
    (1046, "bletchley-declaration", "multinational", "statement", "2023-11-01", "day",
     "", "Bletchley Declaration"),
    (1065, "china-new-generation-ai-plan-2017", "China", "plan", "2017-07-08", "day",
     "DigiChina", "New Generation AI Development Plan"),
    (1111, "eo-13859", "US", "executive order", "2019-02-11", "day",
     "", "Executive Order 13859 (American leadership in AI)"),
    (1125, "china-ethical-norms-2021", "China", "principles", "2021-09-25", "day",
     "International Research Center for AI Ethics and Governance",
     "Ethical Norms for New Generation AI"),
    (1127, "china-sci-tech-ethics-opinion-2022", "China", "principles", "2022-03-20", "day",
     "International Research Center for AI Ethics and Governance",
     "Opinion on Science and Technology Ethics"),
    (1137, "china-generative-ai-measures", "China", "rule", "2023-07-10", "day",
     "China Law Translate", "Interim Measures for Generative AI Services"),
    (1144, "global-ai-governance-initiative", "China", "statement", "2023-10-18", "day",
     "unknown", "Global AI Governance Initiative"),
    (1151, "china-tc260-003-basic-safety", "China", "standard", "2024-02-29", "day",
     "CSET", "Basic Safety Requirements for Generative AI Services"),
    (1194, "idais-venice-2024", "multinational", "statement", "2024-09-08", "day",
     "", "Dialogues on AI Safety: Venice statement"),
    (1195, "idais-beijing-2024", "multinational", "statement", "2024-03-11", "day",
     "", "Dialogues on AI Safety: Beijing statement"),
    (1377, "china-ai-law-scholars-draft", "China", "draft", "2024-03-16", "day",
     "CSET", "AI Law, draft by scholars"),
    (1379, "coe-framework-convention", "multinational", "treaty", "2024-05-17", "day",
     "", "Council of Europe Framework Convention on AI"),
    (1380, "political-declaration-military-ai", "multinational", "statement", "2023-11-09", "day",
     "", "Political Declaration on Military Use of AI"),
    (1382, "hiroshima-guiding-principles", "multinational", "principles", "2023-10-30", "day",
     "", "Hiroshima Process Guiding Principles"),
    (1383, "hiroshima-code-of-conduct", "multinational", "principles", "2023-10-30", "day",
     "", "Hiroshima Process Code of Conduct"),
    (1385, "us-national-security-memorandum-ai", "US", "memorandum", "2024-10-24", "day",
     "", "National Security Memorandum on AI"),
    (1678, "bis-reporting-proposed-rule-2024", "US", "draft", "2024-09-11", "day",
     "", "Reporting requirements for advanced AI models (proposed rule)"),
    (1763, "eo-14141-ai-infrastructure", "US", "executive order", "2025-01-14", "day",
     "", "Executive Order 14141 (AI infrastructure)"),
    (1780, "eo-14179-removing-barriers", "US", "executive order", "2025-01-23", "day",
     "", "Executive Order 14179 (removing barriers)"),
    (1802, "china-ai-safety-framework-v1", "China", "standard", "2024-09-01", "month",
     "unknown", "AI Safety Governance Framework 1.0"),
    (1804, "aisi-network-joint-statement", "multinational", "statement", "2024-11-20", "day",
     "", "AI Safety Institutes: joint statement on risk assessment"),
    (1820, "us-ai-diffusion-rule", "US", "rule", "2025-01-13", "day",
     "", "AI Diffusion framework"),
    (1831, "china-industry-safety-commitments", "China", "statement", "2024-12-01", "month",
     "unknown", "AI Safety Commitments of an industry alliance"),
    (1955, "us-icts-rule", "US", "rule", "2024-12-06", "day",
     "", "Rule on information and communications supply chains"),
    (2096, "china-labeling-measures", "China", "rule", "2025-03-07", "day",
     "China Law Translate", "Measures for Labelling AI-Generated Content"),
    (2244, "china-facial-recognition-measures", "China", "rule", "2025-03-21", "day",
     "CSET", "Measures for Facial Recognition"),
    (2263, "china-ethics-review-trial-measures", "China", "rule", "2023-10-08", "day",
     "CSET", "Trial Measures for Ethics Reviews"),
    (2267, "omb-m-25-21", "US", "memorandum", "2025-04-03", "day",
     "", "Memorandum M-25-21 (federal use of AI)"),
    (2268, "omb-m-25-22", "US", "memorandum", "2025-04-03", "day",
     "", "Memorandum M-25-22 (federal purchase of AI)"),
    (2417, "eo-ai-education", "US", "executive order", "2025-04-23", "day",
     "", "Executive order on AI education"),
    (2546, "eo-14319-woke-ai", "US", "executive order", "2025-07-23", "day",
     "", "Executive Order 14319 (AI in the federal government)"),
    (2670, "eu-gpai-code-transparency", "EU", "principles", "2025-07-10", "day",
     "", "EU Code of Practice for general-purpose AI, transparency"),
    (2720, "eo-14365-national-policy-framework", "US", "executive order", "2025-12-11", "day",
     "", "Executive Order 14365 (national policy framework)"),
    (2727, "eo-14320-ai-exports", "US", "executive order", "2025-07-23", "day",
     "", "Executive Order 14320 (AI exports)"),
    (2728, "eo-14318-data-center-permitting", "US", "executive order", "2025-07-23", "day",
     "", "Executive Order 14318 (data-centre permits)"),
]  # fmt: skip

# "race" as a word with its inflections, "arms race" included; "racial" and "trace" are not it.
RACE = re.compile(r"\brac(?:e|es|ed|ing)\b", re.IGNORECASE)
# compete, competing, competition, competitor, competitive, …; not competent, competence.
COMPETITION = re.compile(r"\bcompet(?!en)\w*", re.IGNORECASE)


def read(raw, number, file):
    """The text of one document in folder `raw` (a pathlib.Path)."""
    return (raw / FOLDER / f"agora-{number}-{file}.txt").read_text(encoding="utf-8-sig")


def occurrences(text):
    """All hits in `text`: (family, ordinal within the family from 1, the word in lower case)."""
    for family, pattern in (("race", RACE), ("competition", COMPETITION)):
        for ordinal, hit in enumerate(pattern.finditer(text), start=1):
            yield family, ordinal, hit.group(0).lower()
