"""Writes data/tables, small tables as NumPy, h5py and pandas write them, and figures/tables.json, what they hold.

The numbers of a file are those that were written, as NumPy converts them to double precision; which rows a selection
keeps is told by pandas.
"""

import h5py
import numpy as np
import pandas as pd

from reference import FOLDER, assert_pinned_versions, write_figures

TABLES = FOLDER / "data" / "tables"
ROWS = 120
TYPES = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]
SELECTIONS = [
    "pt > 25 and abs(eta) < 1.2",
    "pt > 25 && abs(eta) < 1.2 || n == 3",
    "(pt > 25) & (eta < 0) | (n >= 7)",
    "not pt > 25",
    "not (pt > 25 or eta > 0) and n != 2",
    "-1 < eta <= 0.5",
    "0 < n < 5 < pt",
    "pt - 2 * n ** 2 / 3 > -eta ** 2",
    "-eta ** 2 < -0.25",
    "2.0 ** -n < 0.1",
    "2 ** 3 ** 2 / 100 > n",
    "sqrt(pt) * exp(-abs(eta)) > log(pt) / 2",
    "pt / n > 10",
    "pt + eta - n - 1 > 20",
    "mass > 0",
    "mass != mass",
    "mass < 1.5e0 or mass >= .75e+1",
    "flag == 1",
]


def events():
    draw = np.random.default_rng(7)
    frame = pd.DataFrame({
        "pt": draw.exponential(30.0, ROWS) + 5, "eta": draw.normal(0, 1.2, ROWS),
        "n": draw.integers(0, 9, ROWS).astype("i4"), "mass": draw.normal(5, 3, ROWS), "flag": draw.random(ROWS) < 0.4,
        "w": draw.normal(1, 0.5, ROWS),
    })
    # A number that only some events have.
    frame.loc[::7, "mass"] = np.nan
    return frame


def decimals():
    """Texts of numbers, short and long, near halves of the last place, and far out."""
    draw = np.random.default_rng(11)
    bits = draw.integers(0, 2**64, 300, dtype="u8").view("f8")
    texts = [repr(float(x)) for x in bits[np.isfinite(bits)]]
    for _ in range(300):
        texts.append(repr(float(draw.normal() * 10.0 ** draw.integers(-12, 12))))
        texts.append(f"{draw.normal():.{draw.integers(0, 30)}f}")
        texts.append(f"{draw.integers(0, 2**63)}e{draw.integers(-30, 30)}")
        # Halfway between two doubles, and a little above and below.
        half = int(draw.integers(2**53, 2**54)) | 1
        texts += [f"{half}", f"{half}.0001", f"{half * 10 - 1}e-1", f"{half}e{draw.integers(0, 20)}"]
    texts += [
        "0", "-0.0", "+1", "1.", ".5", "1e5", "1E+05", "000000000000000000000001.5", "9007199254740993", "1e-400",
        "4.9e-324", "2.4703282292062327e-324", "1.7976931348623157e308", "18446744073709551615", "18446744073709551616",
        "0.1000000000000000055511151231257827", "123456789012345678901234567890",
    ]
    return [{"text": text, "bits": str(int(np.float64(float(text)).view("u8")))} for text in texts]


def same(frame, name):
    return np.asarray(frame[name], "f8")


def write_csv(frame):
    frame[["pt", "eta", "n", "mass", "flag", "w"]].to_csv(TABLES / "events.csv", index=False)
    text = frame.head(12).copy()
    text["name, of\nevent"] = [f'a "{i}", b\n' for i in range(12)]
    text = text[["name, of\nevent", "pt", "n", "w"]]
    text.to_csv(TABLES / "quoted.csv", index=False, lineterminator="\r\n", encoding="utf-8-sig")
    text.drop(columns="name, of\nevent").to_csv(TABLES / "tabs.txt", index=False, sep="\t")


