"""`digest --preview` and `report`: pages to look at, on disk for the owner alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worker.cli.conftest import NOW, Introloop
from worker.cli import browser


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a server: no test opens a window."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


# ── introloop digest --preview ──────────────────────────────────────────────────────────────


def test_without_a_screen_the_preview_is_printed_and_its_page_named(
    introloop: Introloop, state: Path
) -> None:
    said = introloop("digest", "--preview", "--as-of", NOW, "--state", state)
    page = state / "preview.html"
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Subject: 1 introduction to answer, 2 loops to close")
    assert f"As a mail program shows it: {page}" in said.out
    assert "<h1" in page.read_text("utf-8")
    assert mode(page) == 0o600


def test_with_a_screen_the_preview_opens_in_the_browser(state: Path, tmp_path: Path) -> None:
    opened, fake = tmp_path / "opened", tmp_path / "browser"
    fake.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n', "utf-8")
    fake.chmod(0o700)
    line = [sys.executable, "-m", "worker", "digest", "--preview", "--as-of", NOW, "--state", str(state)]
    screen = {**os.environ, "DISPLAY": ":99", "BROWSER": f"{fake} %s"}
    ran = subprocess.run(line, env=screen, capture_output=True, text=True, check=True)
    assert ran.stdout == f"Opened in your browser: {state / 'preview.html'}\n"
    assert opened.read_text("utf-8") == (state / "preview.html").as_uri()


def test_a_preview_goes_to_the_file_that_is_named(introloop: Introloop, told: Path, tmp_path: Path) -> None:
    page = tmp_path / "letter.html"
    said = introloop("digest", "--preview", "--html", page, "--as-of", NOW, "--state", told)
    assert f"As a mail program shows it: {page}" in said.out
    assert not (told / "preview.html").exists()


def test_as_of_an_earlier_day_the_digest_knows_nothing_of_what_came_later(
    introloop: Introloop, told: Path
) -> None:
    earlier = introloop("digest", "--as-of", "2026-11-10", "--state", told)
    assert earlier.out == introloop("digest", "--now", "2026-11-10", "--state", told).out
    assert earlier.code == 0
    assert "Sofia Petrakis" not in earlier.out


# ── introloop report ────────────────────────────────────────────────────────────────────────


def test_the_report_is_one_page_that_only_its_owner_can_read(
    introloop: Introloop, told: Path, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    page.write_text("an older one", "utf-8")
    page.chmod(0o644)
    said = introloop("report", "--output", page, "--as-of", NOW, "--state", told)
    assert (said.code, said.out, said.err) == (0, f"The report: {page}\n", "")
    assert "Doors opened for you" in page.read_text("utf-8")
    assert "Sofia Petrakis" in page.read_text("utf-8")
    assert mode(page) == 0o600


def test_the_report_lies_where_it_was_asked_for_unless_told_otherwise(
    introloop: Introloop, told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = introloop("report", "--state", told)
    assert said.out == f"The report: {tmp_path / 'introloop-report.html'}\n"
    assert (tmp_path / "introloop-report.html").exists()


def test_a_place_where_nothing_can_be_written_is_named(
    introloop: Introloop, told: Path, tmp_path: Path
) -> None:
    said = introloop("report", "--output", tmp_path / "missing" / "report.html", "--state", told)
    assert said.code == 1
    assert "missing/report.html" in said.err


def test_a_page_that_cannot_be_shown_is_not_said_to_be(tmp_path: Path) -> None:
    assert not browser.shown(tmp_path / "page.html")
