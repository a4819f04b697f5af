"""Reads the source as a tree and says where it breaks the plan of the house; [] where it does not.

Every function takes the root of a source tree, so that invented trees can show that each check fails.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Floor:
    """Units that stand on one height: files, or folders, which are free inside.

    They may import what stands below them; one another only where they do not stand `apart`.
    """

    units: frozenset[str]
    apart: bool = True


def floor(half: str, units: str, *, apart: bool = True) -> Floor:
    return Floor(frozenset(f"{half}.{unit}" for unit in units.split()), apart)


# From the ground up. What is not named here stands nowhere, and is a finding.
FLOORS: Sequence[Floor] = (
    floor("rules", "model"),
    floor("rules", "due tables"),
    floor("rules", "who"),
    floor(
        "rules",
        "words sentences phrases concepts rows parts scales learned weights packs subjects wordings",
        apart=False,
    ),  # language
    floor("rules", "reading drafts"),
    floor("rules", "matter meant"),
    floor("rules", "threads cases kinds contacts advice suggest"),
    floor("rules", "review"),
    floor("rules", "surroundings"),
    floor("worker", "ports"),
    floor("worker", "places mime digest face letter envelope sasl domains ahead"),
    floor("worker", "answers"),
    floor(
        "worker",
        "kept mailbox store outbox lock install_key contacts settings secrets signin discovery packs jobs"
        " daemon service evaluate demo report",
    ),
    floor("worker", "fleet"),
    floor("worker", "wiring"),
    floor("worker", "cli"),
    floor("worker", "__main__"),
)

# What rules/ may use of the standard library: no clock, disk, network, logging, environment, chance.
PURE = frozenset(
    {"__future__", "abc", "bisect", "calendar", "collections", "dataclasses", "datetime", "difflib"}
    | {"enum", "functools", "hashlib", "heapq", "hmac", "html", "ipaddress", "itertools", "json", "math"}
    | {
        "operator",
        "re",
        "statistics",
        "string",
        "struct",
        "textwrap",
        "tomllib",
        "types",
        "typing",
        "unicodedata",
    }
)
IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "compile", "__import__", "breakpoint"})
IMPURE_METHODS = frozenset({"now", "today", "utcnow"})
CHANCE_CALLS = frozenset({"hash"})  # of a text, differs from one run to the next
COMPANIONS = {"pydantic_core": "pydantic"}  # released together; its types are to be had there alone
VAGUE_NAMES = frozenset({"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"})


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: its dotted name, where it lies, its syntax tree, and how many lines it has."""

    name: str
    path: str
    tree: ast.Module
    lines: int

    def at(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.path}:{node.lineno}"


@cache
def modules(root: Path, *halves: str) -> Mapping[str, Module]:
    """All modules below root/HALF, by dotted name."""
    return {
        module.name: module
        for half in halves
        for path in sorted((root / half).rglob("*.py"))
        for module in [_module(path, path.relative_to(root))]
    }


def _module(path: Path, relative: Path) -> Module:
    source = path.read_text("utf-8")
    parts = relative.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, str(relative), ast.parse(source), source.count("\n"))


