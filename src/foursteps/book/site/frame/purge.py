"""A style sheet without what can match nothing: rules, variables, fonts and animations.

A name counts as used if a page has it (as tag, class, id or attribute) or a script says it as a
word, since scripts give names to what they make. So a rule goes only if no page can need it.
"""

import re
from dataclasses import dataclass, field

import tinycss2

WORD = re.compile(r"[A-Za-z_][\w-]*")
TAG = re.compile(r"<([a-zA-Z][\w-]*)")
CLASS = re.compile(r"""\sclass=(?:"([^"]*)"|'([^']*)')""")
ID = re.compile(r"""\sid=["']([^"']*)["']""")
ATTRIBUTE = re.compile(r"[\s]([a-zA-Z][\w:-]*)(?==|[\s/>])")
VARIABLE = re.compile(r"--[\w-]+")
CAMEL = re.compile(r"[A-Z]")
GROUPS = {"media", "supports", "container", "layer"}
STEM = 3  # letters at least of what a script begins a name with
BRACKETS = {"function": "()", "() block": "()", "[] block": "[]", "{} block": "{}"}
# One of the selectors within must be possible.
ONE_OF = {"is", "where", "matches", "-webkit-any", "-moz-any", "has"}


@dataclass
class Names:
    """What selectors may name; `text` holds all that fonts and variables may be named in."""

    tags: set = field(default_factory=set)
    classes: set = field(default_factory=set)
    ids: set = field(default_factory=set)
    attributes: set = field(default_factory=set)
    words: set = field(default_factory=set)
    variables: set = field(default_factory=set)
    text: list = field(default_factory=list)

    def read_page(self, html):
        """Take in the names of a page."""
        self.tags |= {name.lower() for name in TAG.findall(html)}
        for either in CLASS.findall(html):
            self.classes |= set("".join(either).split())
        self.ids |= set(ID.findall(html))
        self.attributes |= {name.lower() for name in ATTRIBUTE.findall(html)}
        self.variables |= set(VARIABLE.findall(html))
        self.text.append(html)

    def read_script(self, script):
        """Take in every word of a script, `dataset.fooBar` and `ariaLabel` as the attributes they set."""
        words = set(WORD.findall(script))
        self.words |= words
        for word in words:
            dashed = CAMEL.sub(lambda m: "-" + m[0].lower(), word)
            self.attributes |= {dashed, f"data-{dashed}"}
        self.variables |= set(VARIABLE.findall(script))
        self.text.append(script)

    def has(self, kind, name):
        """Whether something of the kind (`tags`, `classes`, `ids`, `attributes`) may have the name."""
        if name in getattr(self, kind) or name in self.words:
            return True
        # A script may put a name together: `quiz-${answer}`.
        begins = [name[: at + 1] for at, sign in enumerate(name) if sign == "-" and at >= STEM]
        return any(begin in self.words for begin in begins)

    def says(self, name):
        """Whether a page or script has the name anywhere."""
        return any(name in text for text in self.text)


class Everything(Names):
    """Names of pages that have everything: nothing is impossible."""

    def has(self, kind, name):
        """Yes."""
        return True


def split(tokens, sign=","):
    """Tokens parted at the commas that stand in no bracket."""
    parts = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def is_possible(selector, names):
    """Whether an element of the pages can match a selector (tokens, without commas)."""
    before = ""
    for token in selector:
        if token.type == "ident" and before == ".":
            found = names.has("classes", token.value)
        elif token.type == "ident" and before != ":":
            found = names.has("tags", token.lower_value)
        elif token.type == "hash":
            found = names.has("ids", token.value)
        elif token.type == "[] block":
            name = next(part for part in token.content if part.type == "ident")
            found = names.has("attributes", name.lower_value)
        elif token.type == "function" and before == ":" and token.lower_name in ONE_OF:
            found = any(is_possible(part, names) for part in split(token.arguments))
        else:
            found = True
        if not found:
            return False
        before = token.value if token.type == "literal" else ""
    return True


def tidy(tokens):
    """Tokens as text without comments, and without space that says nothing."""
    kept = []
    for token in tokens:
        if token.type == "comment":
            continue
        if token.type == "whitespace":
            if kept and kept[-1] not in (" ", ",", ">"):
                kept.append(" ")
            continue
        if token.type == "literal" and token.value in ",>" and kept and kept[-1] == " ":
            kept.pop()
        kept.append(_bracket(token) if token.type in BRACKETS else token.serialize())
    return "".join(kept).strip()


