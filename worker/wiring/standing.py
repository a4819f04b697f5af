"""What `introloop status` says: found in the store and the sign-ins, and kept for the next who asks."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from worker.kept import Stamps, are_settled, keep, stamps
from worker.ports import IntroloopError
from worker.wiring.credentials import SIGN_INS, sign_ins_of

if TYPE_CHECKING:
    from worker.wiring import App


@dataclass(slots=True)
class StandingKept:
    """Keeps it, and keeps it anew once a file it comes from was written. With nothing new, nothing is."""

    app: App
    place: Path
    files: tuple[Path, ...]
    _of: Stamps = field(default_factory=dict)

    def refresh(self) -> None:
        """What cannot be read now is left for the next who asks: it is told by whatever else reads it.

        A configuration or a release that came after this process began is not its own to speak of.
        """
        with suppress(IntroloopError, OSError):
            of = stamps(self.files)
            if of != self._of and of | self.app.configured == of and are_settled(of):
                self._keep(of)
                self._of = of

    def _keep(self, of: Stamps) -> None:
        with closing(self.app.store()) as store:
            known = self.app.standing(store)
        if known.lasts and stamps(self.files) == of:
            facts = {"zone": self.app.settings.owner.time_zone, "standing": asdict(known)}
            keep(self.place, facts, of=of)


def standing_kept(app: App) -> StandingKept | None:
    """What keeps it; None where it comes from more than files: from a server, or a desktop's keyring."""
    database, place = app.settings.database, app.settings.store.directory
    in_files = all(hasattr(source.place, "path") for source in sign_ins_of(app.settings))
    if not isinstance(database, Path) or place is None or not app.configured or app.opening or not in_files:
        return None
    log = database.with_name(f"{database.name}-wal")
    files = (app.config, database, log, place / SIGN_INS)
    return StandingKept(app, place, tuple(file.absolute() for file in files))
