"""Signing in by OAuth2, for providers that take no password: a person signs in once, then tokens renew.

provider.py   what a provider is asked, and what it may answer
microsoft.py  Microsoft, by the device flow (extra: microsoft)
google.py     Google, by a browser on this machine (extra: google)
grant.py      what signing in gave us, as it is kept
source.py     a token for each connect

It is kept where secrets are kept (worker/secrets/grants.py); how a token is said to a server stands in
worker/sasl.py. How to get a client of your own: README.md in this folder.
"""

from worker.signin.provider import NotSignedIn, Provider
from worker.signin.source import TokenSource

__all__ = ["NotSignedIn", "Provider", "TokenSource"]
