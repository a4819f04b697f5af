"""Where a mailbox is, from its address alone.

providers.toml  the providers we know, as data
providers.py    the same as values
records.py      what DNS says of a domain
propose.py      which of it to go by
"""

from worker.discovery.propose import Proposal, propose
from worker.discovery.providers import Provider, Server, by_host, providers
from worker.discovery.records import Records

__all__ = ["Proposal", "Provider", "Records", "Server", "by_host", "propose", "providers"]
