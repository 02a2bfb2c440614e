"""Measures what the screen costs: the answer to a key, the refreshes, an idle program, and the steps.

    swift build -c release
    python Tests/Reference/terminal_benchmark.py [--neos .build/release/neos] [--repeats 5]

The program runs in a pseudoterminal of 120 columns and 40 rows and gets keys as a person would type them. Times are
CPU times of the process, threads included, as the kernel counts them; the start is taken off, and steps are taken on
one thread, so that none waits for another. It fails where a requirement is missed; other work on the machine shows.
"""

import argparse
import fcntl
import os
import pathlib
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

from step_benchmark import ROOT, at_least_one, check_program

LATENCY = 0.050
REFRESHES = 30
COST = 0.03


def setup(name):
    """The lines of a session up to its first step."""
    lines = (ROOT / "sessions" / f"{name}.neos").read_text().splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(("step", "run", "expect")))
    return "\n".join(lines[:first]) + "\n"


def cpu(pid):
    """The CPU time of a process in seconds."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Screen:
    """The program in a terminal of its own."""

    def __init__(self, neos, session, *options):
        # A folder of its own, or the next start would offer to go on.
        self.state = tempfile.TemporaryDirectory()
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": self.state.name}
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(neos, [neos, "open", *options, str(session)], environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)
        self.wait_until_idle()

    def press(self, keys):
        os.write(self.terminal, keys.encode())

    def read(self, seconds):
        """What is written within a time."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        return os.read(self.terminal, 65536) if ready else b""

    def listen(self, seconds):
        """The times at which something is written, as one where the writes are less than 5 ms apart."""
        end, times, last = time.monotonic() + seconds, [], 0
        while (now := time.monotonic()) < end:
            if self.read(end - now):
                now = time.monotonic()
                if now - last > 0.005:
                    times.append(now)
                last = now
        return times

    def wait_until_idle(self):
        """Reads on until a second has gone by in which the program did nothing."""
        before = -1.0
        while (now := cpu(self.pid)) != before:
            before = now
            self.listen(1)

    def answer(self, key, size):
        """The seconds until so many bytes came after a key."""
        while self.read(0):
            pass
        start, count = time.monotonic(), 0
        self.press(key)
        while count < size:
            count += len(self.read(5))
        return time.monotonic() - start

    def end(self):
        """Ends the program, and returns its CPU time."""
        os.kill(self.pid, signal.SIGTERM)
        while True:
            try:
                if not os.read(self.terminal, 65536):
                    break
            except OSError:
                break
        usage = os.wait4(self.pid, 0)[2]
        os.close(self.terminal)
        self.state.cleanup()
        return usage.ru_utime + usage.ru_stime


def headless(neos, session):
    before = os.times()
    subprocess.run([neos, "run", "-q", "--threads", "1", str(session)], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def cost(neos, name, steps, repeats, folder):
    """How much more CPU time the steps take with the screen than without it, median of pairs."""
    start, whole = folder / f"{name}.neos", folder / f"{name}-steps.neos"
    start.write_text(setup(name))
    whole.write_text(setup(name) + f"step {steps}\n")

    def on_screen(count):
        screen = Screen(neos, start, "--threads", "1")
        if count:
            screen.press(f"{count}s")
            screen.wait_until_idle()
        return screen.end()

    ratios = []
    for _ in range(repeats):
        screen = on_screen(steps) - on_screen(0)
        plain = headless(neos, whole) - headless(neos, start)
        ratios.append(screen / plain - 1)
    return statistics.median(ratios), min(ratios), max(ratios)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neos", default=str(ROOT / ".build/release/neos"))
    parser.add_argument("--repeats", type=at_least_one, default=5)
    options = parser.parse_args()
    check_program(parser, options.neos)
    missed = []

    def judge(what, found, limit, text):
        print(f"{what}: {text}", flush=True)
        if found > limit:
            missed.append(what)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        slow = folder / "slow.neos"
        slow.write_text(setup("demo"))
        screen = Screen(options.neos, slow)
        before = cpu(screen.pid)
        writes = len(screen.listen(5))
        used = cpu(screen.pid) - before
        judge("idle for 5 s", used + writes, 0, f"{used:.2f} s of CPU time, {writes} writes")
        screen.press(" ")
        screen.listen(2)
        times = []
        for _ in range(30):
            # The help covers much of the screen, and goes again.
            times.append(screen.answer("?", 1000))
            screen.listen(0.1)
            screen.press("\x1b")
            screen.listen(0.3)
        judge(
            "a key during steps of the demo", max(times), LATENCY,
            f"median {1e3 * statistics.median(times):.0f} ms, at most {1e3 * max(times):.0f} ms of {len(times)}")
        screen.end()
        fast = folder / "fast.neos"
        fast.write_text(setup("published"))
        screen = Screen(options.neos, fast)
        screen.press(" ")
        screen.listen(1)
        rate = len(screen.listen(5)) / 5
        judge("refreshes during fast steps", rate, REFRESHES, f"{rate:.1f} a second")
        screen.end()
        for session, steps in {"demo": 20, "published": 5000}.items():
            median, low, high = cost(options.neos, session, steps, options.repeats, folder)
            judge(
                f"{steps} steps of {session} with the screen", median, COST,
                f"{100 * median:+.1f} % CPU time, from {100 * low:+.1f} to {100 * high:+.1f}")
    if missed:
        sys.exit(f"more than required: {', '.join(missed)}")


if __name__ == "__main__":
    main()
