"""What `introloop status` says: found in the store and the sign-ins, and kept for the next who asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from worker.kept import Stamps, are_settled, keep, stamps
from worker.ports import IntroloopError
from worker.wiring.credentials import sign_ins_of

if TYPE_CHECKING:
    from worker.wiring import App


@dataclass(slots=True)
class StandingKept:
    """Keeps it, and keeps it anew once a file it comes from was written. With nothing new, nothing is."""

    app: App
    files: tuple[Path, ...]
    _of: Stamps = field(default_factory=dict)

    def refresh(self) -> None:
        """What cannot be read now is left for the next who asks: it is told by whatever else reads it."""
        of = stamps(self.files)
        if of == self._of or not are_settled(of):
            return
        with suppress(IntroloopError):
            with closing(self.app.store()) as store:
                known = self.app.standing(store)
            if known.lasts and stamps(self.files) == of:
                zone, place = self.app.settings.owner.time_zone, self.app.settings.store.directory
                keep(place or Path(), {"zone": zone, "standing": asdict(known)}, of=of)
            self._of = of


def standing_kept(app: App) -> StandingKept | None:
    """What keeps it; None where it comes from more than files: from a server, or a desktop's keyring."""
    database, grants = app.settings.database, tuple(_grants(app))
    if not isinstance(database, Path) or app.opening or None in grants:
        return None
    log = database.with_name(f"{database.name}-wal")
    files = (app.config, database, log, *(grant for grant in grants if grant))
    return StandingKept(app, tuple(file.absolute() for file in files))


def _grants(app: App) -> Iterator[Path | None]:
    """The file of each sign-in, None where it is in none."""
    return (getattr(source.place, "path", None) for source in sign_ins_of(app.settings))
