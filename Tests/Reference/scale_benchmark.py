"""Measures what an event costs, and the memory, from 10^4 to 10^7 events a sample, and what the second core brings.

    swift build -c release
    python Tests/Reference/scale_benchmark.py [--neos .build/release/neos] [--largest 10000000]

The problem is 2-100-100-1 with four samples and ten bins ('wide' of `step_benchmark.py`). A time is that of a step on all
events, divided by the events of all samples; the input is the features, two numbers of 8 bytes for each event. At the
largest size a run takes a minute or two.
"""

import argparse
import os
import subprocess
import tempfile
import pathlib
import time

from step_benchmark import PROBLEMS, ROOT, check_program, processor, session, warn_of_product_settings

SAMPLES, FEATURES, BYTES = 4, 2, 8
SMALLEST = 10_000


def run(neos, path, threads, steps):
    """The seconds of a step, and the largest memory in bytes."""
    command = [neos, "run", "--quiet", "--threads", str(threads), str(path)]
    marks = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if line.strip() == "finished":
                marks.append(time.monotonic())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0 and len(marks) == 2, f"{command} failed"
    return (marks[1] - marks[0]) / steps, 1024 * usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neos", default=str(ROOT / ".build/release/neos"))
    parser.add_argument("--largest", type=int, default=10_000_000, help="events a sample")
    options = parser.parse_args()
    check_program(parser, options.neos)
    if options.largest < SMALLEST:
        parser.error(f"argument --largest: at least {SMALLEST}")
    warn_of_product_settings()
    cpu, cores = processor()
    print(f"{cpu}, {cores} cores\n")
    print("| events a sample | ns an event, one thread | two threads | ratio | peak MB | twice the input + 500 MB |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "scale.neos"
        count = SMALLEST
        while count <= options.largest:
            steps = max(1, 1_000_000 // count)
            lines = session({**PROBLEMS["wide"], "events": count})
            path.write_text("\n".join([*lines, "step 1", "echo finished", f"step {steps}", "echo finished"]) + "\n")
            (one, first), (two, second) = (run(options.neos, path, threads, steps) for threads in (1, 2))
            memory = max(first, second)
            events = SAMPLES * count
            limit = 2 * events * FEATURES * BYTES + 500e6
            print(
                f"| {count} | {1e9 * one / events:.0f} | {1e9 * two / events:.0f} | {one / two:.2f} "
                f"| {memory / 1e6:.0f} | {limit / 1e6:.0f} |", flush=True)
            count *= 10


if __name__ == "__main__":
    main()
