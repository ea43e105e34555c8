"""Every mistake in an entry is pointed out where it stands, in words that an author can act on."""

from __future__ import annotations

import pytest

from bot.bank.reading import Problem
from tests.bank.packs import (
    AUTHORITIES,
    DATE,
    ESSAY,
    EVERY_TYPE,
    EVIDENCE,
    FACTS,
    GAPS,
    JUDGING,
    MATCH,
    MEND,
    MULTIPLE,
    NUMBER,
    ORDER,
    PACK,
    SINGLE,
    SOURCE,
    TYPED,
    PackFolder,
    begun,
    edited,
    with_line,
    without,
)

SLUGS = "use lower-case letters, digits and single hyphens, such as `left-opposition`"
LIST = "write each entry on a line of its own after `- `"
DIGITS = "write digits only, without quotes"
FIGURE = "write digits only, without commas, units or quotes"
WIDTH = "write a number such as 500, or a share such as 5%"
DAYS = "write a year, month or day, such as `1930-03-02`"
CHOICE_FIELDS = (
    "authority, confidence, difficulty, distractors, evidence, explanation, hint, id, key, objective, revision, "
    "serves, stem, tags, tone, topic, type"
)
TYPES = (
    "single-choice",
    "multiple-choice",
    "true-false",
    "typed",
    "number",
    "date",
    "order",
    "match",
    "gaps",
    "mend",
    "source",
    "essay",
)
LONGER, LONGEST = "x" * 201, "x" * 2001

HOME = {
    AUTHORITIES: "authorities.yaml",
    EVIDENCE: "evidence/claims.yaml",
    FACTS: "facts/garden.yaml",
    PACK: "pack.yaml",
    SINGLE: "questions/garden.yaml",
}

MISSING = [
    (SINGLE, ("id", "topic", "stem", "key", "distractors", "explanation", "difficulty", "authority")),
    (MULTIPLE, ("id", "topic", "stem", "keys", "distractors", "explanation", "difficulty", "authority")),
    (JUDGING, ("stem", "key", "explanation")),
    (TYPED, ("stem", "key", "explanation")),
    (ORDER, ("stem", "sequence", "explanation")),
    (NUMBER, ("stem", "key", "explanation")),
    (DATE, ("stem", "key", "explanation")),
    (MATCH, ("stem", "explanation")),
    (GAPS, ("stem", "explanation")),
    (MEND, ("statement", "parts", "faulty", "key", "explanation")),
    (SOURCE, ("stem", "source", "attribution", "marks", "explanation")),
    (ESSAY, ("stem", "marks", "explanation")),
    (FACTS, ("id", "topic", "text", "authority")),
    (EVIDENCE, ("id", "source", "claim", "verdict")),
]
"""Files, and the fields that their first entry can't do without."""

MISSPELT = [
    (SINGLE, "single-choice", "topik", "topic"),
    (SINGLE, "single-choice", "stme", "stem"),
    (SINGLE, "single-choice", "kye", "key"),
    (SINGLE, "single-choice", "distracters", "distractors"),
    (SINGLE, "single-choice", "explaination", "explanation"),
    (SINGLE, "single-choice", "dificulty", "difficulty"),
    (SINGLE, "single-choice", "authorities", "authority"),
    (MULTIPLE, "multiple-choice", "key", "keys"),
    (JUDGING, "true-false", "keys", "key"),
    (TYPED, "typed", "Stem", "stem"),
    (ORDER, "order", "sequnce", "sequence"),
    (MATCH, "match", "pair", "pairs"),
    (GAPS, "gaps", "gap", "gaps"),
    (MEND, "mend", "statment", "statement"),
    (MEND, "mend", "part", "parts"),
    (SOURCE, "source", "atribution", "attribution"),
    (SOURCE, "source", "sorce", "source"),
    (ESSAY, "essay", "level", "levels"),
    (ESSAY, "essay", "point", "points"),
    (FACTS, "facts", "txet", "text"),
    (FACTS, "facts", "authorty", "authority"),
    (EVIDENCE, "claims", "verdikt", "verdict"),
]
"""File, what its first entry is, what was written, and what for."""

