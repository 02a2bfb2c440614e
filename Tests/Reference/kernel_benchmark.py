"""Times the kernels of Sources/NeosKernels beside plain loops in Swift, and the vector functions that they call beside others.

    python Tests/Reference/kernel_benchmark.py

Both are compiled here, with the options of a release build, and run on one core in turns; the times are medians. The plain
loops are those that the tests compare with, in Swift with -O. The sizes are a hidden layer of 1024 units on the 256 events
that a network takes at a time and 100,000 parameters or activations, in single precision, and histograms of 2000 uniform
scores in double precision. The vector functions are those of glibc's libmvec, which the kernels call, of SLEEF (skipped unless libsleef-dev is
installed), and libm's one at a time (Linux on x86-64, with clang and swiftc).
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
KERNELS = HERE.parents[1] / "Sources/NeosKernels"


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout


def rows(output):
    for line in output.splitlines():
        name, *times = line.split("\t")
        yield name, [float(time) for time in times]


def kernels(folder):
    objects = [folder / f"{source.stem}.o" for source in KERNELS.glob("*.c")]
    for path in objects:
        run("clang", "-O2", "-c", KERNELS / f"{path.stem}.c", "-I", KERNELS / "include", "-o", path)
    header = KERNELS / "include/NeosKernels.h"
    (folder / "module.modulemap").write_text(f'module NeosKernels {{ header "{header}" export * }}\n')
    program = folder / "kernels"
    run("swiftc", "-O", "-I", folder, HERE / "kernel_benchmark.swift", *objects, "-lopenblas", "-lm", "-o", program)
    print("| kernel | microseconds | plain Swift | ratio |\n|---|---|---|---|")
    for name, (kernel, plain) in rows(run(program)):
        print(f"| {name} | {kernel:.1f} | {plain:.1f} | {plain / kernel:.1f} |")


def functions(folder):
    flags = pathlib.Path("/proc/cpuinfo").read_text()
    architecture = "x86-64-v4" if "avx512dq" in flags else "x86-64-v3"
    has_sleef = subprocess.run(
        ["clang", "-E", "-x", "c", "-", "-o", "/dev/null"], input=b"#include <sleef.h>", stderr=subprocess.DEVNULL)
    command = ["clang", "-O2", f"-march={architecture}", HERE / "kernel_benchmark.c", "-o", folder / "functions"]
    if has_sleef.returncode == 0:
        run(*command, "-DSLEEF", "-lsleef", "-lmvec", "-lm")
    else:
        run(*command, "-lmvec", "-lm")
        print("SLEEF is skipped: libsleef-dev is not installed.", file=sys.stderr)
    print("| function | libmvec, ns for a number | libm | SLEEF |\n|---|---|---|---|")
    for name, times in rows(run(folder / "functions")):
        print(f"| {name} | {' | '.join(f'{time:.2f}' for time in (times + [float('nan')])[:3])} |")


def main():
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as name:
        kernels(pathlib.Path(name))
        print()
        functions(pathlib.Path(name))


if __name__ == "__main__":
    main()
