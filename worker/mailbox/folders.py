"""Which folders of an account are read, and as what.

INBOX, \\Sent, and \\All where the server offers it, else \\Archive; never Drafts, Junk or Trash. A role
is what the settings say, else the SPECIAL-USE flag (RFC 6154), else what the name says; a subfolder
has its parent's role (Archive/2025, Trash/Old).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from worker.mailbox.folder_names import ROLES_BY_NAME, decoded_name
from worker.ports import Folder, FolderRole, NoSentFolder

_BY_USE = {
    "\\sent": FolderRole.SENT,
    "\\archive": FolderRole.ARCHIVE,
    "\\all": FolderRole.ALL,
    "\\drafts": FolderRole.DRAFTS,
    "\\junk": FolderRole.JUNK,
    "\\trash": FolderRole.TRASH,
}
NEVER = frozenset({FolderRole.DRAFTS, FolderRole.JUNK, FolderRole.TRASH})
_ORDER = tuple(FolderRole)  # INBOX and Sent before the others
_NO_FOLDER = frozenset({"\\noselect", "\\nonexistent"})
_ROOTS = frozenset({"inbox", "[gmail]", "[google mail]"})  # under which some servers keep all folders
_CANDIDATES = 8
_WILDCARDS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class FolderRules:
    """The owner's word: folders to read besides and not to read (patterns), and what is Sent and Archive."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    sent: str = ""
    archive: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of LIST: a name with what stands between its parts, and the flags in lower case."""

    name: str
    separator: str = ""
    flags: frozenset[str] = frozenset()

    @classmethod
    def told(cls, flags: Sequence[bytes], separator: bytes | None, name: bytes | str) -> Listed:
        """As a server says it."""
        text = name if isinstance(name, str) else name.decode("utf-8", "replace")
        lower = frozenset(flag.decode("ascii", "replace").lower() for flag in flags)
        return cls(decoded_name(text), (separator or b"").decode("ascii", "replace"), lower)


@dataclass(frozen=True, slots=True)
class _Known:
    """A role and what gave it."""

    role: FolderRole
    by: Literal["setting", "SPECIAL-USE", "name", ""]


def choose(listed: Sequence[Listed], rules: FolderRules, *, account: str) -> tuple[Folder, ...]:
    """Every folder with its role and whether a scan reads it; raises NoSentFolder with advice.

    A folder that the settings name and the server does not list is selected all the same: opening it
    then says that it is gone.
    """
    there = [one for one in listed if not one.flags & _NO_FOLDER]
    known = {one.name: _known(one, listed, rules) for one in there}
    offers_all = any(k.role is FolderRole.ALL for k in known.values())
    folders = [_folder(name, k, rules, offers_all=offers_all) for name, k in known.items()]
    folders += _named_but_gone({one.name for one in there}, rules)
    if not any(f.selected and f.role in (FolderRole.SENT, FolderRole.ALL) for f in folders):
        raise _no_sent(folders, rules, account=account)
    return tuple(sorted(folders, key=lambda f: (_ORDER.index(f.role), f.name)))


def role_by_name(name: str, separator: str = "") -> FolderRole:
    """What a folder's name alone says, with a leading "INBOX." or "[Gmail]/" passed over."""
    parts = name.split(separator) if separator else [name]
    if len(parts) > 1 and parts[0].casefold() in _ROOTS:
        parts = parts[1:]
    return ROLES_BY_NAME.get(" ".join("/".join(parts).casefold().split()), FolderRole.OTHER)


def _known(one: Listed, listed: Sequence[Listed], rules: FolderRules) -> _Known:
    """The role of a folder, or of the nearest folder above it that has one; INBOX hands none down."""
    flags = {line.name: line.flags for line in listed}
    for name in _upward(one):
        found = _own_role(Listed(name, one.separator, flags.get(name, frozenset())), rules)
        if found.role is not FolderRole.OTHER and (name == one.name or found.role is not FolderRole.INBOX):
            return found
    return _Known(FolderRole.OTHER, "")


def _upward(one: Listed) -> Iterator[str]:
    parts = one.name.split(one.separator) if one.separator else [one.name]
    for length in range(len(parts), 0, -1):
        yield one.separator.join(parts[:length])


def _own_role(one: Listed, rules: FolderRules) -> _Known:
    if one.name.upper() == "INBOX":
        return _Known(FolderRole.INBOX, "name")
    if one.name == rules.sent:
        return _Known(FolderRole.SENT, "setting")
    if one.name == rules.archive:
        return _Known(FolderRole.ARCHIVE, "setting")
    for flag in sorted(one.flags & _BY_USE.keys()):
        return _Known(_BY_USE[flag], "SPECIAL-USE")
    return _Known(role_by_name(one.name, one.separator), "name")


def _folder(name: str, known: _Known, rules: FolderRules, *, offers_all: bool) -> Folder:
    selected, why = _choice(name, known, rules, offers_all=offers_all)
    return Folder(name, known.role, selected, why)


def _choice(name: str, known: _Known, rules: FolderRules, *, offers_all: bool) -> tuple[bool, str]:
    """Whether it is read, and by what."""
    by = f"{known.role} by {known.by}"
    if known.role in NEVER:
        return False, f"{by}: never read"
    if _matches(name, rules.exclude):
        return False, "left out by setting exclude"
    if _matches(name, rules.include):
        return True, "setting include"
    if known.role is FolderRole.ARCHIVE and offers_all and known.by != "setting":
        return False, f"{by}: all of it is in the folder of all mail"
    if known.role is FolderRole.OTHER:
        return False, "not asked for; setting include adds it"
    return True, by


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(name == pattern or fnmatchcase(name, pattern) for pattern in patterns)


def _named_but_gone(there: set[str], rules: FolderRules) -> list[Folder]:
    """Folders of the settings that LIST does not show. A Sent folder that is gone is no Sent folder."""
    wanted = {name: FolderRole.OTHER for name in rules.include if not _WILDCARDS & set(name)}
    if rules.archive:
        wanted[rules.archive] = FolderRole.ARCHIVE
    return [Folder(n, role, True, "named by the settings") for n, role in wanted.items() if n not in there]


def _no_sent(folders: Sequence[Folder], rules: FolderRules, *, account: str) -> NoSentFolder:
    wrong = rules.sent and rules.sent not in {f.name for f in folders}
    gone = f'The server lists no "{rules.sent}". ' if wrong else ""
    return NoSentFolder(
        f"account {account}: no folder of sent mail was found, and half of the evidence lies there",
        advice=f'{gone}Name it in the configuration: [account.folders] sent = "…". {_candidates(folders)}',
    )


def _candidates(folders: Sequence[Folder]) -> str:
    """The folders of no known role; where each has one, all of them: a server can take Sent for another."""
    unknown = [f.name for f in folders if f.role is FolderRole.OTHER]
    names = unknown or [f.name for f in folders if f.role is not FolderRole.INBOX]
    if not names:
        return "The server lists no folder but INBOX."
    shown = ", ".join(f'"{name}"' for name in names[:_CANDIDATES])
    more = f" and {len(names) - _CANDIDATES} more" if len(names) > _CANDIDATES else ""
    return f"It may be: {shown}{more}."