WRONG = [
    # Of the wrong type
    (SINGLE, "¦id: 41", "`id` should be text, not 41", "put it in quotes"),
    (SINGLE, "¦stem: 1928", "`stem` should be text, not 1928", "put it in quotes"),
    (SINGLE, "¦key: 1.5", "`key` should be text, not 1.5", "put it in quotes"),
    (PACK, "¦licence: 2.0", "`licence` should be text, not 2.0", "put it in quotes"),
    (EVIDENCE, "people: [Rose, ¦1.5]", "`people` should be text, not 1.5", "put it in quotes"),
    (SINGLE, "¦difficulty: easy", "`difficulty` should be a whole number, not 'easy'", DIGITS),
    (SINGLE, '¦difficulty: "1"', "`difficulty` should be a whole number, not '1'", DIGITS),
    (SINGLE, "¦difficulty: 1.5", "`difficulty` should be a whole number, not 1.5", DIGITS),
    (SINGLE, "¦difficulty: 1.0", "`difficulty` should be a whole number, not 1.0", DIGITS),
    (EVIDENCE, "lines: [3, ¦four]", "`lines` should be a whole number, not 'four'", DIGITS),
    (JUDGING, '¦key: "false"', "`key` should be true or false, not 'false'", "write it without quotes"),
    (SINGLE, "¦distractors: Beetroot", "`distractors` should be a list, not 'Beetroot'", LIST),
    (FACTS, "¦tests: g-01", "`tests` should be a list, not 'g-01'", LIST),
    (EVIDENCE, "¦lines: 3", "`lines` should be a list, not 3", LIST),
    # Out of bounds
    (SINGLE, f"¦key: {LONGER}", "`key` is too long (201 characters)", "keep it to 200"),
    (SINGLE, f"distractors: [Beetroot, Kale, ¦{LONGER}]", "`text` is too long (201 characters)", "keep it to 200"),
    (SINGLE, f"¦stem: {LONGEST}", "`stem` is too long (2001 characters)", "keep it to 2000"),
    (FACTS, f"¦text: {'x' * 501}", "`text` is too long (501 characters)", "keep it to 500"),
    (FACTS, "¦text: Beans climb.", "`text` is too short", "write at least 20 characters"),
    (SINGLE, "¦key: ''", "`key` is too short", "write at least 1 character"),
    (SINGLE, "¦key: '   '", "`key` is too short", "write at least 1 character"),
    (SINGLE, '¦key: "Runner\\nbean"', "`key` can't be 'Runner\\nbean'", "keep it on one line"),
    (SINGLE, "¦difficulty: 0", "`difficulty` can't be 0", "write 1 or more"),
    (SINGLE, "¦difficulty: 6", "`difficulty` can't be 6", "write 5 or less"),
    (SINGLE, "¦difficulty: -1", "`difficulty` can't be -1", "write 1 or more"),
    (SINGLE, "¦revision: 0", "`revision` can't be 0", "write 1 or more"),
    (SINGLE, "¦distractors: [Beetroot]", "`distractors` has too few entries (1)", "give at least 2"),
    (SINGLE, "¦distractors: [A, B, C, D, E, F]", "`distractors` has too many entries (6)", "keep at most 5"),
    (MULTIPLE, "¦keys: [Carrot]", "`keys` has too few entries (1)", "give at least 2"),
    (ORDER, "¦sequence: [Sow, Pick]", "`sequence` has too few entries (2)", "give at least 3"),
    (ORDER, "¦sequence: [a, b, c, d, e, f, g]", "`sequence` has too many entries (7)", "keep at most 6"),
    (SINGLE, "¦authority: []", "`authority` has too few entries (0)", "give at least 1"),
    (EVIDENCE, "¦lines: [1, 2, 3]", "`lines` has too many entries (3)", "keep at most 2"),
    (NUMBER, "¦key: many", "a number belongs here", FIGURE),
    (NUMBER, '¦key: "250"', "a number belongs here", FIGURE),
    (NUMBER, "¦key: 2,500", "a number belongs here", FIGURE),
    (NUMBER, "¦key: true", "a number belongs here", FIGURE),
    (NUMBER, "¦key:", "a number belongs here", FIGURE),
    (NUMBER, "¦key: .inf", "a number belongs here", FIGURE),
    (NUMBER, "¦tolerance: -1", "this is no tolerance", WIDTH),
    (NUMBER, "¦tolerance: five", "this is no tolerance", WIDTH),
    (NUMBER, "¦tolerance: 5 kg", "this is no tolerance", WIDTH),
    (
        NUMBER,
        "¦unit_required: maybe",
        "`unit_required` should be true or false, not 'maybe'",
        "write `true` or `false`",
    ),
    (NUMBER, f"¦unit: {'x' * 41}", "`unit` is too long (41 characters)", "keep it to 40"),
    (DATE, "¦key: March 1902", "`key` can't be 'March 1902'", DAYS),
    (DATE, "¦key: 1902-13", "no calendar has 1902-13", "correct the date"),
    (DATE, "¦tolerance: -1", "`tolerance` can't be -1", "write 0 or more"),
    (DATE, "¦tolerance: 2%", "`tolerance` should be a whole number, not '2%'", DIGITS),
    (MATCH, "¦extra: [a, b, c, d]", "`extra` has too many entries (4)", "keep at most 3"),
    (MATCH, f"extra: [¦{'x' * 76}]", "`extra` is too long (76 characters)", "keep it to 75"),
    (MEND, "¦parts: [the season]", "`parts` has too few entries (1)", "give at least 2"),
    (MEND, f"parts: [the season, the plant, ¦{'x' * 41}]", "`parts` is too long (41 characters)", "keep it to 40"),
    (MEND, f"¦statement: {'x' * 301}", "`statement` is too long (301 characters)", "keep it to 300"),
    (SOURCE, f"¦source: {'x' * 1501}", "`source` is too long (1501 characters)", "keep it to 1500"),
    (ESSAY, "¦marks: twenty", "`marks` should be a whole number, not 'twenty'", DIGITS),
    (ESSAY, "¦marks: 0", "`marks` can't be 0", "write 1 or more"),
    (ESSAY, "¦marks: 61", "`marks` can't be 61", "write 60 or less"),
    # Not what such a thing looks like
    (SINGLE, "¦id: G_01", "`id` can't be 'G_01'", SLUGS),
    (SINGLE, "¦id: g--1", "`id` can't be 'g--1'", SLUGS),
    (SINGLE, f"¦id: {'a' * 61}", "`id` is too long (61 characters)", "keep it to 60"),
    (PACK, "¦id: my garden", "`id` can't be 'my garden'", SLUGS),
    (FACTS, "tests: [g-01, ¦G 99]", "`tests` can't be 'G 99'", SLUGS),
    (SINGLE, "tags: [¦Beans]", "`tags` can't be 'Beans'", SLUGS),
    (SINGLE, "authority: [rose-1999, ¦Rose]", "`authority` can't be 'Rose'", SLUGS),
    (SINGLE, "evidence: [GA-001, ¦ga-1]", "`evidence` can't be 'ga-1'", "claim ids look like `LS-041`"),
    (EVIDENCE, "¦id: first", "`id` can't be 'first'", "claim ids look like `LS-041`"),
    (FACTS, "¦on: 1922-1-3", "`on` can't be '1922-1-3'", DAYS),
    (FACTS, "¦on: 2 March 1930", "`on` can't be '2 March 1930'", DAYS),
    (FACTS, "¦calendar: 3-2", "`calendar` can't be '3-2'", "write month and day, such as `03-02`"),
    (FACTS, "¦calendar: 13-02", "`calendar` can't be '13-02'", "write month and day, such as `03-02`"),
    (SINGLE, "¦tone: sad", "`tone` can't be 'sad'", "write one of 'plain' or 'grave'"),
    (SINGLE, "¦objective: AO4", "`objective` can't be 'AO4'", "write one of 'AO1', 'AO2' or 'AO3'"),
    (
        SINGLE,
        "¦topic: Choosing what to grow",
        "`topic` can't be 'Choosing what to grow'",
        "write a topic of pack.yaml, or topic/part, such as `leadership-struggle/rivals`",
    ),
    (
        EVIDENCE,
        "¦verdict: true-ish",
        "`verdict` can't be 'true-ish'",
        "write one of 'accurate', 'corrected', 'contested', 'biased' or 'vague'",
    ),
]
"""File, the line with the mistake, what is told, and the remedy."""

