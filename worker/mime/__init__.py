"""Bytes to Message: pure, tolerant, and cheap whatever comes.

The public face is `is_bulk`, `read_header`, `read_beginning` and `read_message`. None raises, for any
bytes: what cannot be read is left out, and what is missing is made up by a rule that each module states.
"""

from worker.mime.bulk import is_bulk
from worker.mime.header import read_header
from worker.mime.message import read_beginning, read_message

__all__ = ["is_bulk", "read_beginning", "read_header", "read_message"]
