"""What users read: all of it stands in `themes/words/`, every constant is used as its fields ask, and it is plain."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from themes.language import lexicon

PACKAGE = Path(__file__).parents[1] / "src" / "themes"
WORDS = PACKAGE / "words"
MODULES = {path.stem: importlib.import_module(f"themes.words.{path.stem}") for path in sorted(WORDS.glob("[a-z]*.py"))}
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != WORDS]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
TEMPLATES = {
    path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*")) if path.suffix in (".j2", ".js")
}


def words_of(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# Modules whose lists of Dutch words, at the top of the module, are looked for in documents and shown to nobody.
READ = {
    "language/abbreviations.py": "abbreviations that do not end a sentence",
    "language/compounds.py": "parts of compounds",
    "language/context.py": "words that tell a noun from a verb",
    "language/lemmas.py": "irregular forms",
    "language/lexicon.py": "first parts before a hyphen",
    "language/repair.py": "common words that a slip is held against",
    "language/stop_words.py": "stop words",
    "language/use_encoder.py": "sentences on which the encoder tests itself",
    "statements/cues.py": "cue words of blocks",
    "statements/meta.py": "cue words of what is said about the meeting",
    "statements/repeats.py": "words that two texts may share by chance",
    "statements/stance.py": "cue words of stance",
    "statements/verbs.py": "verb forms",
    "coding/context.py": "words of headings that only order a report",
    "topics/words.py": "words that say little of a topic",
    "policy/ask_words.py": "words that say nothing of what an ask is about",
    "policy/asks.py": "words that open a list of priorities",
    "policy/claims.py": "words by which a reply says that it changed a plan",
    "policy/columns.py": "words before a figure",
    "policy/plan_lines.py": "words that end no line of a plan",
}
# Texts inside functions that are written and read back, or belong to somebody else's file format.
FIXED = {
    ("coding/refi_codes.py", "codeboek versie"): "read back from the origin of a .qdc, by any version of the program",
    ("coding/refi_write.py", "posities als NVivo"): "part of the same origin",
    ("report/people.py", "tekst in plan"): "column of a file in the corpus folder, read back in later years",
    ("report/people.py", "kenmerk tekst"): "column of the same file",
    ("report/people.py", "kenmerk plan"): "column of the same file",
    ("statements/assemble.py", "ten slotte"): "looked for in documents",
    ("statements/assemble.py", "tot slot"): "looked for in documents",
}
FUNCTION_WORDS = words_of(
    "de het een niet geen wordt worden zijn heeft hebben kan kunnen moet bij naar aan voor uit als ook om nog maar "
    "staat staan dit deze dat dan er uw ze hier welke welk wat wie hoe al niets iets"
)
ENGLISH = words_of(
    "the and with for from this that which not are were have has your you by to be or if when then there their these "
    "must can will at on its"
)
BOTH = words_of("in is of over an as no per code codes center left right top margin text list bullet source")
OFFICIALESE = re.compile(
    r"\b(?:middels|teneinde|derhalve|inzake|conform|dien(?:t|en) te|ten behoeve van|met betrekking tot|ten aanzien van"
    r"|aangaande|alsmede|tevens|reeds|indien|omtrent|jegens|desalniettemin|voornoemde?|onderhavige|geschied(?:t|en)"
    r"|thans|zulks|dienaangaande|hieromtrent|ingevolge|krachtens|met dien verstande|in het kader van|gelieve"
    r"|dan ?wel|te allen tijde|opdat|bovengenoemde?|wederom|ten gevolge van|door middel van|ten opzichte van|doch"
    r"|hetgeen|welteverstaan|ten einde|als zodanig|derhalve|desbetreffende?|betreffende|aldus)\b",
    re.IGNORECASE,
)
SWAPS = re.compile(
    r"\b(?:topics?|clusters?|statements?|scores?|gaps?|traces?|recall|precision|match(?:es)?|embeddings?|pipelines?"
    r"|tools?|workers?|outputs?|inputs?|dataframes?|zienswijzen?)\b",
    re.IGNORECASE,
)
SWAPS_BY_MODULE = {"running": {"cluster"}}  # there it is several computers together
LONGEST = 25  # words of a sentence


def docstrings(tree: ast.AST) -> set[int]:
    """Ids of the nodes that are docstrings."""
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def strings(tree: ast.Module, *, top: bool) -> Iterator[tuple[int, str]]:
    """(line, text) of every string that may be shown: no docstring, no pattern of `re`; an f-string as a whole.

    `top` False leaves out what stands outside functions and classes.
    """
    skip = docstrings(tree)
    roots: list[ast.AST] = [tree]
    if not top:
        roots = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    for node in (found for root in roots for found in ast.walk(root)):
        if id(node) in skip:
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "re":
            skip |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.JoinedStr):
            skip |= {id(part) for part in node.values} | {
                id(part) for value in node.values if isinstance(value, ast.Constant) for part in ast.walk(value)
            }
            yield node.lineno, " … ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def is_dutch(text: str) -> bool:
    """Whether a string of two words or more is Dutch: a function word in it, or all of its words in the word list."""
    if " " not in text.strip() or re.search(r"\\[a-zA-Z]|\(\?|\||\":", text):  # patterns, JSON
        return False
    found = [
        word.lower() for word in re.findall(r"[A-Za-zÀ-ÿ'’]{2,}", re.sub(r"<[^>]*>|\{[^}]*\}|[a-z-]+=\"", " ", text))
    ]
    if len(found) < 2 or any(word in ENGLISH for word in found):
        return False
    if any(word in FUNCTION_WORDS for word in found):
        return True
    own = [word for word in found if word not in BOTH]
    return bool(own) and all(word in lexicon.words() for word in own)


def test_the_scan_tells_dutch_from_english() -> None:
    """It finds sentences and labels, in f-strings as well, and lets English, names and patterns pass."""
    code = 'def f(n):\n    """Het is een tekst."""\n    re.compile("de bus")\n    a = f"Er zijn {n} bussen"\n'
    assert list(strings(ast.parse(code), top=True)) == [(4, "Er zijn  …  bussen")]
    assert all(map(is_dutch, ("Het bestand is leeg.", "Korte naam", "lijst met namen", "Er zijn … bussen")))
    assert not any(map(is_dutch, ("left margin", "module has no attribute", "words", "(?:de|het) bus", "List Bullet")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_dutch_for_users_outside_the_words(path: Path) -> None:
    """A translator needs no other folder."""
    name = path.relative_to(PACKAGE).as_posix()
    fixed = {text for module, text in FIXED if module == name}
    found = [
        f"{line}: {text}"
        for line, text in strings(TREES[path], top=name not in READ)
        if is_dutch(text) and text.strip(" ,…") not in fixed
    ]
    assert not found, found


def shown_by(path: Path, text: str) -> list[str]:
    """What a template or script shows of its own: text between tags, attributes that are read out, its strings."""
    if path.suffix == ".js":
        code = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", text, flags=re.DOTALL)
        found = [part for own in re.findall(r""""([^"\n]*)"|'([^'\n]*)'|`([^`]*)`""", code) for part in own]
        return [part for part in found if not re.search(r"[#\[\]]", part)]  # a selector is no text
    bare = re.sub(r"\{#.*?#\}|<(script|style).*?</\1>", "", text, flags=re.DOTALL)
    own = [part for tag in re.findall(r"\{[{%].*?[%}]\}", bare, re.DOTALL) for part in re.findall(r'"([^"]*)"', tag)]
    bare = re.sub(r"\{[{%].*?[%}]\}", " … ", bare, flags=re.DOTALL)
    attributes = re.findall(r'(?:title|aria-label|placeholder|alt|value)="([^"]*)"', bare)
    return [*re.split(r"<[^>]*>", bare), *attributes, *own]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_and_scripts_show_no_words_of_their_own(path: Path) -> None:
    """A template has no text at all but names and signs, a script no Dutch."""
    parts = [" ".join(part.split()) for part in shown_by(path, TEMPLATES[path])]
    wrong = [part for part in parts if is_dutch(part)]
    if path.suffix == ".j2":
        wrong += [part for part in parts if re.fullmatch(r"[A-Z][a-z’]{3,}[ …:.]*", part) and part != "Themes …"]
    assert not wrong, wrong