EDITED = [
    (
        SINGLE,
        [("    type: single-choice\n", ""), ("- id:", "- ¦id:")],
        "this question has no `type`",
        "add a line such as `type: single-choice`",
    ),
    (
        SINGLE,
        [("Lettuce]", "Lettuce, ¦{why: It has no stem.}]")],
        "`text` is missing",
        "add a line `text: …`",
    ),
    (
        SINGLE,
        [("    evidence:", "    ¦zzz: 1\n    evidence:")],
        "`zzz` is not a field of single-choice",
        f"take it out; there are {CHOICE_FIELDS}",
    ),
    (TYPED, [("{form: tool, ask: Which tool?}", "¦{form: tool}")], "`ask` is missing", "add a line `ask: …`"),
    (
        TYPED,
        [("- id:", "- ¦id:"), ("[Fork, Shade]", "[Fork, SPADE]")],
        "'SPADE' is both accepted and not",
        "keep it in one list",
    ),
    (
        TYPED,
        [("- id:", "- ¦id:"), ("{form: tool,", "{form: Digging Spade,")],
        "'Digging Spade' is both accepted and not",
        "keep it in one list",
    ),
    (
        MULTIPLE,
        [("- id:", "- ¦id:"), ("[Carrot, Parsnip]", "[A, B, C, D, E]"), ("[Pea, Kale]", "[F, G, H, I]")],
        "more than eight options don't fit on a phone",
        "take some out",
    ),
    (
        NUMBER,
        [("- id:", "- ¦id:"), ("    unit: kg\n", "    unit_required: true\n")],
        "`unit_required` is true, and there is no unit",
        "add `unit`, or take that line out",
    ),
    (
        DATE,
        [("- id:", "- ¦id:"), ("key: 1902-03", "key: 1902-03\n    tolerance: 2")],
        "`tolerance` is in years, and the key is more exact",
        "give the year alone, or no tolerance",
    ),
    (
        MATCH,
        [("      - {prompt: Pea, match: The seeds}\n", ""), ("    pairs:", "    ¦pairs:")],
        "`pairs` has too few entries (2)",
        "give at least 3",
    ),
    (MATCH, [("{prompt: Pea, match: The seeds}", "¦{prompt: Pea}")], "`match` is missing", "add a line `match: …`"),
    (
        MATCH,
        [("- id:", "- ¦id:"), ("prompt: Pea", "prompt: carrot.")],
        "the option 'carrot.' stands twice",
        "reword one of the two, or take it out",
    ),
    (
        MATCH,
        [("- id:", "- ¦id:"), ("The bark", "the seeds")],
        "the option 'the seeds' stands twice",
        "reword one of the two, or take it out",
    ),
    (
        GAPS,
        [("- id:", "- ¦id:"), ("a ___ loosens it", "a fork loosens it")],
        "the stem has 1 of the gaps, `gaps` 2",
        "write each in the stem as ___",
    ),
    (
        GAPS,
        [("- id:", "- ¦id:"), ("      - Spade\n", "")],
        "the stem has 2 of the gaps, `gaps` 1",
        "write each in the stem as ___",
    ),
    (
        GAPS,
        [("- {key: fork, accept", "- ¦{key: fork, accept"), ("[hoe]", "[Fork]")],
        "'Fork' is both accepted and not",
        "keep it in one list",
    ),
    (GAPS, [("- Spade", "- ¦1.5")], "1.5 can't be an entry of `gaps`", "write text, in quotes if need be"),
    (
        GAPS,
        [("garden fork], prompt", "garden fork], ¦promt: x, prompt")],
        "`promt` is not a field of gaps",
        "did you mean `prompt`?",
    ),
    (
        MEND,
        [("- id:", "- ¦id:"), ("[a fork].", "a fork.")],
        "`statement` has 2 brackets, `parts` 3 names",
        "name each bracket, in their order",
    ),
    (
        MEND,
        [("- id:", "- ¦id:"), ("In [spring]", "In [spring")],
        "a bracket of `statement` has no partner",
        "write each part as [some words]",
    ),
    (
        MEND,
        [("- id:", "- ¦id:"), ("faulty: the season", "faulty: the saeson")],
        "`faulty` is 'the saeson', and no part is called so",
        "write one of `parts`",
    ),
    (
        MEND,
        [("- id:", "- ¦id:"), ("key: summer", "key: Spring!")],
        "'Spring!' is what stands there already",
        "write what it should say",
    ),
    (
        MEND,
        [("- id:", "- ¦id:"), ("[high summer]", "[the spring]")],
        "'the spring' is what stands there already",
        "write what it should say",
    ),
    (
        MEND,
        [("- id:", "- ¦id:"), ("the plant, the tool]", "the plant, The season]")],
        "the option 'The season' stands twice",
        "reword one of the two, or take it out",
    ),
    (
        ESSAY,
        [("- id:", "- ¦id:"), ("marks: [3, 4]", "marks: [2, 4]")],
        "level 2 covers mark 2 again",
        "begin it after",
    ),
    (
        ESSAY,
        [("- id:", "- ¦id:"), ("marks: [3, 4]", "marks: [4, 4]")],
        "no level covers mark 3",
        "widen level 2 or the one before",
    ),
    (
        ESSAY,
        [("- id:", "- ¦id:"), ("    marks: 4\n", "    marks: 6\n")],
        "no level covers marks 5 to 6",
        "add a level, or correct `marks`",
    ),
    (
        SOURCE,
        [("- id:", "- ¦id:"), ("    marks: 4\n", "    marks: 3\n")],
        "the levels end at 4, and the question has 3 marks",
        "make the two agree",
    ),
    (
        SOURCE,
        [("- id:", "- ¦id:"), ("worth: 4", "worth: 5")],
        "a point is worth 5 of 4 marks",
        "make the two agree",
    ),
    (
        SOURCE,
        [("{level: 2, marks: [3, 4], desc", "{level: 2, marks: [3, 4], ¦mark: 4, desc")],
        "`mark` is not a field of levels",
        "did you mean `marks`?",
    ),
    (
        SOURCE,
        [("marks: [3, 4]", "¦marks: [3]")],
        "`marks` has too few entries (1)",
        "give all that belong there",
    ),
    (
        EVIDENCE,
        [("- id: GA-002", "- ¦id: GA-002"), ("    note: They are planted as tubers in spring.\n", "")],
        "the verdict is 'corrected' but no note says what is wrong",
        "add a `note`",
    ),
    (PACK, [("id: garden", "¦id: garden"), ("licence: MIT\n", "")], "`licence` is missing", "add a line `licence: …`"),
    (
        PACK,
        [("{id: seasons, title: The seasons}", "¦{id: seasons}")],
        "`title` is missing",
        "add a line `title: …`",
    ),
    (PACK, [("{id: seasons,", "{¦id: sea/sons,")], "`id` can't be 'sea/sons'", SLUGS),
    (
        AUTHORITIES,
        [("{key: rose", "¦{key: rose"), (", year: 1999", "")],
        "`year` is missing",
        "add a line `year: …`",
    ),
    (AUTHORITIES, [("year: 1999", "¦year: 99")], "`year` can't be 99", "write 1800 or more"),
    (AUTHORITIES, [("year: 1999", "¦year: 3000")], "`year` can't be 3000", "write 2100 or less"),
    (AUTHORITIES, [("year: 1999", "¦year: c1999")], "`year` should be a whole number, not 'c1999'", DIGITS),
    (
        AUTHORITIES,
        [("year: 1999", "year: 1999, ¦in_: Border Studies")],
        "`in_` is not a field of works",
        "did you mean `in`?",
    ),
    (
        AUTHORITIES,
        [("kind: textbook", "¦kind: textbok")],
        "`kind` can't be 'textbok'",
        "write one of 'study', 'biography', 'textbook', 'memoir', 'article' or 'partisan'",
    ),
]
"""File, edits, what is told, and the remedy."""

