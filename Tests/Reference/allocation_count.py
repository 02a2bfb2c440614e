"""Counts what an optimizer step allocates, and what it asks the system for, once all memory that steps take again is there.

    swift build -c release
    python Tests/Reference/allocation_count.py [--neos .build/release/neos]

A library that counts the calls of malloc is loaded before the program (Linux, with clang or gcc); the numbers are the
difference of a longer run and a shorter one, divided by the steps. The shorter one fills the 256 MiB of steps that `back`
can reach; from there on the memory of the oldest goes to the newest. A page fault is what the system is asked for. The
problems are those of `step_benchmark.py`.
"""

import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

from step_benchmark import PROBLEMS, ROOT, check_program, session

LARGE = 65536
# Steps of the shorter run.
STEPS = {"published": 8000, "demo": 60, "wide": 3000}
COUNTER = f"""
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t);
extern void *__libc_memalign(size_t, size_t);
static atomic_long calls, bytes, large;

static void count(size_t size) {{ calls++; bytes += size; if (size >= {LARGE}) large++; }}
void *malloc(size_t size) {{ count(size); return __libc_malloc(size); }}
void *aligned_alloc(size_t alignment, size_t size) {{ count(size); return __libc_memalign(alignment, size); }}
int posix_memalign(void **memory, size_t alignment, size_t size)
{{
  count(size);
  *memory = __libc_memalign(alignment, size);
  return *memory ? 0 : 12;
}}
__attribute__((destructor)) static void tell(void)
{{
  fprintf(stderr, "allocated %ld %ld %ld\\n", calls, bytes, large);
}}
"""


def counts(neos, library, path, problem, steps):
    path.write_text("\n".join([*session(problem), f"step {steps}"]) + "\n")
    environment = {**os.environ, "LD_PRELOAD": str(library)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
    answer = subprocess.run(
        [neos, "run", "--quiet", "--threads", "2", str(path)], check=True, capture_output=True, text=True,
        env=environment)
    line = next(line for line in answer.stderr.splitlines() if line.startswith("allocated "))
    faults = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before
    return [int(word) for word in line.split()[1:]] + [faults]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neos", default=str(ROOT / ".build/release/neos"))
    options = parser.parse_args()
    check_program(parser, options.neos)
    compiler = shutil.which("clang") or shutil.which("gcc") or sys.exit("there is no C compiler")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source, library = folder / "counter.c", folder / "counter.so"
        source.write_text(COUNTER)
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", source, "-o", library], check=True)
        print(f"| problem | allocations a step | kB | of {LARGE // 1024} KiB or more | page faults |\n|---|---|---|---|---|")
        for name, problem in PROBLEMS.items():
            steps = STEPS[name]
            once, more = (counts(options.neos, library, folder / "a.neos", problem, n) for n in (steps, 3 * steps // 2))
            calls, size, large, faults = (2 * (b - a) / steps for a, b in zip(once, more))
            print(f"| {name} | {calls:.2f} | {size / 1e3:.1f} | {large:.2f} | {faults:.2f} |")


if __name__ == "__main__":
    main()
