"""`gcp serve` in a copy of a process that has read the product's code already.

Every test has a server of its own; to read that code is the most of what starting one costs.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pkgutil
import sys

import gcp.cli
import gcp.web

# What the copies would read otherwise; nothing of it looks at the environment.
for _each in pkgutil.iter_modules(gcp.web.__path__, "gcp.web."):
    importlib.import_module(_each.name)
for _name in ("flask_wtf.csrf", "granian.server", "granian.server.mp", "gcp.photo_files"):
    importlib.import_module(_name)


def serve(environment: dict[str, str], port: str) -> None:
    """Serve as one who types it in a shell: in a group of its own, and without a word."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nothing, each)
    os.environ.clear()
    os.environ.update(environment)
    multiprocessing.set_start_method("fork", force=True)  # as a fresh process has it
    sys.exit(gcp.cli.main(["serve", "--port", port]))