NOT_YAML = "look at the indentation, and put text that has a colon or begins with a sign in quotes"
UNREADABLE = [
    (("    evidence:", "    ¦stem: Which?\n    evidence:"), "`stem` stands twice", "keep one of the two"),
    (("    evidence:", "    ¦12: a\n    evidence:"), "12 can't be the name of a field", "put it in quotes"),
    (
        ("key: Runner bean", "key: ¦!bean Runner"),
        "the tag '!bean' means nothing here",
        "write plain text, in quotes",
    ),
    (
        ("key: Runner bean", "key: ¦!!python/name:os.system x"),
        "the tag 'tag:yaml.org,2002:python/name:os.system' means nothing here",
        "write plain text, in quotes",
    ),
    (("    stem:", "¦\tstem:"), "this is not YAML: found a tab character that violates indentation", NOT_YAML),
    (("    stem:", "   ¦stem:"), "this is not YAML: did not find expected '-' indicator", NOT_YAML),
    (("    stem:", "      stem¦:"), "this is not YAML: mapping values are not allowed in this context", NOT_YAML),
    (("these climbs", "these¦: climbs"), "this is not YAML: mapping values are not allowed in this context", NOT_YAML),
    (("Runner bean", "¦@bean"), "this is not YAML: found character that cannot start any token", NOT_YAML),
    (("Runner bean", "¦`bean`"), "this is not YAML: found character that cannot start any token", NOT_YAML),
    (("Runner bean", "'Runner' ¦bean"), "this is not YAML: did not find expected key", NOT_YAML),
    (
        ("[Beetroot, Lettuce]", "[" * 18 + "¦" + "[" * 12 + "]" * 30),
        "this is nested too deep",
        "look at the indentation",
    ),
]
"""An edit of a file of questions that makes it unreadable, what is told, and the remedy."""


