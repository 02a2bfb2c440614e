"""Times the reading of tables beside NumPy, h5py and pandas, and prints the ratios.

    swift build -c release --traits HDF5 --scratch-path .build-hdf5
    python Tests/Reference/tables_benchmark.py [--neos .build-hdf5/release/neos] [--rows 10000000] [--repeats 5]

A table of three features of normal numbers is written as .npy (row by row; column by column; in single precision), as
HDF5 (three datasets, contiguous; three that are chunked and compressed with gzip), as .npz (stored) and as CSV, and read
into one array of events x features in double precision: by `neos table --time` and by Python, in turns, each in a process
of its own, from the page cache. Both take the time of the reading alone, from the path to the array; the median of the
repeats counts. neos also sees that all numbers are finite. The memory is the largest that a process had.
"""

import argparse
import json
import multiprocessing
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from step_benchmark import ROOT, at_least_one

NAMES = ["x", "y", "z"]
HDF5 = "f = h5py.File(path); a = np.stack([f[n][:] for n in 'xyz'], 1)"
READERS = {
    "npy": "a = np.load(path)",
    "columns.npy": "a = np.ascontiguousarray(np.load(path))",
    "single.npy": "a = np.load(path).astype('f8')",
    "npz": "f = np.load(path); a = np.stack([f[n] for n in 'xyz'], 1)",
    "h5": HDF5,
    "gzip.h5": HDF5,
    "csv": "a = np.ascontiguousarray(pd.read_csv(path, engine='c').to_numpy())",
}
IMPORTS = {"h5": "import h5py", "gzip.h5": "import h5py", "csv": "import pandas as pd"}


def write(folder, rows):
    import h5py
    import numpy as np
    import pandas as pd

    table = np.random.default_rng(1).normal(size=(rows, 3))
    columns = dict(zip(NAMES, np.ascontiguousarray(table.T)))
    np.save(folder / "table.npy", table)
    np.save(folder / "table.columns.npy", np.asfortranarray(table))
    np.save(folder / "table.single.npy", table.astype("f4"))
    np.savez(folder / "table.npz", **columns)
    with h5py.File(folder / "table.h5", "w") as plain, h5py.File(folder / "table.gzip.h5", "w") as packed:
        for name, values in columns.items():
            plain[name] = values
            packed.create_dataset(name, data=values, chunks=True, compression="gzip", compression_opts=1, shuffle=True)
    pd.DataFrame(columns).to_csv(folder / "table.csv", index=False)


def run(command):
    """What a process prints as JSON, and its MB."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} failed"
    return json.loads(output), usage.ru_maxrss / 1e3


def commands(neos, path, kind):
    columns = "0,1,2" if kind.endswith("npy") else ",".join(NAMES)
    script = f"""
import json, time
import numpy as np
{IMPORTS.get(kind, "")}
path = {str(path)!r}
began = time.perf_counter()
{READERS[kind]}
seconds = time.perf_counter() - began
print(json.dumps({{"seconds": seconds, "rows": len(a)}}))
"""
    return {
        "neos": [neos, "table", str(path), "--columns", columns, "--time", "--json"],
        "Python": [sys.executable, "-c", script]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neos", default=str(ROOT / ".build-hdf5/release/neos"))
    parser.add_argument("--rows", type=at_least_one, default=10_000_000)
    parser.add_argument("--repeats", type=at_least_one, default=5)
    parser.add_argument("--kinds", nargs="*", choices=READERS, default=list(READERS))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # In a process of its own: the memory of this one counts as that of those that it begins.
        writer = multiprocessing.get_context("spawn").Process(target=write, args=(folder, options.rows))
        writer.start()
        writer.join()
        assert writer.exitcode == 0
        for kind in options.kinds:
            seconds, memory = {"neos": [], "Python": []}, {}
            for _ in range(options.repeats):
                for program, command in commands(options.neos, folder / f"table.{kind}", kind).items():
                    answer, memory[program] = run(command)
                    assert answer["rows"] == options.rows
                    seconds[program].append(answer["seconds"])
            medians = {program: statistics.median(times) for program, times in seconds.items()}
            ratio = medians["neos"] / medians["Python"]
            results[kind] = {"seconds": medians, "ratio": ratio, "MB": memory}
            if not options.json:
                print(
                    f"{kind:12} neos {medians['neos']:.3f} s, Python {medians['Python']:.3f} s, ratio {ratio:.2f};"
                    f" MB: neos {memory['neos']:.0f}, Python {memory['Python']:.0f}", flush=True)
    if options.json:
        print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
