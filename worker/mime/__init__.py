"""Bytes to Message: pure, tolerant, and cheap whatever comes.

The public face is `read_header` and `read_message`. Neither raises, for any bytes: what cannot be
read is left out, and what is missing is made up by a rule that each module states.
"""

from worker.mime.header import read_header
from worker.mime.message import read_message

__all__ = ["read_header", "read_message"]