def _bracket(token):
    first, last = BRACKETS[token.type]
    if token.type == "function":
        return f"{token.name}{first}{tidy(token.arguments)}{last}"
    return f"{first}{tidy(token.content)}{last}"


def declared(content):
    """What stands in a rule: [(name, value, as text), …]; a rule within has no name, and is its value."""
    found = []
    for said in tinycss2.parse_blocks_contents(content, True, True):
        if said.type == "declaration":
            value = tidy(said.value)
            important = "!important" if said.important else ""
            found.append((said.name, value, f"{said.name}:{value}{important}"))
        elif said.type in ("qualified-rule", "at-rule") and said.content is not None:
            at = f"@{said.at_keyword} " if said.type == "at-rule" else ""
            inner = ";".join(text for _, _, text in declared(said.content))
            rule = f"{at}{tidy(said.prelude)}{{{inner}}}"
            found.append(("", rule, rule))
    return found


def unused_variables(rules, names):
    """Variables that are set in `rules` and never asked for, neither there nor in the names."""
    asks = {}
    used = set(names.variables)
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in GROUPS:
            continue
        for name, value, _ in declared(rule.content or []):
            wanted = set(VARIABLE.findall(value))
            if name.startswith("--"):
                asks.setdefault(name, set()).update(wanted)
            else:
                used |= wanted
    reached = set()
    while used - reached:
        name = min(used - reached)
        reached.add(name)
        used |= asks.get(name, set())
    return set(asks) - used


def flat(rules):
    """All rules, those within queries too."""
    for rule in rules:
        yield rule
        if rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content is not None:
            yield from flat(tinycss2.parse_rule_list(rule.content, True, True))


def purged(css, names):
    """Return the style sheet `css` (text) without what cannot match `names`, as short as it can be."""
    rules = tinycss2.parse_stylesheet(css, True, True)
    for rule in rules:
        for fault in [rule, *getattr(rule, "prelude", [])]:
            if fault.type == "error":
                line = f"line {fault.source_line} of the joined style sheet"
                raise ValueError(f"{line}: {fault.message}")
    kept = _kept(rules, names)
    # What only a removed rule asked for is asked for by nobody.
    rules = tinycss2.parse_stylesheet(kept, True, True)
    unused = unused_variables(list(flat(rules)), names)
    text = _kept(rules, names, unused)
    return _without_unused_faces(text, names)


def _kept(rules, names, unused=frozenset()):
    lines = []
    for rule in rules:
        if rule.type == "qualified-rule":
            lines.append(_rule(rule, names, unused))
        elif rule.lower_at_keyword == "charset":
            continue
        elif rule.content is None:
            lines.append(f"@{rule.at_keyword} {tidy(rule.prelude)};")
        elif rule.lower_at_keyword in GROUPS:
            inner = _kept(tinycss2.parse_rule_list(rule.content, True, True), names, unused)
            if inner:
                lines.append(f"@{rule.at_keyword} {tidy(rule.prelude)}{{{inner}}}")
        else:
            lines.append(_at_rule(rule, names))
    return "\n".join(line for line in lines if line)


def _rule(rule, names, unused):
    selectors = [tidy(part) for part in split(rule.prelude) if is_possible(part, names)]
    inner = ";".join(text for name, _, text in declared(rule.content) if name not in unused)
    return f"{','.join(selectors)}{{{inner}}}" if selectors and inner else ""


def _at_rule(rule, names):
    inner = ";".join(text for _, _, text in declared(rule.content))
    prelude = tidy(rule.prelude)
    return f"@{rule.at_keyword}{' ' + prelude if prelude else ''}{{{inner}}}"


def _without_unused_faces(css, names):
    """Without fonts and animations that nothing names."""
    rules = tinycss2.parse_stylesheet(css, True, True)
    said = []
    for rule in flat(rules):
        if rule.content is not None and not (
            rule.type == "at-rule"
            and rule.lower_at_keyword in GROUPS | {"font-face", "keyframes", "-webkit-keyframes"}
        ):
            said.append(tidy(rule.content))
    text = "\n".join(said)

    def wanted(rule):
        if rule.type != "at-rule":
            return True
        if rule.lower_at_keyword == "font-face":
            said = {name: value for name, value, _ in declared(rule.content)}
            plain = said["font-family"].strip("\"'").replace("\\", "")
            return plain in text.replace("\\", "") or names.says(plain)
        if rule.lower_at_keyword.endswith("keyframes"):
            return re.search(rf"(?<![\w-]){re.escape(tidy(rule.prelude))}(?![\w-])", text)
        return True

    return _kept([rule for rule in rules if wanted(rule)], Everything())
