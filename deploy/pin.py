"""Refreshes every pin: resolves the dependencies afresh and writes down what was found, naming no index.

    uv run python deploy/pin.py

`uv.lock` names the index it was made from, so it is not kept; the versions stand in `[tool.uv]` of pyproject.toml,
where uv obeys them, and in constraints.txt for `pip install -c constraints.txt .`
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "# pins: written by deploy/pin.py", "# end of pins"


def main() -> None:
    """Resolve, and write the pins."""
    pyproject = ROOT / "pyproject.toml"
    free = _without_pins(pyproject.read_text("utf-8"))
    pyproject.write_text(free, "utf-8")
    (ROOT / "uv.lock").unlink(missing_ok=True)
    pins = _resolved("--all-groups", "--no-emit-project")
    build = _resolved_build(re.findall(r'requires = \["([^"]+)"\]', free))
    pyproject.write_text(f"{free.rstrip()}\n\n{_table(pins, build)}", "utf-8")
    header = "# Every version that Swot is tested with: pip install -c constraints.txt .\n"
    (ROOT / "constraints.txt").write_text(header + "".join(f"{pin}\n" for pin in pins), "utf-8")
    print(f"{len(pins)} pins, and {len(build)} for the build")


def _resolved(*flags: str) -> list[str]:
    command = ["uv", "export", "--quiet", "--no-hashes", "--no-annotate", "--no-header", "--no-emit-index-url", *flags]
    return _pins(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _resolved_build(requirements: list[str]) -> list[str]:
    command = ["uv", "pip", "compile", "--quiet", "--no-annotate", "--no-header", "--universal", "-"]
    text = "\n".join(requirements)
    return _pins(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, input=text).stdout)


def _pins(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if "==" in line]


def _without_pins(text: str) -> str:
    return re.sub(rf"\n*{re.escape(BEGIN)}.*?{re.escape(END)}\n", "\n", text, flags=re.DOTALL)


def _table(pins: list[str], build: list[str]) -> str:
    def listed(name: str, entries: list[str]) -> str:
        quoted = "".join(f"    '{entry}',\n" if '"' in entry else f'    "{entry}",\n' for entry in entries)
        return f"{name} = [\n{quoted}]\n"

    body = listed("constraint-dependencies", pins) + listed("build-constraint-dependencies", build)
    return f"{BEGIN}\n[tool.uv]\n{body}{END}\n"


if __name__ == "__main__":
    main()
