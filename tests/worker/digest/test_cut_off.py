"""What an issue has no room for: it is counted, and no line of the issue closes it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rules.model import What
from tests.worker.digest.builders import (
    INES,
    case,
    coverage,
    duty,
    flat,
    issue,
    owner,
    report_to_ines,
    reports,
    review,
    said,
    silent_pavel,
)


def numbers(text: str) -> int:
    return sum(map(int, re.findall(r"\d+", text)))


@pytest.mark.parametrize("most", [1, 3, 5])
def test_the_subject_counts_what_the_items_and_the_line_below_them_do(most: int) -> None:
    quiet = (replace(silent_pavel(), case=case(f"quiet-{n}")) for n in range(3))
    digest = said(review(*reports(4), *quiet), when=issue(owner=owner(clocks={"digest.duties": most})))
    listed = len(re.findall(r"^\d+\.  Tell", digest.text, re.MULTILINE))
    left = re.search(r"And \d+ more, (\d+|none) of them yours: introloop loops", flat(digest.text))
    assert left
    assert numbers(digest.subject) == 4 == listed + numbers(left[1])


def test_where_nothing_is_owed_what_is_cut_is_nobodys() -> None:
    quiet = (replace(silent_pavel(), case=case(f"quiet-{n}")) for n in range(3))
    digest = said(review(*quiet), when=issue(owner=owner(clocks={"digest.duties": 1})))
    assert "And 2 more: introloop loops" in digest.text
    assert numbers(digest.subject) == 3


def test_done_of_one_of_two_items_of_a_case_closes_its_own_duty_alone() -> None:
    one = report_to_ines()
    thanks = replace(one, duty=duty(What.THANK, INES), case=replace(one.case))
    text = said(review(one, thanks)).text
    assert re.findall(r"^ +done: +introloop (.+)$", text, re.MULTILINE) == [
        "done 7f2a report",
        "done 7f2a thank",
    ]


def test_done_of_an_item_closes_its_duty_alone_where_another_of_its_case_was_cut_off() -> None:
    both = (duty(What.THANK, INES), duty(What.REPORT, INES))
    one = replace(report_to_ines(), case=replace(report_to_ines().case, duties=both))
    thanks, told = (replace(one, duty=each) for each in both)
    text = said(review(thanks, told), when=issue(owner=owner(clocks={"digest.duties": 1}))).text
    assert "And 1 more" in text
    assert re.findall(r"^ +done: +introloop (.+)$", text, re.MULTILINE) == ["done 7f2a thank"]


def test_done_of_an_item_closes_its_duty_alone_where_another_of_its_case_is_not_due_yet() -> None:
    both = (duty(What.THANK, INES), duty(What.REPORT, INES))
    one = replace(report_to_ines(), duty=both[0], case=replace(report_to_ines().case, duties=both))
    assert re.findall(r"^ +done: +introloop (.+)$", said(review(one)).text, re.MULTILINE) == [
        "done 7f2a thank"
    ]


def test_each_command_of_the_text_stands_on_one_line_with_the_directory_it_needs() -> None:
    where = " --state '/home/mira/what I try/introloop-trial'"
    digest = said(
        review(*reports(3)),
        when=issue(where=where, owner=owner(clocks={"digest.duties": 1})),
        read=coverage(quarantined=1),
    )
    commands = re.findall(r"introloop.* (?:done|snooze|not-intro|loops|status)\b.*", digest.text)
    assert len(commands) == 5
    assert all(command.startswith(f"introloop{where} ") for command in commands)
