"""Breaks the rules on purpose, one small change at a time, and asks whether a test notices: `make mutate`.

A mutant is one module of rules/kinds or rules/cases with one change: a comparison turned round, an "and"
made an "or", a role, a duty or a clock exchanged, an argument left out, a step left undone. Everything is
copied to a temporary directory first, and the change itself is only ever made in the memory of a child
process: the tree is not touched. A mutant that no test notices is named with its line, and is a gap in
the tests, or code that is not needed.

    python -m tests.mutation                every eighth mutant
    python -m tests.mutation --every 1      all of them
    python -m tests.mutation kinds/favour   those of one module
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest

from worker.packs import packs

ROOT = Path(__file__).parent.parent
MUTATED = ("rules/kinds", "rules/cases")
NEEDED = ("rules", "worker", "tests")
# Those that notice most in the least time come first.
NOTICED_BY = (
    "tests/rules/kinds",
    "tests/rules/cases",
    "tests/rules/test_review.py",
    "tests/test_scenarios.py",
)
AT_ONCE = 2
QUIETLY = ("-xq", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov")
LONGEST = 120  # seconds: a mutant that does not end is noticed too
FLOOR = 0.9  # of all mutants must be noticed


@dataclass(frozen=True, slots=True)
class Mutant:
    """One module with one change."""

    path: Path
    module: str
    line: int
    change: str  # "Lt instead of LtE"
    at: int  # the node of the tree that is changed
    nth: int  # of its changes

    def __str__(self) -> str:
        return f"{self.module.replace('.', '/')}.py:{self.line}  {self.change}"

    def source(self) -> str:
        """The module as it is after the change."""
        tree = ast.parse(self.path.read_text("utf-8"))
        old = next(islice(ast.walk(tree), self.at, None))
        _, new = next(islice(changes(old), self.nth, None))
        return ast.unparse(ast.fix_missing_locations(_Exchange(old, new).visit(tree)))


# ── What can be changed ─────────────────────────────────────────────────────────────────────

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ROLES = {"ME": "TARGET", "INTRODUCER": "TARGET", "TARGET": "ME", "REQUESTER": "TARGET", "HELPER": "ME"}
_DUTIES = {"REPLY": "ANSWER", "ANSWER": "REPLY", "REPORT": "THANK", "THANK": "REPORT", "PROMISE": "ANSWER"}
_DUTIES |= {"INTRODUCE": "ANSWER", "SCHEDULE": "REPLY", "CHECK": "ANSWER", "TELL": "ANSWER"}
_OUTCOMES = {"DECLINED": "DONE", "LAPSED": "DONE", "DONE": "LAPSED", "DISMISSED": "DONE", "DORMANT": "LAPSED"}

Change = tuple[str, ast.AST]
"""What is said of a change, and the node that takes the place of the old one."""


def changes(node: ast.AST) -> Iterator[Change]:
    """Every small change of one node."""
    for operator in (_comparison, _junction, _negation, _name, _clock, _number, _arguments, _step):
        yield from operator(node)


def _comparison(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for at, old in enumerate(node.ops):
            new = copy.deepcopy(node)
            new.ops[at] = _COMPARISONS[type(old)]()
            yield f"{type(new.ops[at]).__name__} instead of {type(old).__name__}", new


def _junction(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.BoolOp):
        new = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{type(new).__name__} instead of {type(node.op).__name__}", ast.BoolOp(new, node.values)


def _negation(node: ast.AST) -> Iterator[Change]:
    """A condition that holds where it did not."""
    if isinstance(node, ast.If | ast.IfExp):
        new = copy.deepcopy(node)
        new.test = ast.UnaryOp(ast.Not(), new.test)
        yield "the condition turned round", new
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without “not”", node.operand


def _name(node: ast.AST) -> Iterator[Change]:
    """Another role, duty or outcome."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in _ROLES:
        yield f"{_ROLES[node.id]} instead of {node.id}", ast.Name(_ROLES[node.id], ast.Load())
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        table = {"Role": _ROLES, "What": _DUTIES, "Outcome": _OUTCOMES}.get(node.value.id, {})
        if node.attr in table:
            yield f"{table[node.attr]} instead of {node.attr}", ast.Attribute(node.value, table[node.attr])


def _clock(node: ast.AST) -> Iterator[Change]:
    """Another clock: the names of rules.due.CLOCKS begin with their kind or rule."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        kind, dot, _ = node.value.partition(".")
        if dot and kind[:1] in ("k", "r") and kind[-1:].isdigit():
            new = "rule8.dormant" if node.value != "rule8.dormant" else "k1.asked"
            yield f"clock {new} instead of {node.value}", ast.Constant(new)


def _number(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Constant):
        return
    match node.value:
        case bool(held):
            yield f"{not held} instead of {held}", ast.Constant(not held)
        case int(held) | float(held):
            yield f"{held + 1} instead of {held}", ast.Constant(held + 1)


def _arguments(node: ast.AST) -> Iterator[Change]:
    """An argument by name left out of a change of values, where the value then stays as it was."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("replace", "enter")
    ):
        for at, left_out in enumerate(node.keywords):
            new = copy.deepcopy(node)
            del new.keywords[at]
            yield f"without {left_out.arg}", new


