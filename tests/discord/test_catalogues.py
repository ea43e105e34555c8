"""Commands in other languages: catalogues that an operator writes, and what is wrong with some."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.cli import main
from adapters.discord.catalogues import LOCALES, Catalogue, catalogues, read, template, translated
from adapters.discord.commands import changed, characters, declarations
from bot.chat.registry import Registry
from bot.clock import SteppedClock
from bot.errors import UserError
from tests.discord.recorded import AT
from tests.discord.told import Told
from tests.loopback.discord.commands import Commands, shown
from tests.loopback.discord.description import description
from tests.loopback.discord.errors import Refusal
from tests.loopback.discord.ids import Snowflakes

GERMAN = """
commands:
  announce: {name: durchsage, about: Sag es allen.}
  say:
    name: sag
    commands:
      round:
        name: runde
        about: Eine Runde für alle.
        options:
          topic: {name: thema, about: worüber}
          level:
            name: stufe
            choices: {easy: leicht, hard: schwer}
  let:
    commands:
      teachers:
        name: lehrkräfte
        commands:
          add: {name: dazu}
"""


def ours() -> list[dict[str, Any]]:
    """What is declared."""
    return declarations(Registry.of(Told()).commands)


def german(text: str = GERMAN) -> dict[str, Catalogue]:
    """A small catalogue of one language."""
    return {"de": Catalogue.model_validate(yaml.load(text, Loader=yaml.BaseLoader))}


def taken(declared: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the loopback has of it, translations included."""
    return copy.deepcopy(Commands(Snowflakes(SteppedClock(AT)), "1").overwrite(copy.deepcopy(declared)))


def named(beside: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The one of that name."""
    return next(one for one in beside if one["name"] == name)


# What comes of a catalogue


def test_words_stand_beside_those_of_the_code():
    """Of commands, groups, sub-commands, options and choices; values and default names stay, for those come back."""
    found = translated(ours(), german())
    say = named(found, "say")
    assert say["name_localizations"] == {"de": "sag"}
    assert "description_localizations" not in say
    round_ = named(say["options"], "round")
    assert round_["description_localizations"] == {"de": "Eine Runde für alle."}
    topic, level = named(round_["options"], "topic"), named(round_["options"], "level")
    assert (topic["name_localizations"], topic["description_localizations"]) == ({"de": "thema"}, {"de": "worüber"})
    assert level["choices"] == [
        {"name": "easy", "value": "easy", "name_localizations": {"de": "leicht"}},
        {"name": "hard", "value": "hard", "name_localizations": {"de": "schwer"}},
    ]
    group = named(named(found, "let")["options"], "teachers")
    assert group["name_localizations"] == {"de": "lehrkräfte"}
    assert named(group["options"], "add")["name_localizations"] == {"de": "dazu"}


def test_discord_takes_it_and_gives_it_back():
    """By the loopback's rules and Discord's own description; a second start has nothing to declare."""
    found = translated(ours(), german())
    assert not changed(found, taken(found))
    described = description()
    if described is not None:
        assert described.problems("PUT", "/applications/{application_id}/commands", found) == []


def test_translating_changes_nothing_in_what_it_was_given():
    """It is a function of its arguments."""
    before = ours()
    translated(before, german())
    assert before == ours()


def test_a_word_that_is_the_same_in_both_says_nothing():
    """A template that nobody has filled in declares what is declared anyway."""
    filled = yaml.load(template(ours(), "de"), Loader=yaml.BaseLoader)
    assert translated(ours(), {"de": Catalogue.model_validate(filled)}) == ours()


def test_a_template_has_every_word_that_there_is():
    """Commands at every depth, options and choices, each once."""
    filled = yaml.load(template(ours(), "de"), Loader=yaml.BaseLoader)
    round_ = filled["commands"]["say"]["commands"]["round"]
    assert round_["about"] == "A round for everybody."
    assert round_["options"]["level"]["choices"] == {"easy": "easy", "hard": "hard"}
    assert set(filled["commands"]["let"]["commands"]["teachers"]["commands"]) == {"add", "drop"}


def test_the_languages_are_those_of_discord():
    """All 34; where Discord's own description is at hand, exactly those it names."""
    assert len(LOCALES) == 34
    described = description()
    if described is not None:
        assert {one["const"] for one in described._schemas["AvailableLocalesEnum"]["oneOf"]} == LOCALES


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        # One English is not shown to those who have the other.
        ({"en-US": "shoutout"}, {"en-US": "shoutout", "en-GB": "announce"}),
        ({"en-GB": "proclaim"}, {"en-US": "announce", "en-GB": "proclaim"}),
        ({"en-GB": "announce", "en-US": "shoutout"}, {"en-US": "shoutout", "en-GB": "announce"}),
        # Latin American Spanish follows that of Spain where it says nothing, and only there.
        ({"es-ES": "anuncio"}, {"es-ES": "anuncio", "es-419": "anuncio"}),
        ({"es-ES": "anuncio", "es-419": "announce"}, {"es-ES": "anuncio", "es-419": "announce"}),
        ({"de": "durchsage"}, {"de": "durchsage", "fr": "announce", "en-US": "announce"}),
        ({"de": "announce", "en-US": "announce"}, {"de": "announce", "en-US": "announce", "en-GB": "announce"}),
    ],
)
def test_everybody_sees_their_own_words_or_the_commands(given: dict[str, str], seen: dict[str, str]):
    """Discord shows a neighbouring language's where one has none: what nobody translated stays as it is."""
    known = {
        locale: Catalogue.model_validate({"commands": {"announce": {"name": name}}}) for locale, name in given.items()
    }
    announce = named(translated(ours(), known), "announce")
    assert {locale: shown(announce, locale) for locale in seen} == seen


