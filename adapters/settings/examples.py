"""A file of settings to begin with: all of them, each with what it is for, and none of them set."""

from __future__ import annotations

from adapters.settings.model import ABOUT, FILE, OperatorSettings, is_secret, variable
from adapters.settings.showing import UNSET, value_of

_HEAD = """\
# Settings of Swot. Take the # from those that you set; what is left out is as `swot settings` shows it.
# The environment counts before .env, and that before swot.toml. Let nobody else read this file: it has secrets.
"""


def example(*, toml: bool) -> str:
    """The file's text, as TOML or as lines of NAME=value."""
    lines = [_HEAD]
    group = ""
    for name, about in ABOUT.items():
        if about.group != group:
            group = about.group
            lines += [f"\n## {group}\n"]
        written = name if toml else variable(name)
        suffix = FILE.lower() if toml else FILE
        beside = f" (or {written}{suffix}, the file that it is in)" if is_secret(name) else ""
        lines.append(f"# {about.what[0].upper()}{about.what[1:]}{beside}.{_otherwise(name)}")
        lines.append(f'#{written} = "{about.example}"\n' if toml else f"#{written}={about.example}\n")
    return "\n".join(lines)


def _otherwise(name: str) -> str:
    """What is usual, where that is the same everywhere."""
    usual = value_of(OperatorSettings.model_fields[name].default)
    return (
        f" Usually {usual}." if OperatorSettings.model_fields[name].default_factory is None and usual != UNSET else ""
    )
