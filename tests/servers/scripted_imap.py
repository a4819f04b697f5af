"""An IMAP server out of a script: letters that are all alike, and whatever else a test has it say.

It is for what no sound server can be made to do: broken answers, refusals in the words of providers, a
good-bye at any command, a folder of 200,000 messages.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

FOLDERS = ("INBOX", "Sent")
RESET, BYE = b"RESET", b"* BYE"
"""What ends the connection when a script says it: RESET by RST, and BYE after it was said."""

_TEXT = b"See you on Monday."
_FIELDS = (
    b"From: Ines Carvalho <ines@example.com>\r\nTo: Tomas Ruud <tomas@example.org>\r\n"
    b"Date: Mon, 16 Nov 2026 09:30:00 +0000\r\nSubject: Coffee %d\r\nMessage-ID: <%d.%b@example.com>\r\n\r\n"
)


@dataclass(slots=True)
class ScriptedImap:
    """What it holds, what it was told, and what it says. Change any of it at any time.

    `says` is asked for the answer to a command, with TAG for its tag; None is what a sound server says.
    """

    port: int = 0
    messages: int = 3  # in INBOX, with the UIDs 1, 2, 3 …
    uidvalidity: int = 7
    says: Callable[[str], bytes | None] = lambda _: None
    commands: list[str] = field(default_factory=list)
    folder: str = ""

    def count(self, verb: str) -> int:
        """How often a command was given."""
        return sum(command.startswith(verb) for command in self.commands)

    # ── A sound server ──────────────────────────────────────────────────────────────────────

    def answer(self, command: str) -> bytes:
        """To any command but IDLE."""
        verb = re.match(r"(?:UID )?\w+", command)
        told = _SOUND.get(verb[0].upper() if verb else "", _nothing)
        return told(self, command) + b"TAG OK done\r\n"

    def _list(self, _: str) -> bytes:
        kinds = {"Sent": rb"\Sent"}
        lines = (rb'* LIST (%b) "/" %b' % (kinds.get(one, b""), one.encode()) for one in FOLDERS)
        return b"".join(line + b"\r\n" for line in lines)

    def _held(self, folder: str) -> int:
        return self.messages if folder == "INBOX" else 0

    def _status(self, command: str) -> bytes:
        name = command.split('"')[1]
        facts = (name.encode(), self._held(name), self._held(name) + 1, self.uidvalidity)
        return b'* STATUS "%b" (MESSAGES %d UIDNEXT %d UIDVALIDITY %d)\r\n' % facts

    def _examine(self, command: str) -> bytes:
        self.folder = command.split()[1].strip('"')
        held = self._held(self.folder)
        counts = b"* %d EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY %d] x\r\n" % (held, self.uidvalidity)
        return counts + b"* OK [UIDNEXT %d] x\r\n" % (held + 1)

    def _search(self, command: str) -> bytes:
        return b"* SEARCH %b\r\n" % b" ".join(b"%d" % uid for uid in self._named(command.split()[-1]))

    def _fetch(self, command: str) -> bytes:
        _, _, numbers, items = command.split(" ", 3)
        return b"".join(self.message(uid, text="TEXT" in items) for uid in self._named(numbers))

    def message(self, uid: int, *, text: bool = False) -> bytes:
        """The sound answer for one message."""
        block = _FIELDS % (uid, uid, self.folder.encode())
        start = b'* %d FETCH (UID %d RFC822.SIZE 300 INTERNALDATE "16-Nov-2026 09:30:00 +0000" ' % (uid, uid)
        body = b" BODY[TEXT]<0> {%d}\r\n%b" % (len(_TEXT), _TEXT) if text else b""
        return start + b"BODY[HEADER.FIELDS (FROM)]<0> {%d}\r\n%b%b)\r\n" % (len(block), block, body)

    def _named(self, numbers: str) -> list[int]:
        held, found = self._held(self.folder), list[int]()
        for part in numbers.split(","):
            first, _, last = part.partition(":")
            top = held if last == "*" else int(last or first)
            found += range(int(first), min(top, held) + 1)
        return found


def _nothing(_server: ScriptedImap, _command: str) -> bytes:
    return b""


_SOUND: dict[str, Callable[[ScriptedImap, str], bytes]] = {
    "CAPABILITY": lambda *_: b"* CAPABILITY IMAP4rev1 IDLE\r\n",
    "LIST": ScriptedImap._list,
    "STATUS": ScriptedImap._status,
    "EXAMINE": ScriptedImap._examine,
    "UID SEARCH": ScriptedImap._search,
    "UID FETCH": ScriptedImap._fetch,
    "LOGOUT": lambda *_: b"* BYE good-bye\r\n",
}


@contextmanager
def scripted_imap() -> Iterator[ScriptedImap]:
    """One that listens on a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = ScriptedImap(port=listener.getsockname()[1])
        threading.Thread(target=_accept, args=(listener, server), daemon=True).start()
        yield server
        with suppress(OSError):  # wakes the thread that waits for a connection
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, server: ScriptedImap) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_converse, args=(client, server), daemon=True).start()


def _converse(client: socket.socket, server: ScriptedImap) -> None:
    with suppress(OSError), client:
        client.sendall(b"* OK at your service\r\n")
        idling = b""
        lines = client.makefile("rb")
        for line in lines:
            tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
            command = rest.decode("latin-1")
            server.commands.append(command or tag.decode("latin-1"))
            said = server.says(command)
            if said == RESET:  # a close that sends RST and not FIN
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                lines.close()
                return
            if said is None and (command.upper() == "IDLE" or tag.upper() == b"DONE"):
                said = b"+ idling\r\n" if command else idling + b" OK done\r\n"
                idling = tag
            client.sendall((server.answer(command) if said is None else said).replace(b"TAG", tag))
            if said and BYE in said:
                return
