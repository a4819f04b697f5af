"""The end of `introloop init`: sign in, try everything, read the last weeks, and show what is there.

Whatever goes wrong, the configuration is written: it is said what to do, and what to type afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from ssl import SSLCertVerificationError
from typing import TYPE_CHECKING

import click

from worker.cli.call import call
from worker.cli.checking import shown
from worker.cli.example import Answers
from worker.cli.failing import FAILURE
from worker.cli.scanning import lists, tell_only_of_others, watched
from worker.cli.wired import app
from worker.ports import (
    AuthenticationRefused,
    CertificateRefused,
    IntroloopError,
    NoSentFolder,
    OutboxAuthenticationRefused,
    OutboxCertificateRefused,
)

if TYPE_CHECKING:
    from rules.model import Review
    from worker.jobs.check import Finding
    from worker.jobs.report import ScanReport
    from worker.wiring import App

_TRIES = 3
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class FirstLook:
    """`write` writes the configuration anew, `keep` a password; `asks` says whether a person is there."""

    answers: Answers
    file: Path
    asks: bool
    write: Callable[[Answers], None]
    keep: Callable[[str], Path]

    def run(self, *, scans: bool) -> int:
        """The exit code: 0 where everything works."""
        if not _signed_in(app()):
            return FAILURE
        findings = self._tried()
        works = all(finding.works for finding in findings)
        if not all(finding.works for finding in findings if finding.what.startswith("account ")):
            kept = f"\nThe configuration is kept: mend {self.file}, then type introloop check."
            click.echo(call().repeated(kept))
            return FAILURE
        if scans:
            show_found(app(), watched(app(), recent_only=True), sends=works)
        return 0 if works else FAILURE

    def _tried(self) -> Sequence[Finding]:
        """Everything once; what a person can mend here is asked for, and tried again."""
        answers: Answers | None = self.answers
        for _ in range(_TRIES):
            findings = app().check()
            shown(findings)
            failed = [finding.error for finding in findings if finding.error]
            answers = self._mended(answers or self.answers, failed) if self.asks else None
            if answers is None:
                break
            self.write(answers)
        return findings

    def _mended(self, answers: Answers, failed: Sequence[IntroloopError]) -> Answers | None:
        for error in failed:
            match error:
                case AuthenticationRefused() | OutboxAuthenticationRefused() if answers.password_file:
                    said = click.prompt(
                        "Password, once more (empty: stop)", hide_input=True, default="", show_default=False
                    )
                    return replace(answers, password_file=self.keep(said)) if said else None
                case CertificateRefused() | OutboxCertificateRefused() if _nobody_vouches(error):
                    asked = "A PEM file with the certificate of a server of your own (empty: stop)"
                    file = click.prompt(asked, default="", show_default=False, value_proc=_file)
                    return replace(answers, ca_file=file) if file else None
                case NoSentFolder():
                    said = click.prompt(
                        "Which folder holds the mail you sent (empty: stop)", default="", show_default=False
                    )
                    return replace(answers, sent=said) if said else None
        return None


def _nobody_vouches(error: IntroloopError) -> bool:
    """Whether it is the certificate that is wrong, and not the port."""
    return isinstance(error.__cause__, SSLCertVerificationError)


def _file(said: str) -> Path | None:
    """A file that is there; of any other, somebody at a terminal is told, and asked again."""
    there = click.Path(exists=True, dir_okay=False, path_type=Path)
    return Path(there.convert(said, None, None)) if said else None


def _signed_in(wired: App) -> bool:
    try:
        for source in wired.sign_ins():
            source.sign_in(tell=click.echo)
    except IntroloopError as error:
        click.echo(
            call().repeated(
                f"{error}\n{error.advice}\nThe configuration is kept. To try again: introloop login"
            ),
            err=True,
        )
        return False
    return True


def show_found(wired: App, report: ScanReport, *, sends: bool) -> None:
    """What the last weeks hold: counts, the first loops, and what to type next."""
    from worker.cli.terminal import Screen
    from worker.jobs.report import counted

    screen = Screen()
    for problem in report.problems:
        click.echo(f"Not read: {problem}", err=True)
    with closing(wired.store()) as store:
        tell_only_of_others(wired, store)
        review = wired.review(store)
    people = report.new - report.quarantined
    screen.line()
    screen.line(
        f"The newest {counted(report.looked_at, 'message')}: {people} of people, {lists(report.skipped)}."
    )
    screen.line(_open(review))
    for suggestion in review.suggestions[:_SHOWN]:
        screen.line(suggestion.title, indent=2, style="bold")
    shows = "introloop loops lists them, introloop digest shows the letter."
    for next_step in (shows, *_what_run_does(wired, sends=sends)):
        screen.line(call().repeated(next_step), fold=False)


def _what_run_does(wired: App, *, sends: bool) -> tuple[str, ...]:
    """Nobody waits for a letter that does not come."""
    if wired.settings.smtp and sends:
        return ("introloop run reads the rest, stays, and writes to you once a week.",)
    missing = f"{wired.config} has no [smtp]. Until it has one, look by yourself."
    mend = f"Nothing is sent to you until that works: mend {wired.config}, then type introloop check."
    why = mend if wired.settings.smtp else f"Nothing is sent to you: {missing}"
    return "introloop run reads the rest, stays, and reads what arrives.", why


def _open(review: Review) -> str:
    """How many loops are open, and whose turn it is."""
    from rules.model import Turn
    from worker.cli.wording import TURNS

    turns: Counter[Turn] = Counter(case.turn for case in review.cases if case.turn is not Turn.CLOSED)
    counts = ", ".join(f"{turns[turn]} {words.lower()}" for turn, words in TURNS.items() if turns[turn])
    return f"Open loops: {sum(turns.values())}{f' ({counts})' if counts else ''}."
