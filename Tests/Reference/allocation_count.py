"""Counts what an optimizer step allocates, once all memory that steps take again is there.

    swift build -c release
    python Tests/Reference/allocation_count.py [--neos .build/release/neos] [--steps 20]

A library that counts the calls of malloc is loaded before the program (Linux, with clang or gcc); the numbers are the
difference of a run of twice as many steps and one, divided by the steps. The problems are those of `step_benchmark.py`.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from step_benchmark import PROBLEMS, ROOT, session

LARGE = 65536
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
    answer = subprocess.run(
        [neos, "run", "--quiet", "--threads", "2", str(path)], check=True, capture_output=True, text=True,
        env=environment)
    line = next(line for line in answer.stderr.splitlines() if line.startswith("allocated "))
    return [int(word) for word in line.split()[1:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neos", default=str(ROOT / ".build/release/neos"))
    parser.add_argument("--steps", type=int, default=20)
    options = parser.parse_args()
    compiler = shutil.which("clang") or shutil.which("gcc") or sys.exit("there is no C compiler")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source, library = folder / "counter.c", folder / "counter.so"
        source.write_text(COUNTER)
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", source, "-o", library], check=True)
        print(f"| problem | allocations a step | kB | of {LARGE // 1024} KiB or more |\n|---|---|---|---|")
        for name, problem in PROBLEMS.items():
            once = counts(options.neos, library, folder / "a.neos", problem, options.steps)
            twice = counts(options.neos, library, folder / "a.neos", problem, 2 * options.steps)
            calls, size, large = ((b - a) / options.steps for a, b in zip(once, twice))
            print(f"| {name} | {calls:.0f} | {size / 1e3:.0f} | {large:.2f} |")


if __name__ == "__main__":
    main()
