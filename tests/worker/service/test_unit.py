"""The unit that is installed fits the machine and the configuration it is written for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from worker.service.unit import Unit, shipped, started_by, this_program, trees_of_this_program

USUAL = Unit(
    program=Path("/opt/introloop/bin/introloop"),
    config=Path("/etc/introloop/config.toml"),
    credentials=("imap-password",),
    trees=(Path("/opt/introloop"), Path("/usr")),
)


def test_for_the_usual_places_it_is_the_unit_that_ships() -> None:
    assert USUAL.system() == shipped()


def test_every_password_is_handed_over_by_its_name() -> None:
    text = Unit(USUAL.program, USUAL.config, ("imap-password", "smtp-password")).system()
    handed = [line for line in text.splitlines() if line.startswith("LoadCredential=")]
    assert handed == [
        "LoadCredential=imap-password:/etc/introloop/imap-password",
        "LoadCredential=smtp-password:/etc/introloop/smtp-password",
    ]


def test_a_configuration_without_passwords_hands_over_none() -> None:
    assert "\nLoadCredential=" not in Unit(USUAL.program, USUAL.config).system()


def test_its_figures_may_be_asked_for_at_their_port_alone() -> None:
    assert "SocketBindAllow" not in USUAL.system()
    text = Unit(USUAL.program, USUAL.config, metrics_port=9464).system()
    assert "\nSocketBindDeny=any\nSocketBindAllow=ipv4:tcp:9464\n" in text


def test_a_python_elsewhere_may_be_run() -> None:
    text = Unit(USUAL.program, USUAL.config, trees=(Path("/srv/python"), Path("/usr/lib"))).system()
    assert "\nExecPaths=/srv/python /usr -/lib -/lib64 -/bin\n" in text


@pytest.mark.parametrize(
    "name", ["plain", "with space", 'with "quotes"', "100%", "$HOME", "back\\slash", "it's"]
)
def test_a_path_of_any_letters_is_written_and_read_back(name: str) -> None:
    unit = Unit(Path(f"/opt/{name}/introloop"), Path(f"/etc/{name}/config.toml"))
    for text in (unit.system(), unit.user()):
        assert started_by(text) == (str(unit.program), str(unit.config))


def test_a_unit_of_somebody_else_is_not_taken_for_ours() -> None:
    with pytest.raises(ValueError, match="something else"):
        started_by("[Service]\nExecStart=/bin/true\n")


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is missing: units not verified"
)
@pytest.mark.parametrize("user", [False, True])
def test_systemd_understands_it(tmp_path: Path, user: bool) -> None:
    unit = Unit(Path("/usr/bin/true"), tmp_path / "config.toml", ("imap-password",), (), 9464)
    file = tmp_path / "introloop.service"
    file.write_text(unit.user() if user else unit.system())
    manager = ["--user"] if user else []
    done = subprocess.run(["systemd-analyze", *manager, "verify", file], capture_output=True, text=True)
    assert "introloop.service" not in done.stderr, done.stderr


def test_the_program_is_that_of_this_environment_and_its_source_lies_in_the_trees() -> None:
    assert this_program() == Path(sys.prefix, "bin", "introloop")
    source = Path(started_from())
    assert any(source.is_relative_to(tree) for tree in trees_of_this_program())


def started_from() -> str:
    import worker.service

    return str(worker.service.__file__)