def test_the_exceptions_are_still_needed() -> None:
    """A module or text on the list that holds no such Dutch any more comes off it."""
    for name in READ:
        assert any(is_dutch(text) for _, text in strings(TREES[PACKAGE / name], top=True)), name
    for name, text in FIXED:
        assert any(text == own.strip(" ,…") for _, own in strings(TREES[PACKAGE / name], top=True)), (name, text)


def constants() -> Iterator[tuple[str, str, Any]]:
    """(module, name, value) of everything in the words."""
    for module, content in MODULES.items():
        for node in ast.parse((WORDS / f"{module}.py").read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                for name in target.elts if isinstance(target, ast.Tuple) else [target]:
                    if isinstance(name, ast.Name):
                        yield module, name.id, getattr(content, name.id)


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a constant."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for own in value.values():
            yield from texts_of(own)
    elif isinstance(value, tuple | list | set | frozenset):
        for own in value:
            yield from texts_of(own)


def fields(template: str) -> set[str]:
    """Names of the fields of a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def imported(tree: ast.AST) -> dict[str, str]:
    """Alias in a module -> the words module it stands for, also of imports inside functions."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "themes.words"
        for alias in node.names
    }


def used_in(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(module, constant) of every use in a Python module.

    A module that is given to a script as a whole (`vars(words)`) is used as far as the scripts ask for its names.
    """
    aliases = imported(tree)
    asked = {name for path, text in TEMPLATES.items() if path.suffix == ".js" for name in re.findall(r"\.(\w+)", text)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "vars" and ast.unparse(node.args[0]) in aliases:
            module = aliases[ast.unparse(node.args[0])]
            yield from ((module, name) for own, name, _ in constants() if own == module and name.lower() in asked)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            if not node.attr.isupper():
                continue  # a variable with the same name
            yield aliases[node.value.id], node.attr
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("themes.words."):
            yield from (((node.module or "").rpartition(".")[2], alias.name) for alias in node.names)


def test_every_constant_is_used() -> None:
    """What nobody shows, nobody has to translate. A constant may be used by another one of its module."""
    used = {pair for tree in TREES.values() for pair in used_in(tree)}
    in_templates = {name for text in TEMPLATES.values() for name in re.findall(r"\.([A-Z][A-Z0-9_]+)\b", text)}
    for module in MODULES:
        tree = ast.parse((WORDS / f"{module}.py").read_text(encoding="utf-8"))
        used |= set(used_in(tree))
        used |= {
            (module, node.id)
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
    unused = [f"{m}.{name}" for m, name, _ in constants() if (m, name) not in used and name not in in_templates]
    assert not unused, unused


def test_every_name_that_is_used_is_there() -> None:
    """No module asks for words that are not there; a template neither."""
    there = {(module, name) for module, name, _ in constants()}
    missing = [(str(path), pair) for path, tree in TREES.items() for pair in used_in(tree) if pair not in there]
    missing = [(path, (module, name)) for path, (module, name) in missing if module in MODULES]
    assert not missing, missing


def formatted(tree: ast.AST) -> Iterator[tuple[int, list[ast.expr], set[str]]]:
    """(line, constants, names given) of every `.format` of a constant, or of a choice between constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            given = {keyword.arg or "" for keyword in node.keywords}
            choices, found = [node.func.value], []
            while choices:
                choice = choices.pop()
                if isinstance(choice, ast.IfExp):
                    choices += [choice.body, choice.orelse]
                else:
                    found.append(choice)
            yield node.lineno, found, given


def test_templates_get_the_fields_that_they_name() -> None:
    """`words.X.format(...)` gives each field of X and no other; a text with fields is never shown as it is."""
    count = 0
    for path, tree in TREES.items():
        aliases = imported(tree)
        for line, choices, given in formatted(tree):
            uses = [use for use in choices if isinstance(use, ast.Attribute) and ast.unparse(use.value) in aliases]
            wanted = [fields(getattr(MODULES[aliases[ast.unparse(use.value)]], use.attr)) for use in uses]
            if wanted and len(uses) == len(choices):
                assert set().union(*wanted) == given, f"{path.name}:{line} {uses[0].attr}"
                count += len(uses)
    assert count > 200


def test_a_step_is_kept_by_the_words_it_uses() -> None:
    """A key of what a room makes names the words of that room as well: once translated, it is made anew."""
    words_of = {"policy": "policy", "topics": "topics", "coding": "coding", "documents": "reading"}  # last room first
    without = {  # numbers and patterns found in texts: no words of ours in them
        ("project/work.py", "know_codes"),
        ("project/policy_steps.py", "make"),
    }
    for room, module in words_of.items():
        assert any(module in imported(TREES[path]).values() for path in FILES if path.parent.name == room)
    seen = set()
    for path, tree in TREES.items():
        name = path.relative_to(PACKAGE).as_posix()
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            keys = [call.args for call in calls if ast.unparse(call.func) == "code_version"]
            named = {str(part.value) for parts in keys for part in parts if isinstance(part, ast.Constant)}
            for parts in keys:
                rooms = {str(part.value) for part in parts if isinstance(part, ast.Constant)}
                made = next((f"words/{module}" for room, module in words_of.items() if room in rooms), "words")
                if made != "words" and "words" not in named and (name, function.name) not in without:
                    assert made in named, f"{name} {function.name}"
                    seen.add(made)
    assert seen == {f"words/{module}" for module in words_of.values()}


def sentences(text: str) -> list[str]:
    """Sentences of a text, each field one word."""
    return re.split(r"(?<=[.?!:;])\s+|\n", re.sub(r"\{[^}]*\}", "x", text))


def plain(text: str) -> str:
    """A text without its fields and without names of files, commands, settings and columns: those stay as they are."""
    return re.sub(
        r"\{[^}]*\}|'[^']*'|‘[^’]*’|\[[^\]]*\]|\S*[_=./]\S*|--?\w+|\bthemes \w+|\btabel \w+|<[^>]*>", " ", text
    )


@pytest.mark.parametrize("module", MODULES)
def test_sentences_are_short(module: str) -> None:
    """At most 25 words, a field counted as one."""
    long = [
        f"{name}: {sentence}"
        for own, name, value in constants()
        if own == module
        for text in texts_of(value)
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST
    ]
    assert not long, long


@pytest.mark.parametrize("module", MODULES)
def test_words_are_plain_dutch(module: str) -> None:
    """No officialese, no English, and the names that municipal users know (no topic, cluster, score, gap)."""
    wrong = []
    for own, name, value in constants():
        for text in texts_of(value) if own == module else ():
            english = [word for word in re.findall(r"[a-z]+", plain(text).lower()) if word in ENGLISH]
            swaps = set(SWAPS.findall(plain(text))) - SWAPS_BY_MODULE.get(module, set())
            found = [*english, *OFFICIALESE.findall(text), *swaps]
            if found:
                wrong.append(f"{name}: {found} in {text}")
    assert not wrong, wrong
