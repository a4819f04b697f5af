"""Introloop as a systemd service: its unit written for this machine, installed, asked and removed.

unit.py        what a unit names of this machine, and the units' text with it filled in
fitness.py     what would keep the service from starting, found before it is installed
systemctl.py   the words to systemd
place.py       the system's service or the user's own: where its unit lies, installing and removing it
state.py       how systemd says it is

introloop.service is the system's unit, the same as in deploy/; introloop-user.service is that of a user.
"""

from worker.service.fitness import obstacles
from worker.service.place import Place
from worker.service.state import Level, ServiceState
from worker.service.systemctl import ServiceError, Systemctl
from worker.service.unit import Unit

__all__ = ["Level", "Place", "ServiceError", "ServiceState", "Systemctl", "Unit", "obstacles"]