def write_numpy(frame):
    draw = np.random.default_rng(3)
    arrays = {}
    for name in TYPES:
        for order in "<>":
            values = draw.normal(0, 40, 9) if name[0] == "f" else draw.integers(0, 120, 9)
            if name[0] == "i":
                values = -values
            if name in ("i8", "u8"):
                values = values * 1234567890123457
            arrays[f"{'big' if order == '>' else 'little'}_{name}"] = values.astype(order + name)
    arrays["yes"] = draw.random(9) < 0.5
    arrays["grid"] = draw.normal(size=(9, 3)).astype("f4")
    arrays["columns"] = np.asfortranarray(draw.normal(size=(9, 4)))
    np.savez(TABLES / "types.npz", **arrays, number=np.float64(3), cube=np.zeros((2, 2, 2)), words=np.array(["a", "b"]))
    np.savez_compressed(TABLES / "compressed.npz", **arrays, long=np.arange(9.0))
    # Enough for more than one block of deflate and repetitions far back.
    steps = np.round(draw.normal(size=6000), 1)
    np.savez_compressed(TABLES / "repeats.npz", steps=steps, counts=np.arange(6000) % 250)

    grid = draw.normal(size=(6, 3))
    np.save(TABLES / "grid.npy", grid)
    np.save(TABLES / "fortran.npy", np.asfortranarray(grid.astype(">f4")))
    record = np.dtype([
        ("pt", "<f8"), ("label", "S3"), ("inner", [("a", "<i2"), ("b", ">f4")]), ("three", "<f4", (3,)), ("n", "u1")],
        align=True)
    records = np.zeros(6, record)
    records["pt"], records["n"] = grid[:, 0], np.arange(6)
    records["inner"]["a"], records["inner"]["b"] = -np.arange(6), grid[:, 1]
    np.save(TABLES / "records.npy", records)
    with open(TABLES / "version2.npy", "wb") as file:
        np.lib.format.write_array(file, np.arange(5.0), version=(2, 0))
    with open(TABLES / "version3.npy", "wb") as file:
        np.lib.format.write_array(file, np.array([(1.5,), (2.5,)], [("η", "<f8")]), version=(3, 0))

    cases = [
        {"file": file, "columns": [name], "values": np.asarray(array, "f8")}
        for file in ("types.npz", "compressed.npz") for name, array in arrays.items() if array.ndim == 1]
    cases += [
        {"file": file, "columns": [f"grid:{c}" for c in (2, 0)] + [f"columns:{c}" for c in range(4)], "values":
            np.hstack([arrays["grid"][:, [2, 0]], arrays["columns"]]).ravel()} for file in ("types.npz", "compressed.npz")]
    return cases + [
        {"file": "types.npz", "dataset": "grid", "columns": ["1"], "values": np.asarray(arrays["grid"][:, 1], "f8")},
        {"file": "repeats.npz", "columns": ["steps", "counts"],
         "values": np.stack([steps, np.arange(6000) % 250], 1).ravel()},
        {"file": "grid.npy", "columns": ["0", "1", "2"], "values": grid.ravel()},
        {"file": "grid.npy", "columns": ["2", "0"], "values": grid[:, [2, 0]].ravel()},
        {"file": "fortran.npy", "columns": ["2", "0"], "values": grid.astype("f4")[:, [2, 0]].astype("f8").ravel()},
        {"file": "records.npy", "columns": ["n", "pt", "inner.b", "inner.a"], "values": np.stack(
            [np.arange(6), grid[:, 0], grid[:, 1].astype("f4").astype("f8"), -np.arange(6)], 1).ravel()},
        {"file": "version2.npy", "columns": ["0"], "values": np.arange(5.0)},
        {"file": "version3.npy", "columns": ["η"], "values": [1.5, 2.5]},
    ]


