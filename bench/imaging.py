"""What a picture costs the server: checking it, making its two copies, and four at once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from bench.pictures import MEGA, SHARED, TWELVE_MEGAPIXELS, jpeg
from bench.report import Bar, Figure, Report, percentile, spread
from gcp import imaging

try:
    import pyvips
except ImportError:
    pyvips = None

TIMES, QUICK_TIMES = 15, 3
AT_ONCE = 4
TAKEN = datetime(2026, 3, 1, 10, 30)


def _taken_in(picture: bytes) -> None:
    """All that the server does with a picture: digest, check, display copy and thumbnail."""
    hashlib.sha256(picture).hexdigest()
    imaging.check_picture(picture)
    imaging.copies(picture)


def _by_libjpeg(picture: bytes) -> None:
    """The least that could be done: decoded at half its size and encoded again, by libjpeg-turbo."""
    image = Image.open(BytesIO(picture))
    image.draft(None, (image.width // 2, image.height // 2))
    image.save(BytesIO(), "JPEG", quality=80)


def _by_libvips(picture: bytes) -> None:
    """The same two copies by libvips."""
    display = pyvips.Image.thumbnail_buffer(picture, imaging.DISPLAY, size="down").copy_memory()
    display.jpegsave_buffer(Q=80, strip=True)
    display.thumbnail_image(imaging.THUMBNAIL).jpegsave_buffer(Q=80, strip=True)


JOBS: dict[str, Callable[[bytes], object]] = {
    "check_picture": imaging.check_picture,
    "copies": imaging.copies,
    "digest, check and copies": _taken_in,
    "libjpeg-turbo, half size": _by_libjpeg,
}
if pyvips:
    JOBS["libvips"] = _by_libvips


def report(times: int) -> Report:
    """The figures of all jobs on a large picture, and of our own on a small one."""
    large, small = jpeg(TWELVE_MEGAPIXELS, 4 * MEGA, TAKEN), jpeg(SHARED, 300_000, TAKEN)
    figures: list[Figure] = []
    median = {}
    for job in JOBS:
        taken, megabytes = measure(job, large, times)
        median[job] = percentile(taken, 50)
        figures += spread(f"{job}, 12 megapixels", taken, "ms")
        figures.append(Figure(f"{job}, 12 megapixels, peak memory", megabytes, "MB"))
    for job in ("check_picture", "copies"):
        figures += spread(f"{job}, 300 kB", measure(job, small, times)[0], "ms")
    ours = median["digest, check and copies"]
    figures.append(
        Figure("times libjpeg-turbo", ours / median["libjpeg-turbo, half size"], "", Bar("at most", 2))
    )
    if pyvips:
        figures.append(Figure("times libvips", ours / median["libvips"]))
    figures.append(Figure(f"pictures a second, {AT_ONCE} at once", _a_second(large, times), "/s"))
    return Report(
        "photo: a picture on the server",
        f"{times} times each in a process of its own; memory over what the process held before"
        + ("" if pyvips else "; libvips left out, it is not installed"),
        figures,
    )


def _a_second(picture: bytes, times: int) -> float:
    """Pictures that so many threads of one process take in in a second."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        began = time.perf_counter()
        list(pool.map(_taken_in, [picture] * AT_ONCE * times))
        return AT_ONCE * times / (time.perf_counter() - began)


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