def found(pack: PackFolder, base: str, text: str) -> tuple[list[str], list[Problem]]:
    """Write `text` where `base` has its place in a faultless pack; give the marked places and the file's problems."""
    name = HOME.get(base, "questions/more.yaml")
    where = pack.write({name: text})
    return where, [problem for problem in pack.problems() if problem.place.file == str(pack.path / name)]


def assert_told(where: list[str], problems: list[Problem], *told: tuple[str, str]) -> None:
    """Each problem stands at its mark, says just this, and keeps the pack from the class."""
    assert [str(problem.place) for problem in problems] == where
    assert [(problem.what, problem.remedy) for problem in problems] == list(told)
    assert all(problem.grave for problem in problems)


def test_the_pack_to_make_mistakes_in_has_none(pack: PackFolder):
    """Nothing that the tests below find comes from the faultless pack that they begin with."""
    pack.write({f"questions/{number}.yaml": text for number, text in enumerate(EVERY_TYPE[1:])})
    report = pack.report()
    assert report.problems == ()
    assert (report.questions, report.facts, report.claims) == (12, 1, 2)


@pytest.mark.parametrize(("base", "field"), [(base, field) for base, fields in MISSING for field in fields])
def test_a_missing_field_is_missed_where_its_entry_begins(pack: PackFolder, base: str, field: str):
    """The author is told the name of the field, and the line to add."""
    where, problems = found(pack, base, without(base, field))
    assert_told(where, problems, (f"`{field}` is missing", f"add a line `{field}: …`"))