def write_hdf5(frame):
    draw = np.random.default_rng(5)
    grid = draw.normal(size=(40, 5)).astype("f4")
    with h5py.File(TABLES / "events.h5", "w") as file:
        group = file.create_group("reco/jets")
        for name in frame.columns:
            group.create_dataset(name, data=frame[name], chunks=(50,), compression="gzip", shuffle=True)
        file["records"] = frame.to_records(index=False)
        packed = np.zeros(40, [("x", ">f8"), ("label", "S4"), ("k", "<u2")])
        packed["x"], packed["k"] = grid[:, 0], np.arange(40)
        file.create_dataset("packed", data=packed, chunks=(16,), compression="gzip")
        file.create_dataset("grid", data=grid, chunks=(7, 2), compression="gzip", shuffle=True)
        file["flat"] = grid.astype(">f8")
        file["text"] = np.array([b"a", b"b"])
        file["number"] = 3.0
        for name in TYPES:
            file[f"types/{name}"] = (np.arange(6) * 7).astype(">" + name)
    cases = [
        {"dataset": "grid", "columns": ["4", "1"], "values": np.asarray(grid[:, [4, 1]], "f8").ravel()},
        {"columns": ["flat:0", "grid:3"], "values": np.asarray(grid[:, [0, 3]], "f8").ravel()},
        {"dataset": "packed", "columns": ["k", "x"],
         "values": np.stack([np.arange(40), grid[:, 0].astype("f8")], 1).ravel()},
        {"columns": [f"types/{name}" for name in TYPES], "values": np.repeat(np.arange(6.0) * 7, len(TYPES))},
    ]
    return [{"file": "events.h5", **case} for case in cases]


def write_links():
    """What is no column, or not under its own name."""
    with h5py.File(TABLES / "links.h5", "w") as file:
        file["group/x"] = np.arange(3.0)
        file["linked"] = h5py.SoftLink("/group/x")
        file["group/near"] = h5py.SoftLink("x")
        file["lost"] = h5py.SoftLink("/nowhere")
        file["other"] = h5py.SoftLink("/group")
        file["elsewhere"] = h5py.ExternalLink("events.h5", "/number")
        file["out"] = h5py.ExternalLink("events.h5", "/reco")
        file["away"] = h5py.SoftLink("/out/jets/pt")
        file.create_dataset("fast", data=np.arange(3.0), chunks=(3,), compression="lzf")
        file["cube"] = np.zeros((1, 1, 1))
        events = np.zeros(3, [("pt", "f8"), ("track", "f4", 2)])
        events["pt"] = [0, 2, 4]
        file["events"] = events


def write_long():
    """More rows than are read at a time, in little room."""
    rows = np.arange(100_000)
    np.savez_compressed(TABLES / "long.npz", a=(rows % 250).astype("i2"), b=(rows % 200).astype("f4"))
    with h5py.File(TABLES / "long.h5", "w") as file:
        for name, period, kind in [("a", 250, "i2"), ("b", 200, "f4")]:
            values = (rows % period).astype(kind)
            file.create_dataset(name, data=values, chunks=(len(rows),), compression="gzip", shuffle=True)


def main():
    assert_pinned_versions()
    TABLES.mkdir(parents=True, exist_ok=True)
    frame = events()
    write_csv(frame)
    arrays = write_numpy(frame)
    np.savez(TABLES / "events.npz", **{name: frame[name].to_numpy() for name in frame.columns})
    np.save(TABLES / "events.npy", np.asarray(frame.to_records(index=False)))
    hdf5 = write_hdf5(frame)
    write_links()
    write_long()
    kept = []
    for text in SELECTIONS:
        query = text.replace("&&", "and").replace("||", "or")
        kept.append({"name": text, "rows": [int(row) for row in frame.astype("f8").query(query, engine="python").index]})
    write_figures("tables", {
        "arrays": arrays, "hdf5": hdf5, "selections": kept, "decimals": decimals(),
        "events": {name: same(frame, name) for name in ("pt", "eta", "n", "flag", "w")},
    })
    size = sum(path.stat().st_size for path in TABLES.iterdir())
    assert size < 120_000, f"the tables have {size} bytes"


if __name__ == "__main__":
    main()
