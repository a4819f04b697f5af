"""A password that is not there costs the account it belongs to, and is said where the owner looks."""

from __future__ import annotations

import pytest

from tests.doubles.clock import SetClock
from tests.worker.jobs.scans import NOON, letters, mailbox, read
from worker.jobs.health import Level, health
from worker.jobs.scan import scan_all
from worker.ports import ConfigurationError, Store

MISSING = ConfigurationError("account work: no password found in file secret", advice="Put it there.")


def test_the_other_accounts_are_read_and_the_missing_password_is_said_in_status(store: Store) -> None:
    home, work = mailbox(*letters(3)), mailbox(account="work", down=MISSING)
    report = scan_all([work, home], store, read, clock=SetClock(NOON))

    assert report.new == 3
    assert report.problems == ("account work: no password found in file secret. Put it there.",)
    said = health(store, now=NOON)
    assert said.level is Level.FAILING
    assert any("no password found" in complaint for complaint in said.complaints)


def test_where_no_account_has_a_password_the_configuration_is_at_fault(store: Store) -> None:
    with pytest.raises(ConfigurationError, match="no password found"):
        scan_all([mailbox(account="work", down=MISSING)], store, read, clock=SetClock(NOON))
