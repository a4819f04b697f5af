"""When a reply came is what its server says, and a server may say anything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.worker.answers.home import Home, reply


@pytest.mark.parametrize("year", [1, 9999])
def test_an_arrival_at_an_end_of_time_stops_nothing(year: int) -> None:
    home = Home()
    digest = home.digest()
    home.clock.forward(hours=1)
    home.deliver(reply(digest, "snooze 3 2w"))
    home.mailbox.arrived = datetime(year, 12, 31, 23, 30, tzinfo=UTC)
    home.listen()
    assert home.verbs == ["snooze"]