def _step(node: ast.AST) -> Iterator[Change]:
    """A step left undone: the function gives back what it was given."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Call):
        called = node.value
        first = called.args[0] if called.args else None
        if isinstance(first, ast.Name) and first.id in ("position", "before"):
            yield "the step left undone", ast.Return(first)


# ── All mutants of a file ───────────────────────────────────────────────────────────────────


def mutants(path: Path, root: Path = ROOT) -> Iterator[Mutant]:
    """Every mutant of a source file, in order of its lines."""
    module = ".".join(path.relative_to(root).with_suffix("").parts)
    tree = ast.parse(path.read_text("utf-8"))
    left_alone = {part for node in ast.walk(tree) for part in _decorations(node)}
    found = [
        Mutant(path, module, getattr(node, "lineno", 0), change, at, nth)
        for at, node in enumerate(ast.walk(tree))
        for nth, (change, _) in enumerate(changes(node))
        if node not in left_alone
    ]
    yield from sorted(found, key=lambda mutant: mutant.line)


def _decorations(node: ast.AST) -> Iterator[ast.AST]:
    """Whether a value is frozen is proved elsewhere, for all of rules/ at once."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        for decorator in node.decorator_list:
            yield from ast.walk(decorator)


class _Exchange(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def all_mutants(root: Path = ROOT, only: str = "") -> list[Mutant]:
    files = sorted(path for folder in MUTATED for path in (root / folder).glob("[a-z]*.py"))
    return [mutant for path in files if only in str(path) for mutant in mutants(path, root)]


# ── Whether a test notices ──────────────────────────────────────────────────────────────────


class _Changed(MetaPathFinder, Loader):
    """Gives out the mutant where its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.module, self.path, self.source = mutant.module, str(mutant.path), mutant.source()

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return spec_from_loader(name, self, origin=self.path) if name == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, self.path, "exec"), module.__dict__)  # noqa: S102 - our own code


def start(mutant: Mutant | None, tests: Sequence[str]) -> int:
    """A process that runs the tests on one mutant, or on the rules as they are; it fails where one does."""
    if child := os.fork():
        return child
    signal.alarm(LONGEST)
    failed = 1
    with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
        if mutant:
            sys.meta_path.insert(0, _Changed(mutant))
        failed = int(pytest.main([*QUIETLY, *tests]))
    os._exit(failed)


def is_noticed(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Whether a test fails."""
    return os.waitpid(start(mutant, tests), 0)[1] != 0


def survivors(tried: Sequence[Mutant], tests: Sequence[str]) -> Iterator[Mutant]:
    """The mutants that no test notices; some are tried at once."""
    waiting, running = list(reversed(tried)), dict[int, Mutant]()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            mutant = waiting.pop()
            running[start(mutant, tests)] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        if status == 0:
            yield mutant


# ── The command ─────────────────────────────────────────────────────────────────────────────


def copied(to: Path) -> Path:
    """What the tests need, where nobody else writes in it."""
    for name in NEEDED:
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__", "learning"))
    shutil.copy2(ROOT / "pyproject.toml", to)
    return to


def in_a_copy(arguments: Sequence[str]) -> int:
    """The same command in a process of its own, over a copy of the tree."""
    with tempfile.TemporaryDirectory(prefix="introloop-mutants-") as held:
        place = copied(Path(held))
        command = (sys.executable, "-m", "tests.mutation", "--here", *arguments)
        return subprocess.run(command, cwd=place, check=False).returncode


def main(every: int, only: str, tests: Sequence[str] = NOTICED_BY) -> int:
    packs()  # read once, for all children
    if is_noticed(None, tests):
        say("The tests fail as it is: mend them first, then every mutant that lives says something.")
        return 2
    tried = all_mutants(only=only)[::every]
    alive = 0
    for mutant in survivors(tried, tests):
        alive += 1
        say(f"survives: {mutant}")
    noticed = 1 - alive / max(len(tried), 1)
    say(f"{len(tried)} mutants, {alive} survive: {noticed:.1%} are noticed")
    return int(noticed < FLOOR)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command: its output is what it is for


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("only", nargs="?", default="", help="part of the path of the modules to change")
    asked.add_argument("--every", type=int, default=8, help="try every n-th mutant")
    asked.add_argument(
        "--tests", nargs="+", default=NOTICED_BY, help="where the tests are that should notice"
    )
    asked.add_argument("--here", action="store_true", help="this is a copy already")
    chosen = asked.parse_args()
    sys.exit(main(chosen.every, chosen.only, chosen.tests) if chosen.here else in_a_copy(sys.argv[1:]))