def test_two_names_that_meet_in_a_neighbouring_language_are_told():
    """In Latin American Spanish one of these is its own, and the other that of Spain."""
    known = {
        "es-ES": Catalogue.model_validate({"commands": {"announce": {"name": "di"}}}),
        "es-419": Catalogue.model_validate({"commands": {"say": {"name": "di"}}}),
    }
    with pytest.raises(UserError, match=r"es-419\.yaml: commands: two things beside each other are called “di”"):
        translated(ours(), known)


# What is wrong with some


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("commands: {shout: {name: x}}", "de.yaml: shout: Swot has no such thing"),
        ("commands: {say: {commands: {whisper: {name: x}}}}", "say › whisper: Swot has no such thing"),
        ("commands: {say: {commands: {round: {options: {size: {name: x}}}}}}", "round › size: Swot has no such thing"),
        (
            "commands: {say: {commands: {round: {options: {level: {choices: {odd: x}}}}}}}",
            "level › odd: Swot has no such choice",
        ),
        ("commands: {say: {name: Sag}}", "say: “Sag” is no name"),
        ("commands: {say: {name: sag es}}", "“sag es” is no name"),
        ("commands: {say: {name: " + "x" * 33 + "}}", "is no name"),
        ("commands: {announce: {about: " + "x" * 101 + "}}", "“about” has 101 letters, and Discord takes 100"),
        ("commands: {say: {name: announce}}", "two things beside each other are called “announce”"),
        ("commands: {say: {commands: {note: {name: eins}, form: {name: eins}}}}", "say: two things .* called “eins”"),
        (
            "commands: {say: {commands: {round: {options: {topic: {name: quick}}}}}}",
            "say › round: two things .* called “quick”",
        ),
        (
            "commands: {say: {commands: {round: {options: {level: {choices: {easy: hard}}}}}}}",
            "level: two things .* called “hard”",
        ),
        (
            "commands: {say: {commands: {round: {options: {level: {choices: {easy: " + "x" * 101 + "}}}}}}}",
            "a choice has 1 to 100 letters",
        ),
    ],
)
def test_what_discord_would_refuse_is_said_with_its_place(text: str, told: str):
    """Names that there are not, no names, too long ones, and two alike beside each other, translated or not."""
    with pytest.raises(UserError, match=told):
        translated(ours(), german(text))


