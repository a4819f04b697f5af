"""The command line: commands ask wiring for what they need, print what comes back,
and turn errors into advice.

Nothing heavy is imported before a command needs it: `introloop --help` answers at once.
"""

from __future__ import annotations


def main() -> None:
    """The entry point of `introloop`; leaves with an exit code of worker.cli.failing."""
    from worker.cli.app import run

    raise SystemExit(run())
