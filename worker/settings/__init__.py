"""The owner's settings: one file, config.toml, read whole, with every mistake reported at once.

models.py    every setting, its default and what it may be
complete.py  the defaults that follow from other settings
checks.py    mistakes between settings
mistakes.py  what is wrong, in words, with the nearest known name
lines.py     on which line of the file a setting stands
local.py     the little file of a mailbox on this disk
holidays.py  the public holidays of the owner's country
config.toml  the file with every setting explained; deploy/config.toml is the same

No secret stands in the file: settings say where a password is (worker/secrets.py).
"""

from worker.places import find_config, new_config, state_directory
from worker.settings.load import commented_example, load, text_of, understood
from worker.settings.models import Account, Digest, Folders, OwnerSettings, Settings, Smtp

__all__ = [
    "Account",
    "Digest",
    "Folders",
    "OwnerSettings",
    "Settings",
    "Smtp",
    "commented_example",
    "find_config",
    "load",
    "new_config",
    "state_directory",
    "text_of",
    "understood",
]