@pytest.mark.parametrize(("base", "kind", "wrote", "field"), MISSPELT)
def test_a_misspelt_field_is_shown_and_named_as_it_should_be(
    pack: PackFolder, base: str, kind: str, wrote: str, field: str
):
    """Both halves of the slip are told: what is missing from the entry, and the line with the word that is wrong."""
    where, problems = found(pack, base, begun(base).replace(f"    {field}:", f"    ¦{wrote}:", 1))
    assert_told(
        where,
        problems,
        (f"`{field}` is missing", f"add a line `{field}: …`"),
        (f"`{wrote}` is not a field of {kind}", f"did you mean `{field}`?"),
    )


@pytest.mark.parametrize(("base", "line", "what", "remedy"), WRONG, ids=[line[:40] for _, line, *_ in WRONG])
def test_a_wrong_value_is_shown_where_it_stands_with_what_to_write(
    pack: PackFolder, base: str, line: str, what: str, remedy: str
):
    """File, line and column are exact, the sentence names the field and the value, and nothing else is told."""
    where, problems = found(pack, base, with_line(base, line))
    assert_told(where, problems, (what, remedy))


@pytest.mark.parametrize(("base", "edits", "what", "remedy"), EDITED, ids=[what for *_, what, _ in EDITED])
def test_a_mistake_in_what_belongs_together_is_shown_where_it_stands(
    pack: PackFolder, base: str, edits: list[tuple[str, str]], what: str, remedy: str
):
    """What is wrong inside an option, a prompt or a topic, or between two fields, has its place and remedy too."""
    where, problems = found(pack, base, edited(base, *edits))
    assert_told(where, problems, (what, remedy))


