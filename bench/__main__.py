"""`python -m bench [names…]`: print how fast the product is on this machine."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from bench.browser import NoBrowser

NAMES = {
    "intake": "visits taken in a second from 50 devices, and with photos from 20",
    "home_page": "a home with 50 visits, page and chart, with up to 1,000,000 visits stored",
    "search": "homes by address or name, and the list of them, with as many visits stored",
    "overview": "a supervisor's overview of 200 homes, with as many visits stored",
    "report_pdf": "a report with 24 photos, and one of a home with 200 visits and 500 photos",
    "start": "bytes of the visit page, and the time to its first tappable step",
    "tap": "from a tap on a grade to shown and durable",
    "photo": "a 12-megapixel photo on the device, and pictures on the server",
}


def main() -> int:
    """Run the benchmarks named, or all of them."""
    options = _options()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the start\n")
    for name in options.names or NAMES:
        own = {"options": _served(options)} if name == "intake" else {}
        try:
            for report in importlib.import_module(f"bench.{name}").run(options.quick, **own):
                print(report.text(), flush=True)
        except NoBrowser as error:
            print(f"{name}: left out. {error}\n")
    return 0


def _served(options: argparse.Namespace) -> tuple[str, ...]:
    """The options of `gcp serve` that were asked for."""
    asked = {"--processes": options.processes, "--threads": options.threads}
    return tuple(word for name, n in asked.items() if n for word in (name, str(n)))


def _options() -> argparse.Namespace:
    listed = "\n".join(f"  {name:<11}{about}" for name, about in NAMES.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=f"{__doc__}\n\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="GCP_BENCH_CACHE names a folder that keeps filled databases for the next run.",
    )  # fmt: skip
    parser.add_argument("names", nargs="*", metavar="NAME", help="one of these; none: all")
    parser.add_argument("--quick", action="store_true", help="smaller numbers, in a minute or two")
    for name in ("--processes", "--threads"):
        parser.add_argument(name, type=int, help=f"intake: passed to `gcp serve` ({name[2:]})")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in NAMES]
    if unknown:
        parser.error(f"no benchmark is called {unknown[0]}")
    return options


if __name__ == "__main__":
    sys.exit(main())
