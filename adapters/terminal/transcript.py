"""What has appeared, as lines to print."""

from __future__ import annotations

from adapters.harmless import harmless_line
from adapters.terminal.render import Line, form_lines, lines_of, plain_line
from adapters.terminal.screen import Shown

INDENT = "    "


def transcript(shown: Shown, now: int) -> list[Line]:
    """The lines that tell of what has just appeared; of an edit, only what changed."""
    if shown.form is not None:
        return _labelled(f"(form for {shown.where})", form_lines(shown.form))
    body = lines_of(shown.view, now)
    if shown.file:
        body.append([(f"[file: {harmless_line(shown.file)}]", "dim")])
    match shown.kind:
        case "note":
            return _labelled(f"(only {shown.where})", body)
        case "desk":
            return _labelled(f"(desk of {shown.where})", body)
        case "post":
            return [[], *_labelled(f"#{shown.where}", body)]
        case _:
            return _edited(shown, body, now)


def _labelled(label: str, body: list[Line]) -> list[Line]:
    if not body:
        return [[(label, "label")]]
    first, *rest = body
    return [[(f"{label} ", "label"), *first], *([(INDENT, "plain"), *line] if line else [] for line in rest)]


def _edited(shown: Shown, body: list[Line], now: int) -> list[Line]:
    before = {plain_line(line) for line in lines_of(shown.before, now)} if shown.before else set()
    changed = [line for line in body if line and plain_line(line) not in before]
    if not changed:
        return []
    joined: Line = [(f"#{shown.where} (edited) ", "label")]
    for index, line in enumerate(changed):
        joined += [(" · ", "plain")] if index else []
        joined += [(text, "dim") for text, _ in line]
    return [joined]
