"""Weigh the pages of a site of its own and load its server: ``python -m bench [--quick] [--only bytes,cpu] [--out FILE]``."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import cpu, leave, load, packs, paint, sql, sync, tap, weigh
from bench.report import Report, busy, machine, print_limits, print_table
from bench.server import NoServer, running_site

MEASURES: dict[str, Callable[..., Report]] = {
    "bytes": weigh.measure,
    "packs": packs.measure,
    "paint": paint.measure,
    "tap": tap.measure,
    "leave": leave.measure,
    "sql": sql.measure,
    "load": load.measure,
    "sync": sync.measure,
    "cpu": cpu.measure,
}


def _arguments(words: list[str]) -> argparse.Namespace:
    about = "Figures of a site of its own on this machine. A missed limit is no failure."
    parser = argparse.ArgumentParser(prog="python -m bench", description=about)
    parser.add_argument("--quick", action="store_true", help="fewer runs: for a first look, not for a table to publish")
    parser.add_argument("--only", default=",".join(MEASURES), help="which of %(default)s")
    parser.add_argument("--out", type=Path, help="write all figures to this file, as JSON")
    arguments = parser.parse_args(words)
    arguments.only = [name for name in arguments.only.split(",") if name]
    if unknown := set(arguments.only) - set(MEASURES):
        parser.error(f"--only takes {', '.join(MEASURES)}; not {', '.join(sorted(unknown))}")
    return arguments


def main(words: list[str]) -> None:
    arguments = _arguments(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped on the way out
    print("Setting up a site in a temporary folder…", flush=True)
    reports: dict[str, Report] = {}
    loads = {"at the start": busy()}
    with running_site() as site:
        print(f"It is at {site.url}. This machine: {machine()}; {loads['at the start']}.", flush=True)
        for name in arguments.only:
            began = time.monotonic()
            reports[name] = MEASURES[name](site, quick=arguments.quick)
            for table in reports[name].tables:
                print_table(table)
            loads[name] = busy()
            print(f"  {time.monotonic() - began:.0f} s; afterwards {loads[name]}.", flush=True)
    print_limits(limit for report in reports.values() for limit in report.limits)
    if arguments.out:
        about = {"machine": machine(), "load": loads, "quick": arguments.quick}
        whole = about | {name: report.as_dict() for name, report in reports.items()}
        arguments.out.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"\nAll figures are in {arguments.out}.")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except NoServer as problem:
        sys.exit(str(problem))
