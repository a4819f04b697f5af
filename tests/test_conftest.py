"""The walls around the tests stand."""

from __future__ import annotations

import os
import pwd
import smtplib
import socket
import time
from pathlib import Path

import pytest

from tests.servers.smtp import smtp_server


def test_no_test_reaches_beyond_this_machine() -> None:
    with pytest.raises(socket.gaierror, match="beyond loopback"):
        socket.create_connection(("mail.example.com", 993), timeout=1)
    with socket.socket() as outside, pytest.raises(OSError, match="beyond loopback"):
        outside.connect(("192.0.2.1", 993))
    with socket.socket(type=socket.SOCK_DGRAM) as outside, pytest.raises(OSError, match="beyond loopback"):
        outside.sendto(b"a question to a name server", ("192.0.2.1", 53))


def test_no_test_mails_anybody_but_an_owner() -> None:
    def ask_for(address: str) -> None:
        with smtp_server() as server, smtplib.SMTP(server.host, server.port, timeout=5) as client:
            client.ehlo()
            client.mail("mara@lindqvist.example")
            client.rcpt(address)

    ask_for("mara@lindqvist.example")
    with pytest.raises(AssertionError, match="somebody but the owner"):
        ask_for("vera@northwind.example")


def test_a_server_on_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_no_test_sees_the_home_or_the_time_zone_of_whoever_runs_it() -> None:
    assert Path(pwd.getpwuid(os.getuid()).pw_dir) != Path.home()
    assert time.localtime(0).tm_min == 45