@pytest.mark.parametrize(("edit", "what", "remedy"), UNREADABLE, ids=[what for _, what, _ in UNREADABLE])
def test_what_is_not_the_yaml_of_packs_is_shown_where_it_stands(
    pack: PackFolder, edit: tuple[str, str], what: str, remedy: str
):
    """Tabs, indentation, stray signs, fields that stand twice, tags and aliases: each has its line and column."""
    where, problems = found(pack, SINGLE, edited(SINGLE, edit))
    assert_told(where, problems, (what, remedy))


def test_a_second_document_is_shown_where_it_begins(pack: PackFolder):
    """Three dashes begin another document; a file of a pack has one."""
    where, [problem] = found(pack, SINGLE, f"{SINGLE}¦---\n{JUDGING}")
    assert str(problem.place) == where[0]
    assert "document" in problem.what


def test_an_alias_of_nothing_is_shown_where_it_stands(pack: PackFolder):
    """Text that begins with an asterisk is an alias to YAML; an author wanted italics, and needs quotes."""
    where, [problem] = found(pack, SINGLE, edited(SINGLE, ("key: Runner bean", "key: ¦*Pravda* of 1917")))
    assert str(problem.place) == where[0]
    assert "alias" in problem.what
    assert "quotes" in problem.remedy


def test_a_problem_reads_as_editors_and_people_want_it(pack: PackFolder):
    """What is shown can be clicked (path as the author stands, line and column from 1), and the remedy comes below."""
    _, [missed, unknown] = found(pack, SINGLE, edited(SINGLE, ("    stem:", "    stme:")))
    assert str(missed) == "pack/questions/garden.yaml:2:5: `stem` is missing\n    → add a line `stem: …`"
    assert str(unknown) == (
        "pack/questions/garden.yaml:5:5: `stme` is not a field of single-choice\n    → did you mean `stem`?"
    )


@pytest.mark.parametrize(
    ("wrote", "remedy"),
    [
        ("single-choise", "did you mean `single-choice`?"),
        ("true_false", "did you mean `true-false`?"),
        ("Typed", "did you mean `typed`?"),
        (
            "riddle",
            f"write one of {', '.join(TYPES)}",
        ),
        ("essai", "did you mean `essay`?"),
    ],
)
def test_an_unknown_type_of_question_is_shown_at_its_type(pack: PackFolder, wrote: str, remedy: str):
    """It is the line with the type that has to change."""
    where, problems = found(pack, JUDGING, with_line(JUDGING, f"¦type: {wrote}"))
    assert_told(where, problems, (f"there is no question type {wrote!r}", remedy))


@pytest.mark.parametrize("key", ["29 February", "12", "3.5 metres", "'1.5'", '"true"', "no", "Café — 'Ü'"])
def test_what_is_right_is_not_called_a_mistake(pack: PackFolder, key: str):
    """Numbers in words, whole numbers, quoted numbers, words that YAML once took for something else."""
    _, problems = found(pack, SINGLE, with_line(SINGLE, f"key: {key}"))
    assert problems == []


def test_a_leap_day_may_be_a_calendar_day(pack: PackFolder):
    """A fact may belong to 29 February."""
    _, problems = found(pack, FACTS, with_line(with_line(FACTS, "calendar: 02-29"), "on: 1924-02-29"))
    assert problems == []
