"""What a picture costs the server: checking it, and making its two copies."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from bench.pictures import MEGA, SHARED, TWELVE_MEGAPIXELS, jpeg
from bench.report import Figure, Report, spread
from gcp import imaging

TIMES, QUICK_TIMES = 15, 3
TAKEN = datetime(2026, 3, 1, 10, 30)
JOBS: dict[str, Callable[[bytes], object]] = {
    "check_picture": imaging.check_picture, "copies": imaging.copies,
}  # fmt: skip


def report(times: int) -> Report:
    """The figures of both jobs, on a large and a small picture."""
    pictures = {
        "12 megapixels": jpeg(TWELVE_MEGAPIXELS, 4 * MEGA, TAKEN),
        "300 kB": jpeg(SHARED, 300_000, TAKEN),
    }
    figures: list[Figure] = []
    for size, picture in pictures.items():
        for job in JOBS:
            taken, megabytes = measure(job, picture, times)
            name = f"{job}, {size}"
            figures += spread(name, taken, "ms")
            figures.append(Figure(f"{name}, peak memory", megabytes, "MB"))
    return Report(
        "photo: a picture on the server",
        f"{times} times each in a process of its own; memory over what the process held before",
        figures,
    )


def measure(job: str, picture: bytes, times: int) -> tuple[list[float], float]:
    """Milliseconds of each time, and the most memory that it took in megabytes."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_alone, job, picture, times).result()


def _alone(job: str, picture: bytes, times: int) -> tuple[list[float], float]:
    taken, before = [], _peak_megabytes()
    for _ in range(times):
        began = time.perf_counter()
        JOBS[job](picture)
        taken.append((time.perf_counter() - began) * 1000)
    return taken, _peak_megabytes() - before


def _peak_megabytes() -> float:
    """The most that this process has held; 0 where /proc does not tell."""
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(each.split()[1]) / 1000 for each in lines if "VmHWM" in each), 0.0)
