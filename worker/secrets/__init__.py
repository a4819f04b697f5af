"""What must stay secret, where the owner keeps it (RELIABILITY.md, secrets): never in argv, the
configuration, the database or a log.

missing.py    no place has it, or one of them refuses
passwords.py  passwords, read from their places in a fixed order
desktop.py    the desktop's keyring
grants.py     what signing in gave us, kept in a file of mode 0600 or the keyring
"""

from worker.secrets.grants import GrantFile, GrantInKeyring
from worker.secrets.missing import PasswordMissing
from worker.secrets.passwords import CONTAINER, PATIENCE, PasswordSource, read, stamp

__all__ = [
    "CONTAINER",
    "PATIENCE",
    "GrantFile",
    "GrantInKeyring",
    "PasswordMissing",
    "PasswordSource",
    "read",
    "stamp",
]
