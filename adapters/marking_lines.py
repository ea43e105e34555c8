"""`swot mark --jsonl`: lines in, marked lines out, as they come."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from bot.errors import UserError
from bot.marking_lines import BadLine, marked_line

CHUNK = 1 << 16
"""Bytes read at once, at most; less where less is there, so that whoever writes a line gets its verdict."""


def mark_file(file: Path | None) -> int:
    """Mark the lines of `file`, or of standard input, onto standard output; give the exit status.

    Raises `UserError` where the file can't be read.
    """
    out = sys.stdout.buffer
    if file is None:
        return mark_lines(cast("io.BufferedReader", sys.stdin.buffer), out, sys.stderr)
    try:
        opened = file.open("rb")
    except OSError as error:
        raise UserError(f"{file} can't be read: {error.strerror}.") from error
    with opened:
        return mark_lines(opened, out, sys.stderr)


def mark_lines(lines: io.BufferedReader, out: BinaryIO, complaints: TextIO) -> int:
    """Write each line with its verdict; tell of those that can't be marked. 1 if there were any, otherwise 0."""
    status, number = 0, 0
    for together in _whole_lines(lines):
        for line in together:
            number += 1
            try:
                marked = marked_line(line)
            except BadLine as error:
                status = 1
                print(f"Line {number}: {error}", file=complaints)
                continue
            if marked:
                out.write(marked + b"\n")
        out.flush()
    return status


def _whole_lines(file: io.BufferedReader) -> Iterator[list[bytes]]:
    """The lines that have arrived, again and again, without their ends."""
    begun: list[bytes] = []
    while chunk := file.read1(CHUNK):
        first, *others = chunk.split(b"\n")
        begun.append(first)
        if others:
            yield [b"".join(begun), *others[:-1]]
            begun = [others[-1]]
    if any(begun):
        yield [b"".join(begun)]
