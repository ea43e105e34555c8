"""How fast Swot is: measured and reported, never asserted, and never run by pytest.

`uv run python -m tests.benchmarks` runs all; `answers`, `start` or `check` after it runs one. The temporary folder
should be on the disk that matters (`TMPDIR` names another): how long that disk takes to sync is reported with the rest.
"""