def imports(module: Module, known: Mapping[str, Module]) -> Iterator[tuple[ast.stmt, str]]:
    """Every import, at any depth, as the dotted name of a module of ours or of somebody else's."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            inner = [f"{base}.{alias.name}" for alias in node.names]
            yield from {(node, name if name in known else base) for name in inner}


# ── Floors ──────────────────────────────────────────────────────────────────────────────────


def unit(name: str) -> str:
    """The second step of a dotted name: what stands on a floor."""
    return ".".join(name.split(".")[:2])


def broken_floors(root: Path, floors: Sequence[Floor] = FLOORS) -> list[str]:
    """Imports that go upward or sideways, and modules that stand on no floor."""
    level = {name: height for height, floor in enumerate(floors) for name in floor.units}
    known = modules(root, "rules", "worker")
    found = []
    for module in known.values():
        here = unit(module.name)
        if here in ("rules", "worker"):
            found += [
                f"{module.at(n)} holds an import: {here} itself is empty" for n, _ in imports(module, known)
            ]
        elif here not in level:
            found.append(f"{module.path} stands on no floor: name {here} in tests/architecture.py")
        else:
            own = floors[level[here]]
            below = {name for name, height in level.items() if height < level[here]}
            found += _upward(module, known, below if own.apart else below | own.units)
    return found


def _upward(module: Module, known: Mapping[str, Module], allowed: Set[str]) -> Iterator[str]:
    here = unit(module.name)
    for node, name in imports(module, known):
        if name.split(".")[0] in ("rules", "worker") and unit(name) not in {here, *allowed}:
            yield f"{module.at(node)} imports {unit(name)}, which does not stand below {here}"


def circles(root: Path) -> list[str]:
    """Modules that import one another round about: whatever still stands when all free ones are gone."""
    known = modules(root, "rules", "worker")
    needs = {
        name: {other for _, other in imports(module, known) if other in known and other != name}
        for name, module in known.items()
    }
    while free := [name for name, others in needs.items() if not others & needs.keys()]:
        for name in free:
            del needs[name]
    return [f"{known[name].path} is part of, or leads into, a circle" for name in sorted(needs)]


# ── The functional core ─────────────────────────────────────────────────────────────────────


def impurities(root: Path) -> list[str]:
    """What rules/ may not touch: other packages, the clock, the disk, the machine, chance."""
    known = modules(root, "rules")
    found = []
    for module in known.values():
        for node, name in imports(module, known):
            if name.split(".")[0] not in PURE | {"rules"}:
                found.append(f"{module.at(node)} imports {name}: rules/ is pure")
        calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
        found += [
            f"{module.at(call)} calls {name}: rules/ is pure" for call in calls if (name := _impure(call))
        ]
    return found


def _impure(call: ast.Call) -> str:
    match call.func:
        case ast.Name(name) if name in IMPURE_CALLS | CHANCE_CALLS:
            return name
        case ast.Attribute(_, method) if method in IMPURE_METHODS:
            return f".{method}"
        case ast.Attribute(_, "astimezone") if not call.args and not call.keywords:
            return ".astimezone without a zone"
    return ""


# ── Doors ───────────────────────────────────────────────────────────────────────────────────


def outside_imports(root: Path) -> dict[str, dict[str, str]]:
    """Foreign package -> {file: "file:line"} for all of rules/ and worker/."""
    known = modules(root, "rules", "worker")
    found: dict[str, dict[str, str]] = {}
    for module in known.values():
        for node, name in imports(module, known):
            top = COMPANIONS.get(name.split(".")[0], name.split(".")[0])
            if top not in sys.stdlib_module_names | {"rules", "worker", ""}:
                found.setdefault(top, {}).setdefault(module.path, module.at(node))
    return found


def wrong_doors(root: Path, doors: Mapping[str, str]) -> list[str]:
    """Imports of outside packages elsewhere than at their one door, a file or a folder with a slash.

    `doors` maps import names; a door in brackets says that nothing imports the package by its name.
    """
    found = []
    used = outside_imports(root)
    for package, files in used.items():
        door = doors.get(package, "")
        found += [
            f"{place} imports {package}, whose one door is {door or 'not named in pyproject.toml'}"
            for file, place in files.items()
            if not (file == door or (door.endswith("/") and file.startswith(door)))
        ]
    unused = [package for package, door in doors.items() if package not in used and not door.startswith("(")]
    return found + [
        f"nothing imports {package}: pyproject.toml names a door that is not there" for package in unused
    ]


# ── Size and style ──────────────────────────────────────────────────────────────────────────


def functions(module: Module) -> Iterator[tuple[str, int]]:
    """Each function, at any depth, as ("file:line name", its lines from `def` to the last)."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module.at(node)} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def too_large(root: Path, *halves: str) -> list[str]:
    """Files over 350 lines, functions over 40."""
    known = modules(root, *halves).values()
    files = [f"{module.path} has {module.lines} lines, over 350" for module in known if module.lines > 350]
    return files + [
        f"{name} has {lines} lines, over 40"
        for module in known
        for name, lines in functions(module)
        if lines > 40
    ]


def too_long_on_the_whole(root: Path, half: str) -> list[str]:
    """A median over 8 lines a function, or more than a tenth of them over 25."""
    sizes = {name: lines for module in modules(root, half).values() for name, lines in functions(module)}
    if not sizes:
        return []
    middle, long = (
        median(sizes.values()),
        [f"{name} ({lines})" for name, lines in sizes.items() if lines > 25],
    )
    found = [f"{half}: the median function has {middle} lines, over 8"] if middle > 8 else []
    if len(long) > len(sizes) / 10:
        found.append(f"{half}: {len(long)} of {len(sizes)} functions have over 25 lines: {', '.join(long)}")
    return found


def vague_names(root: Path, *halves: str) -> list[str]:
    """Files and folders whose name says nothing."""
    return [
        f"{module.path} has a name that says nothing"
        for module in modules(root, *halves).values()
        if VAGUE_NAMES & set(module.name.split("."))
    ]


def relative_imports(root: Path, *halves: str) -> list[str]:
    """Imports that say where from here, not what: one way to name a module is enough."""
    return [
        f"{module.at(node)} imports relatively"
        for module in modules(root, *halves).values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
