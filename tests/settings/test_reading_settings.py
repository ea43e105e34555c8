"""Where settings are taken from, which of them counts, and what is said of those that can't be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapters.settings import read
from adapters.settings.model import ABOUT, FILE, OperatorSettings, is_secret, variable
from bot.errors import UserError
from tests.conftest import DATA

SECRETS = [name for name in ABOUT if is_secret(name)]


def written(folder: Path, name: str, text: str, mode: int = 0o600) -> Path:
    """A file that nobody else may read."""
    path = folder / name
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


# Which counts


def test_the_environment_counts_before_env_and_that_before_toml(tmp_path: Path):
    """Each setting by itself, and each knows where it is from; what is empty is not set."""
    written(tmp_path, "swot.toml", '# mine\n\nslack_prefix = "toml-"\nwords = "toml"\nca_file = "toml.pem"\n')
    written(tmp_path, ".env", "\n# mine\nSWOT_WORDS=dot\nexport SWOT_CA_FILE='dot.pem'\nOTHER=1\n")
    found = read({"SWOT_CA_FILE": " env.pem ", "SWOT_WORDS": " ", "PATH": "/bin"}, folder=tmp_path)
    settings = found.sound()
    assert (settings.ca_file, settings.words, settings.slack_prefix) == (Path("env.pem"), Path("dot"), "toml-")
    assert found.origins["ca_file"] == "environment"
    assert found.origins["words"] == f"{tmp_path / '.env'}, line 3"
    assert found.origins["slack_prefix"] == f"{tmp_path / 'swot.toml'}, line 3"
    assert found.origins["listen"] == "default"
    assert found.warnings == ()


@pytest.mark.parametrize("by", ["option", "variable"])
def test_a_named_file_takes_the_place_of_both(tmp_path: Path, by: str):
    """By its ending it is TOML, or lines of NAME=value."""
    written(tmp_path, ".env", "SWOT_WORDS=dot\n")
    written(tmp_path, "swot.toml", 'ca_file = "toml.pem"\n')
    for name, text in (("other.toml", 'slack_prefix = "a-"\n'), ("other.conf", "SWOT_SLACK_PREFIX=a-\n")):
        path = written(tmp_path, name, text)
        if by == "option":
            settings = read({"SWOT_SETTINGS": "nowhere"}, path, tmp_path).sound()
        else:
            settings = read({"SWOT_SETTINGS": str(path)}, folder=tmp_path).sound()
        assert (settings.slack_prefix, settings.words, settings.ca_file) == ("a-", None, None)


def test_what_is_left_out_follows_from_what_is_set():
    """The database lies in the data folder, and the list of the forgotten beside it, also of another database."""
    settings = read({"SWOT_DATA_DIR": "/data"}, folder=DATA).sound()
    assert settings.database_url.get_secret_value() == "sqlite:////data/swot.db"
    assert settings.forgotten == Path("/data/swot.forgotten")
    assert settings.app((), "sqlite:////other/x.db").forgotten == Path("/other/x.forgotten")
    server = read({"SWOT_DATA_DIR": "/data", "SWOT_DATABASE_URL": "postgresql://db/school"}, folder=DATA).sound()
    assert server.app(()).forgotten == Path("/data/school.forgotten")
    named = read({"SWOT_FORGOTTEN": "/safe/list"}, folder=DATA).sound()
    assert named.app((), "sqlite:////other/x.db").forgotten == Path("/safe/list")


def test_numbers_of_toml_are_taken_as_they_are(tmp_path: Path):
    """An id need not stand in quotation marks; what is neither is told of."""
    written(tmp_path, "swot.toml", "discord_trial_server = 1122334455667788\n")
    assert str(read({}, folder=tmp_path).sound().discord_trial_server) == "1122334455667788"
    written(tmp_path, "swot.toml", "\nlisten = true\n")
    [told] = read({}, folder=tmp_path).mistakes
    assert told.endswith("swot.toml, line 2: listen is written in quotation marks.")


# What can't be


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "swot.toml",
            'listen = "x"\n',
            ", line 1: SWOT_LISTEN is where Swot listens for Slack, as 127.0.0.1:3000; “x”",
        ),
        ("swot.toml", 'discord_tokens = "x"', "line 1: discord_tokens is no setting; did you mean discord_token?"),
        ("swot.toml", 'SWOT_WORDS = "x"', "line 1: SWOT_WORDS is no setting; did you mean words?"),
        ("swot.toml", '[slak]\nx = "y"', "line 1: slak is no setting. `swot settings` lists all that there are."),
        ("swot.toml", 'settings = "y"', "settings names a file of settings, and counts in the environment only."),
        ("swot.toml", "words = ", "swot.toml is no TOML: Invalid value"),
        (".env", "SWOT_WORDS=a\nwhat is this\n", ".env, line 2: that is not written as NAME=value."),
        (".env", "\n\nSWOT_LISTN=x\n", ".env, line 3: SWOT_LISTN is no setting; did you mean SWOT_LISTEN?"),
        (".env", "SWOT_SETTINGS=x\n", "SWOT_SETTINGS names a file of settings, and counts in the environment only."),
        (".env", "SWOT_SECRET_KEY_FILE=none\n", "line 1: SWOT_SECRET_KEY_FILE names none, which is not there."),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place(tmp_path: Path, name: str, text: str, told: str):
    """And what was meant, where something is near; with a mistake Swot does not run."""
    written(tmp_path, name, text)
    found = read({}, folder=tmp_path)
    assert any(told in words for words in found.mistakes), found.mistakes
    with pytest.raises(UserError, match=name):
        found.sound()


def test_a_name_that_no_setting_has_is_a_warning_in_the_environment():
    """Other programs may set it; what Kubernetes sets for a service of this name is none at all."""
    found = read(
        {"SWOT_DISCORD_TOKENS": "x", "SWOT_PORT_3000_TCP": "x", "SWOT_SERVICE_HOST": "x", "SWEET": "x"}, folder=DATA
    )
    assert found.warnings == ("SWOT_DISCORD_TOKENS is no setting; did you mean SWOT_DISCORD_TOKEN?",)
    assert found.sound() == read({}, folder=DATA).settings


def test_every_mistake_is_told_and_the_rest_is_read():
    """So that whoever mends them need not come again for each."""
    found = read(
        {"SWOT_LISTEN": "x", "SWOT_DISCORD_SHARDS": "many", "HTTPS_PROXY": "ftp://x", "SWOT_WORDS": "w"}, folder=DATA
    )
    assert len(found.mistakes) == 3
    assert "HTTPS_PROXY is no proxy that Swot can use. Write it as http://proxy.school:8080." in found.mistakes
    assert found.settings.words == Path("w")
    with pytest.raises(UserError, match=r"(?s)SWOT_DISCORD_SHARDS.*SWOT_LISTEN.*HTTPS_PROXY"):
        found.sound()


def test_a_file_that_is_named_and_not_there(tmp_path: Path):
    """Is told; the usual two need not be there."""
    assert read({}, tmp_path / "no.toml").mistakes == (f"There is no file of settings {tmp_path / 'no.toml'}.",)
    assert read({}, folder=tmp_path).mistakes == ()
    (tmp_path / "latin.toml").write_bytes(b'words = "caf\xe9"')
    [told] = read({}, tmp_path / "latin.toml").mistakes
    assert told.endswith("it is no text in UTF-8.")


# Secrets


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("kind", [".env", "swot.toml", "environment"])
def test_every_secret_can_stand_in_a_file_of_its_own(tmp_path: Path, name: str, kind: str):
    """As containers are given them, with a line's end or without."""
    value = "postgresql://swot:pw@db/x" if name.endswith("url") else "http://swot:pw@host"
    path = written(tmp_path, "secret", f"{value}\n", mode=0o444)
    if kind == "swot.toml":
        written(tmp_path, kind, f'{name}_file = "{path}"\n')
    elif kind == ".env":
        written(tmp_path, kind, f"{variable(name)}{FILE}={path}\n")
    environment = {f"{variable(name)}{FILE}": str(path)} if kind == "environment" else {}
    found = read(environment, folder=tmp_path)
    assert getattr(found.sound(), name).get_secret_value() == value
    assert found.origins[name].endswith(f", in {path}")
    assert found.warnings == ()


