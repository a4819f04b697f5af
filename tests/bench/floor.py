"""The floor: reading the chosen header fields of every message, pipelined, and throwing them away."""

from __future__ import annotations

import argparse
import json
import re
import socket
import sys
import time

from worker.mailbox.imap_fetch import header_items
from worker.mailbox.limits import REMOTE

BATCH, DEPTH = 500, 4
FOLDERS = ("INBOX", "Sent", "Archive")


class Line:
    """A connection that counts bytes and understands nothing but tags."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._tags, self.bytes, self._rest = 0, 0, b""
        self._buffer = bytearray(256 * 1024)
        self._socket.recv(4096)

    def say(self, command: str) -> bytes:
        self._tags += 1
        tag = b"F%06d" % self._tags
        self._socket.sendall(tag + b" " + command.encode() + b"\r\n")
        return tag

    def until(self, tag: bytes) -> bytes:
        """Everything up to the tagged answer."""
        said = bytearray(self._rest)
        while (at := said.find(b"\n" + tag if said[:7] != tag else tag)) < 0 or said.find(b"\n", at + 1) < 0:
            count = self._socket.recv_into(self._buffer)
            self.bytes += count
            if not count:
                raise EOFError
            said += memoryview(self._buffer)[:count]
        end = said.find(b"\n", at + 1) + 1
        self._rest = bytes(said[end:])
        return bytes(said[:end])


def read_headers(port: int, user: str, password: str) -> dict[str, float]:
    line, began = Line(port), time.perf_counter()
    line.until(line.say(f"LOGIN {user} {password}"))
    items = " ".join(header_items(REMOTE, frozenset()))
    for folder in FOLDERS:
        said = line.until(line.say(f"EXAMINE {folder}"))
        found = re.search(rb"UIDNEXT (\d+)", said)
        last = int(found[1]) - 1 if found else 0
        commands = [f"UID FETCH {a}:{min(a + BATCH - 1, last)} ({items})" for a in range(1, last + 1, BATCH)]
        flying = [line.say(command) for command in commands[:DEPTH]]
        for command in [*commands[DEPTH:], *[""] * min(DEPTH, len(commands))]:
            line.until(flying.pop(0))
            if command:
                flying.append(line.say(command))
    return {"seconds": time.perf_counter() - began, "bytes": line.bytes}


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("port", type=int)
    asked.add_argument("user")
    asked.add_argument("password")
    told = asked.parse_args()
    sys.stdout.write(f"{json.dumps(read_headers(told.port, told.user, told.password))}\n")
