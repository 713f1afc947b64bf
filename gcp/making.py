"""Files made beside the server: each by a process of its own, one after the other.

A job lives as long as its lock is held. Its process has the lock from before its first step, and
the system lets go of it however the process ends: no clock has to guess whether one still works.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gcp.settings import Settings

# What is being done, how much of it is done, and how much it is altogether.
Tell = Callable[[str, int, int], None]


def untold(*_: object) -> None:
    """Nobody waits for it to be told."""


def file_of(settings: Settings, job: str) -> Path:
    """Where a job's finished file lies."""
    return _folder(settings) / f"{job}.file"


def claim(settings: Settings, job: str) -> int | None:
    """A job's lock, as an open file's number; None while a process works on the job."""
    handle = os.open(_lock_of(settings, job), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def let_go(lock: int) -> None:
    """Give a job's lock back."""
    os.close(lock)


def start(settings: Settings, job: str, password: str | None, lock: int) -> None:
    """Let a process make the file; it takes the job's lock over.

    The password goes to it and nowhere else. The process outlives the server.
    """
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "gcp.making_process", job], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, pass_fds=[lock], start_new_session=True,
        )  # fmt: skip
        os.pwrite(lock, str(process.pid).encode(), 0)
    finally:
        os.close(lock)
    with suppress(BrokenPipeError), process.stdin as told:  # type: ignore[union-attr]
        pickle.dump((settings, password), told)
    threading.Thread(target=process.wait, daemon=True).start()


def read_order() -> tuple[Settings, str | None]:
    """In the process: what `start` told it."""
    told: tuple[Settings, str | None] = pickle.load(sys.stdin.buffer)
    return told


@contextmanager
def turn(settings: Settings) -> Iterator[None]:
    """Wait until no other file is being made: so memory is bounded, whoever asks for what."""
    with (_folder(settings) / "turn").open("a") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield


def remove(settings: Settings, job: str) -> bool:
    """Remove what is kept of a finished job; says whether its file was there."""
    _lock_of(settings, job).unlink(missing_ok=True)
    try:
        file_of(settings, job).unlink()
    except FileNotFoundError:
        return False
    return True


def _lock_of(settings: Settings, job: str) -> Path:
    return _folder(settings) / f"{job}.lock"


def _folder(settings: Settings) -> Path:
    folder = settings.instance / "made"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