def test_a_secret_that_is_given_twice_is_a_mistake(tmp_path: Path):
    """In one place; from a place that counts more it is simply taken. An empty file is told of, too."""
    path = written(tmp_path, "secret", "abc")
    both = {"SWOT_SECRET_KEY_FILE": str(path), "SWOT_SECRET_KEY": "x"}
    [told] = read(both, folder=DATA).mistakes
    assert told == "SWOT_SECRET_KEY_FILE and the same without _FILE are both set. Leave one of them out."
    written(tmp_path, ".env", "SWOT_SECRET_KEY=old\n")
    settings = read({"SWOT_SECRET_KEY_FILE": str(path)}, folder=tmp_path).sound()
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == "abc"
    path.write_text(" \n")
    assert read({"SWOT_SECRET_KEY_FILE": str(path)}, folder=DATA).mistakes[0].endswith("which is empty.")


def test_only_secrets_have_files():
    """A file's name is a setting like any other elsewhere: SWOT_CA_FILE is no secret called CA."""
    found = read({"SWOT_CA_FILE": "a.pem", "SWOT_LISTEN_FILE": "x"}, folder=DATA)
    assert found.settings.ca_file == Path("a.pem")
    assert found.warnings == ("SWOT_LISTEN_FILE is no setting; did you mean SWOT_LISTEN?",)


@pytest.mark.skipif(os.name != "posix", reason="rights are others there")
@pytest.mark.parametrize(("mode", "told"), [(0o644, 1), (0o640, 0), (0o600, 0)])
def test_a_file_with_secrets_that_everybody_can_read(tmp_path: Path, mode: int, told: int):
    """Is warned of, and what to do; one without secrets is not."""
    path = written(tmp_path, ".env", "SWOT_DISCORD_TOKEN=abc\n", mode)
    warnings = read({}, folder=tmp_path).warnings
    sentence = f"{path} has secrets, and everybody on this machine can read it: `chmod 600` it."
    assert warnings == (sentence,) * told
    written(tmp_path, ".env", "SWOT_WORDS=abc\n", 0o644)
    assert read({}, folder=tmp_path).warnings == ()


def test_what_is_secret_is_known_by_its_kind():
    """All that have a token, a secret, a key or a password in their names, and the addresses that may have one."""
    named = {name for name in OperatorSettings.model_fields if name.endswith(("token", "secret", "secret_key"))}
    assert set(SECRETS) == named | {"proxy", "database_url"}
