"""Measures what an event costs, and the memory, from 10^4 to 10^7 events a sample, and what the second core brings.

    swift build -c release
    python Tests/Reference/scale_benchmark.py [--neos .build/release/neos] [--largest 10000000]

The problem is 2-100-100-1 with four samples and ten bins ('wide' of `step_benchmark.py`). A time is that of a step on all
events, divided by the events of all samples; the input is the features, two numbers of 8 bytes for each event. All sizes
are run in turns, each on one thread, on two, and as two programs of one thread each at once, several times; the medians
count, and the largest memory. What two programs do in the time of one is what the second core can bring, beside whatever
else the machine does. At 10^7 events a run takes a minute or two, and the whole a quarter of an hour, at the end of which
the table is printed.
"""

import argparse
import concurrent.futures
import os
import subprocess
import tempfile
import pathlib
import statistics
import time

from step_benchmark import (
    PROBLEMS, ROOT, at_least_one, check_program, processor, session, warn_of_product_settings)

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


def run_two(neos, path, steps):
    """The mean seconds of a step of two programs at once, each on one thread."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return statistics.mean(seconds for seconds, _ in pool.map(lambda _: run(neos, path, 1, steps), range(2)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neos", default=str(ROOT / ".build/release/neos"))
    parser.add_argument("--largest", type=int, default=10_000_000, help="events a sample")
    parser.add_argument("--repeats", type=at_least_one, default=3, help="turns")
    options = parser.parse_args()
    check_program(parser, options.neos)
    if options.largest < SMALLEST:
        parser.error(f"argument --largest: at least {SMALLEST}")
    warn_of_product_settings()
    cpu, cores = processor()
    print(f"{cpu}, {cores} cores; {options.repeats} turns\n")
    counts = [SMALLEST]
    while counts[-1] * 10 <= options.largest:
        counts.append(counts[-1] * 10)
    times = {(count, how): [] for count in counts for how in (1, 2, "both")}
    memory = dict.fromkeys(counts, 0)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "scale.neos"
        for _ in range(options.repeats):
            for count in counts:
                steps = max(1, 1_000_000 // count)
                lines = session({**PROBLEMS["wide"], "events": count})
                path.write_text("\n".join([*lines, "step 1", "echo finished", f"step {steps}", "echo finished"]) + "\n")
                for threads in (1, 2):
                    seconds, peak = run(options.neos, path, threads, steps)
                    times[count, threads].append(1e9 * seconds / (SAMPLES * count))
                    memory[count] = max(memory[count], peak)
                times[count, "both"].append(1e9 * run_two(options.neos, path, steps) / (SAMPLES * count))
    print("| events a sample | ns an event, one thread | two threads | ratio | two programs | peak MB | twice the input + 500 MB |")
    print("|---|---|---|---|---|---|---|")
    for count in counts:
        one, two, both = (statistics.median(times[count, how]) for how in (1, 2, "both"))
        limit = 2 * SAMPLES * count * FEATURES * BYTES + 500e6
        print(
            f"| {count} | {one:.0f} | {two:.0f} | {one / two:.2f} | {2 * one / both:.2f} "
            f"| {memory[count] / 1e6:.0f} | {limit / 1e6:.0f} |")


if __name__ == "__main__":
    main()
