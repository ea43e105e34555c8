"""From views to lines of styled text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeAlias

from adapters.columns import aligned
from adapters.harmless import harmless_line
from bot.chat import Button, Control, Form, Moment, Place, Table, Text, View
from bot.clock import DAY, HOUR, MINUTE, SECOND

Piece: TypeAlias = tuple[str, str]
"""Some characters and how they look: plain, bold, italic, title, button, main, danger, dim."""
Line: TypeAlias = list[Piece]


def lines_of(view: View, now: int) -> list[Line]:
    """The message, line by line."""
    found: list[Line] = []
    if view.title:
        found.append([(harmless_line(view.title), "title")])
    found += text_lines(view.text, now)
    for field in view.fields:
        first, *rest = text_lines(field.text, now) or [[]]
        found += [[(f"{harmless_line(field.label)}: ", "bold"), *first], *rest]
    if view.table:
        found += _table(view.table)
    if view.image:
        found.append([(f"[picture: {harmless_line(view.image.alt)}]", "dim")])
    if view.controls:
        found.append(_controls(view.controls))
    return found


def form_lines(form: Form) -> list[Line]:
    """The form, entry by entry."""
    found: list[Line] = [[(harmless_line(form.title), "title")]]
    for entry in form.entries:
        line: Line = [(f"{harmless_line(entry.label)}", "bold")]
        if entry.told:
            line.append((f" · {harmless_line(entry.told)}", "plain"))
        if entry.options:
            how = "any of: " if entry.several else ""
            line.append((f" ({how}{' / '.join(option.label for option in entry.options)})", "dim"))
        if entry.file:
            line.append((f" (a file{''.join(f' .{ending}' for ending in entry.endings)})", "dim"))
        if entry.value:
            value = ", ".join(entry.value.split("\n")) if entry.several else entry.value
            line.append((f" [{harmless_line(value)}]", "dim"))
        found.append(line)
    return found


def text_lines(text: Text, now: int) -> list[Line]:
    """The text, line by line; moments are told as from `now`."""
    found: list[Line] = [[]]
    for run in text:
        if isinstance(run, Moment):
            found[-1].append((told(run, now), "plain"))
            continue
        if isinstance(run, Place):
            found[-1].append((f"#{harmless_line(run.room.partition(':')[2])}", "plain"))
            continue
        first, *rest = run.text.split("\n")
        found[-1].append((harmless_line(first), run.style))
        found += [[(harmless_line(part), run.style)] for part in rest]
    return found if any(found) else []


def told(moment: Moment, now: int) -> str:
    """An instant in words."""
    at = datetime.fromtimestamp(moment.at / SECOND, UTC)
    if moment.show == "clock":
        return f"{at:%H:%M}"
    if moment.show == "day":
        return f"{at.day} {at:%B}"
    left = moment.at - now
    if left <= 0:
        return "now"
    for unit, name in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if left >= 2 * unit:
            return f"in {round(left / unit)} {name}"
    return f"in {-(-left // SECOND)} s"


def plain_line(line: Line) -> str:
    """The line without its looks."""
    return "".join(text for text, _ in line)


def _controls(controls: tuple[Control, ...]) -> Line:
    line: Line = []
    for control in controls:
        if line:
            line.append((" ", "plain"))
        if isinstance(control, Button):
            line.append(
                (f"[{harmless_line(control.label)}]", "button" if control.weight == "normal" else control.weight)
            )
        else:
            choices = " | ".join(harmless_line(option.label) for option in control.options)
            line.append((f"[{harmless_line(control.placeholder)} ▾ {choices}]", "button"))
    return line


def _table(table: Table) -> list[Line]:
    headings, *rows = aligned(table)
    return [[(headings, "dim")], *([(row, "plain")] for row in rows)]
