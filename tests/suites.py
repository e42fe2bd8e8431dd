"""Runs every suite, each as the process it needs, and fails when one fails or ran no test."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass

UNIT = ["tests", "--ignore=tests/services", "--ignore=tests/browser", "--ignore=tests/gates", "-n", "2"]


@dataclass(frozen=True)
class Suite:
    """One run of pytest."""

    name: str
    arguments: list[str]


SUITES = (
    Suite("unit, SQLite", UNIT),
    Suite("unit, PostgreSQL", [*UNIT, "--database", "postgresql"]),
    Suite("services", ["tests/services"]),
    Suite("browser", ["tests/browser", "-n", "2", "--dist", "worksteal"]),
)


def run(suite: Suite) -> tuple[bool, str]:
    """Runs a suite, its output shown as it comes; says whether it passed, and its last line."""
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", *suite.arguments]
    last = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() or last
    ran = re.search(r"\b[1-9]\d* (passed|skipped)", last) is not None
    return process.returncode == 0 and ran, last


def main() -> int:
    failed = []
    for suite in SUITES:
        print(f"\n== {suite.name}", flush=True)
        began = time.monotonic()
        passed, last = run(suite)
        print(f"== {suite.name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.0f} s ({last})")
        if not passed:
            failed.append(suite.name)
    print("\nAll suites passed." if not failed else f"\nFailed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
