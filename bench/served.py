"""The product itself in a process of its own, and signing in to it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.authority import PASSWORD

PROJECT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    process: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def cookie(self, email: str, password: str = PASSWORD) -> str:
        """The cookie of a new session."""
        body = json.dumps({"email": email, "password": password})
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=30)) as line:
            line.request("POST", "/api/session", body, {"Content-Type": "application/json"})
            answer = line.getresponse()
            said = answer.read().decode()
        if answer.status != 201:
            raise RuntimeError(f"could not sign in as {email}: {answer.status} {said}")
        return (answer.getheader("Set-Cookie") or "").partition(";")[0]

    def cpu_seconds(self) -> float:
        """Processor time that it has used, workers included; 0 where /proc does not tell."""
        ticks = 0
        for process in _family(self.process):
            fields = _proc(process, "stat").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12]) if fields else 0
        return ticks / os.sysconf("SC_CLK_TCK")

    def peak_megabytes(self) -> float:
        """The most memory that its processes held, summed; 0 where /proc does not tell."""
        lines = (_proc(each, "status").splitlines() for each in _family(self.process))
        peaks = [int(line.split()[1]) for found in lines for line in found if "VmHWM" in line]
        return sum(peaks) / 1000


def machine_seconds() -> float:
    """Processor time that everything on this machine has used; 0 where /proc does not tell."""
    try:
        user, nice, system, _, _, *interrupts = _numbers("/proc/stat")
    except (OSError, ValueError):
        return 0.0
    return (user + nice + system + sum(interrupts[:2])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(instance: Path, *options: str) -> Iterator[Served]:
    """`gcp serve` with these options on a free port for this instance, until the block ends."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gcp.cli", "serve", "--port", str(port), *options]
    # Demonstration: that is what its own accounts need; others are served alike.
    environment = {**os.environ, "GCP_INSTANCE": str(instance), "GCP_DEMONSTRATION": "1"}
    process = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def gcp(instance: Path, *words: str) -> None:
    """One `gcp` command for an instance."""
    environment = {**os.environ, "GCP_INSTANCE": str(instance), "GCP_DEMONSTRATION": "1"}
    subprocess.run(
        [sys.executable, "-m", "gcp.cli", *words], check=True, cwd=PROJECT, env=environment,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 20):
        if process.poll() is not None:
            break
        try:
            with closing(http.client.HTTPConnection(HOST, port, timeout=5)) as line:
                line.request("GET", "/health")
                if line.getresponse().status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


def _family(process: int) -> list[int]:
    """A process and those it started."""
    children = _proc(process, f"task/{process}/children").split()
    return [process, *(each for child in children for each in _family(int(child)))]


def _numbers(file: str) -> list[int]:
    return [int(each) for each in Path(file).read_text("ascii").splitlines()[0].split()[1:]]


def _proc(process: int, name: str) -> str:
    try:
        return Path(f"/proc/{process}/{name}").read_text("utf-8")
    except OSError:
        return ""
