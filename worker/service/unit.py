"""The text of a unit: the one that ships, with the lines that name this machine filled in."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

NAME = "introloop.service"
_SYSTEM, _USER = "introloop.service", "introloop-user.service"
_EVERYWHERE = ("/usr", "-/lib", "-/lib64", "-/bin")  # Python itself, and what it loads


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit names of this machine.

    `credentials` are names of `password_credential`; the files of these names lie beside the
    configuration. `trees` are the directories that hold the program and its Python.
    """

    program: Path
    config: Path
    credentials: Sequence[str] = ()
    trees: Sequence[Path] = ()
    metrics_port: int | None = None

    def system(self) -> str:
        """The unit of the system's service."""
        loaded = [f"LoadCredential={name}:{self.credential_file(name)}" for name in self.credentials]
        paths = [*dict.fromkeys(quoted(tree) for tree in self.trees if not tree.is_relative_to("/usr"))]
        bind = ["SocketBindDeny=any"]
        if self.metrics_port:
            bind.append(f"SocketBindAllow=ipv4:tcp:{self.metrics_port}")
        filled = {
            "ExecStart": [self._start()],
            "LoadCredential": loaded,
            "ExecPaths": [f"ExecPaths={' '.join([*paths, *_EVERYWHERE])}"],
            "SocketBindDeny": bind,
        }
        return _filled(shipped(_SYSTEM), filled)

    def user(self) -> str:
        """The unit of a user's own service."""
        return _filled(shipped(_USER), {"ExecStart": [self._start()]})

    def credential_file(self, name: str) -> Path:
        """Where the password of that name is to be put."""
        return self.config.parent / name

    def _start(self) -> str:
        return f"ExecStart={quoted(self.program)} run --config {quoted(self.config)}"


def shipped(name: str = _SYSTEM) -> str:
    """A unit as it comes along."""
    return (files("worker.service") / name).read_text("utf-8")


def this_program() -> Path:
    """The `introloop` of this environment."""
    return Path(sys.prefix, "bin", "introloop")


def trees_of_this_program() -> tuple[Path, ...]:
    """Where this environment, its Python and our source lie."""
    here = Path(__file__).resolve().parents[2]
    trees = [Path(sys.prefix), Path(sys.base_prefix)]
    return (*trees, *([] if any(here.is_relative_to(tree) for tree in trees) else [here]))


def quoted(path: Path) -> str:
    """A path as a word of a unit file: % begins a specifier, $ a variable (systemd.service(5))."""
    text = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"' if re.search(r"[\s\"'\\;]", text) else text


def started_by(text: str) -> tuple[str, str]:
    """The program that a unit starts, and its configuration: what `quoted` wrote, read back."""
    said = re.search(r"^ExecStart=(.+) run --config (.+)$", text, re.MULTILINE)
    if said is None:
        raise ValueError("the unit starts something else")
    program, config = (_unquoted(word) for word in said.groups())
    return program, config


def _unquoted(word: str) -> str:
    inner = word[1:-1] if word.startswith('"') else word
    return re.sub(r"\\(.)|%(%)|\$(\$)", lambda found: "".join(filter(None, found.groups())), inner)


def _filled(text: str, lines: dict[str, list[str]]) -> str:
    """The text with each setting named in `lines` replaced, where it first stands."""
    out, left = [], dict(lines)
    for line in text.splitlines():
        name, is_setting, _ = line.partition("=")
        if is_setting and name in lines:
            out += left.pop(name, [])
        else:
            out.append(line)
    return "\n".join(out) + "\n"
