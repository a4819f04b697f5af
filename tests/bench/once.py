"""One process from an account to a digest: a configuration in an empty directory, a scan, and the page.

    python -m tests.bench.once --host 127.0.0.1 --port 143 --user U --password P --work DIR [--recent]

Called again on the same directory it reads only what is new. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

BEGAN = time.perf_counter()


def main() -> None:
    asked = argparse.ArgumentParser()
    for name in ("host", "port", "user", "password", "work"):
        asked.add_argument(f"--{name}", required=True)
    asked.add_argument("--identity", action="append", default=[])
    asked.add_argument("--as-of", type=datetime.fromisoformat)
    asked.add_argument("--connections", type=int, default=1)
    asked.add_argument("--recent", action="store_true", help="the last 90 days only")
    asked.add_argument("--no-digest", action="store_true")
    sys.stdout.write(f"{json.dumps(once(asked.parse_args()))}\n")


def once(said: argparse.Namespace) -> dict[str, float]:
    from worker.jobs.scan import scan_all
    from worker.wiring import wire
    from worker.wiring.adapters import hands_of

    app = wire(config=configured(said), state=Path(said.work))
    started = time.perf_counter()
    with closing(app.store()) as store:
        clock = app.clock
        with hands_of(app.read, store, app.settings) as reader:
            report = scan_all(
                app.mailboxes(), store, app.read, clock=clock, recent_only=said.recent, reader=reader
            )
        scanned = time.perf_counter()
        if not said.no_digest:
            from worker.cli.mailing import previewed

            digest = previewed(app, store, said.as_of)
            (Path(said.work) / "digest.txt").write_text(digest.text if digest else "", "utf-8")
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "messages": report.looked_at,
        "new": report.new,
        "start_s": round(started - BEGAN, 3),
        "scan_s": round(scanned - started, 3),
        "digest_s": round(time.perf_counter() - scanned, 3),
        "cpu_s": round(used.ru_utime + used.ru_stime, 3),
        "peak_mb": round(used.ru_maxrss / 1024, 1),
    }


def configured(said: argparse.Namespace) -> Path:
    work = Path(said.work)
    password, config = work / "password", work / "config.toml"
    if not config.exists():
        password.touch(mode=0o600)
        password.write_text(said.password, "utf-8")
        config.write_text(
            f"[owner]\naddresses = {json.dumps(said.identity or ['me@example.com'])}\n"
            f'time_zone = "Europe/Stockholm"\n[[account]]\nname = "bench"\nhost = "{said.host}"\n'
            f"connections = {getattr(said, 'connections', 1)}\n"
            f'port = {said.port}\nuser = "{said.user}"\nsecurity = "plaintext-loopback"\n'
            'password_file = "password"\n',
            "utf-8",
        )
    return config


if __name__ == "__main__":
    main()
