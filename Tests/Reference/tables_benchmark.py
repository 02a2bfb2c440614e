"""Times the reading of tables beside NumPy, h5py and pandas, and prints the ratios.

    swift build -c release --traits HDF5 --scratch-path .build-hdf5
    python Tests/Reference/tables_benchmark.py [--neos .build-hdf5/release/neos] [--rows 10000000] [--repeats 3]

A table of three features of normal numbers is written as .npy, as HDF5 (three datasets, contiguous; three that are
chunked and compressed with gzip), as .npz (stored) and as CSV, and read into one array of events x features in double
precision: by `neos table` and by Python, in turns, each in a process of its own, from the page cache. A time is that of
the whole process less that of one that reads a table of ten rows; the least of the repeats counts. The memory is the
largest that a process had. `neos table` computes the mean and range of each column besides. Where other programs use
the machine, the processor time (user and system, of the process and those that it begins) tells more.
"""

import argparse
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = ["x", "y", "z"]
READERS = {
    "npy": "a = np.load(path).astype('f8', copy=False)",
    "npz": "f = np.load(path); a = np.stack([f[n] for n in 'xyz'], 1)",
    "h5": "f = h5py.File(path); a = np.stack([f[n][:] for n in 'xyz'], 1)",
    "gzip.h5": "f = h5py.File(path); a = np.stack([f[n][:] for n in 'xyz'], 1)",
    "csv": "a = pd.read_csv(path, engine='c').to_numpy()",
}
IMPORTS = {"h5": "import h5py, ", "gzip.h5": "import h5py, ", "csv": "import pandas as pd, "}


def write(folder, rows):
    import h5py
    import numpy as np
    import pandas as pd

    table = np.random.default_rng(1).normal(size=(rows, 3))
    columns = dict(zip(NAMES, np.ascontiguousarray(table.T)))
    np.save(folder / f"{rows}.npy", table)
    np.savez(folder / f"{rows}.npz", **columns)
    with h5py.File(folder / f"{rows}.h5", "w") as plain, h5py.File(folder / f"{rows}.gzip.h5", "w") as packed:
        for name, values in columns.items():
            plain[name] = values
            packed.create_dataset(name, data=values, chunks=True, compression="gzip", compression_opts=1, shuffle=True)
    pd.DataFrame(columns).to_csv(folder / f"{rows}.csv", index=False)


def run(command):
    """Seconds, processor seconds and MB of a process."""
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} failed"
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3


def commands(neos, path, kind):
    columns = "0,1,2" if kind == "npy" else ",".join(NAMES)
    script = f"{IMPORTS.get(kind, 'import ')}numpy as np; path = {str(path)!r}; {READERS[kind]}; a.shape"
    return {
        "neos": [neos, "table", str(path), "--columns", columns, "--json"], "Python": [sys.executable, "-c", script]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neos", default=str(ROOT / ".build-hdf5/release/neos"))
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for rows in (10, options.rows):
            # In a process of its own: the memory of this one counts as that of those that it begins.
            writer = multiprocessing.get_context("spawn").Process(target=write, args=(folder, rows))
            writer.start()
            writer.join()
            assert writer.exitcode == 0
        for kind in READERS:
            least, memory = {}, {}
            for _ in range(options.repeats):
                for rows in (10, options.rows):
                    for program, command in commands(options.neos, folder / f"{rows}.{kind}", kind).items():
                        *times, memory[program] = run(command)
                        before = least.get((program, rows), times)
                        least[program, rows] = [min(pair) for pair in zip(before, times)]
            result = results[kind] = {"MB": memory}
            for index, name in enumerate(["seconds", "processor seconds"]):
                of = {
                    program: least[program, options.rows][index] - least[program, 10][index] for program in memory}
                result[name] = of | {"ratio": of["neos"] / max(1e-9, of["Python"])}
            if not options.json:
                print(f"{kind:8}", *(
                    f"{name}: neos {of['neos']:.2f}, Python {of['Python']:.2f}, ratio {of['ratio']:.2f};"
                    for name, of in result.items() if name != "MB"),
                    f"MB: neos {memory['neos']:.0f}, Python {memory['Python']:.0f}", flush=True)
    if options.json:
        print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