def test_a_command_that_grows_too_long_is_told_by_name():
    """Discord counts the longest of each word's languages."""
    declared = [
        {
            "name": "c",
            "description": "d",
            "options": [
                {
                    "name": f"s{n}",
                    "description": "d",
                    "type": 1,
                    "options": [{"name": f"o{k}", "description": "d" * 20, "type": 3} for k in range(10)],
                }
                for n in range(20)
            ],
        }
    ]
    options = {f"o{k}": {"about": "x" * 60} for k in range(10)}
    long = {"commands": {"c": {"commands": {f"s{n}": {"options": options} for n in range(20)}}}}
    assert characters(declared[0]) < 8000
    with pytest.raises(UserError, match="/c is too long with its translations: 12"):
        translated(declared, {"de": Catalogue.model_validate(long)})


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Sag", "description": "d", "name_localizations": {"de": "sag"}},
        {"name": "sag", "description": "d", "name_localizations": {"de": "Sag"}},
        {"name": "sag", "description": "d", "name_localizations": {"xx": "sag"}},
        {"name": "sag", "description": "d", "description_localizations": {"de": "x" * 101}},
        {
            "name": "sag",
            "description": "d",
            "options": [
                {**one, "type": 1}
                for one in (
                    {"name": "a", "description": "d", "name_localizations": {"de": "b"}},
                    {"name": "b", "description": "d"},
                )
            ],
        },
    ],
)
def test_the_loopback_refuses_what_discord_would(words: dict[str, Any]):
    """So that a catalogue that is let through here is let through there."""
    with pytest.raises(Refusal):
        taken([words])


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("german.yaml", "commands: {}", "german is no language of Discord's apps. They are ar, bg,"),
        ("de.yaml", "commands: [", "de.yaml, line 1: that is no YAML"),
        ("de.yaml", "commands: {say: {nane: sag}}", "de.yaml: commands › say › nane: Extra inputs"),
        ("de.yaml", "say: {}", "de.yaml: commands: Field required"),
    ],
)
def test_a_file_that_is_no_catalogue_is_told_by_name(tmp_path: Path, name: str, text: str, told: str):
    """A language that there is not, no YAML, a word that is not known, nothing at all."""
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UserError, match=told):
        catalogues(tmp_path)


def test_a_catalogue_that_can_not_be_read_is_told_by_its_path(tmp_path: Path):
    """And not taken for Discord's being out of reach."""
    (tmp_path / "de.yaml").mkdir()
    with pytest.raises(UserError, match=r"de\.yaml can't be read: "):
        catalogues(tmp_path)


def test_every_word_is_a_text(tmp_path: Path):
    """YAML takes `no` and `on` for yes and no; here they are words."""
    path = tmp_path / "no.yaml"
    path.write_text("commands: {say: {name: on, about: no}}", "utf-8")
    assert read(path).commands["say"].name == "on"
    assert list(catalogues(tmp_path)) == ["no"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    """Rather than nobody's language being found in it."""
    with pytest.raises(UserError, match=r"SWOT_WORDS names .*, and there is no such folder"):
        catalogues(tmp_path / "none")


# The command line


def test_a_catalogue_is_written_to_be_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """With today's words of every command; what comes of it is right as it stands."""
    file = tmp_path / "de.yaml"
    assert main(["words", "de", str(file)]) == 0
    assert str(file) in capsys.readouterr().out
    assert "quiz" in read(file).commands
    assert "solo" in catalogues(tmp_path)["de"].commands["quiz"].commands


def test_no_catalogue_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """What somebody has filled in stays."""
    file = tmp_path / "de.yaml"
    file.write_text("mine", "utf-8")
    assert main(["words", "de", str(file)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert file.read_text("utf-8") == "mine"
    assert main(["words", "german", str(tmp_path / "german.yaml")]) == 1
