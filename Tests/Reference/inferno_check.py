"""Confirms the figures of the INFERNO benchmark with NumPy alone.

    neos inferno --export FOLDER
    python Tests/Reference/inferno_check.py FOLDER [--events 2000000]

Reads the networks that were exported as safetensors, draws an independent test sample, fills the ten bins, and takes
the expected uncertainty on the number of signal events from the Fisher information of the binned likelihood. Beside
each figure stands that of neos, from its own test sample.

The model is that of arXiv:1806.04743, section 5: signal N((0, 0), 1) x Exp(2), background N((2 + r, 0), diag(5, 9)) x
Exp(lambda), s = 50, b = 1000, r = 0, lambda = 3; templates at r +- 0.2 and lambda +- 0.5; in benchmark 1 r is free, in 2
r and lambda are, in 3 they are constrained to 0.4 and 1.0, in 4 also b to 100. The rows of slopes in the parameters s, r,
lambda, b are J, the expected counts nu: I = J diag(1 / nu) J^T + diag(1 / width^2), and the figure is the root of the
first element of the inverse.
"""

import argparse
import json
import pathlib
import struct

import numpy as np

S, B, SHIFT, STEP = 50.0, 1000.0, 0.2, 0.5
WIDTHS = [[], [np.inf], [np.inf, np.inf], [0.4, 1.0], [0.4, 1.0, 100.0]]
PIECE = 100_000


def network(path):
    """The layers of a file: (weight, bias) of a dense layer, or the name of an activation."""
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        kind = {"F32": "<f4", "F64": "<f8"}[entry["dtype"]]
        tensors[name] = np.frombuffer(data[8 + size + begin : 8 + size + end], kind).reshape(entry["shape"])
    assert "standardization.mean" not in metadata, "the benchmark's features go in as they are"
    layers = []
    for index, word in enumerate(metadata["layers"].split()):
        if word.isdigit():
            layers.append((tensors[f"layers.{index}.weight"], tensors[f"layers.{index}.bias"]))
        else:
            layers.append(word)
    return layers


def bins(layers, x):
    """The bin of each event: the largest of ten outputs, or one of ten equal parts of one output."""
    x = x.astype(np.float32)
    for layer in layers:
        if layer == "relu":
            x = np.maximum(x, 0)
        elif layer == "sigmoid":
            x = 1 / (1 + np.exp(-x))
        elif layer != "softmax":
            weight, bias = layer
            x = x @ weight.T + bias
    if x.shape[1] > 1:
        return x.argmax(axis=1)
    return np.minimum((x[:, 0] * 10).astype(int), 9)


def templates(layers, events, seed=20180604):
    """The shares of signal, background, and background at r +- 0.2 and lambda +- 0.5 in the bins."""
    rng = np.random.default_rng(seed)
    counts = np.zeros((6, 10))
    for _ in range(events // PIECE):
        plane = rng.standard_normal((PIECE, 2))
        signal = np.column_stack([plane, rng.exponential(1 / 2, PIECE)])
        plane = rng.standard_normal((PIECE, 2)) * [5**0.5, 3] + [2, 0]
        z = rng.exponential(1, PIECE)
        def background(r, rate):
            return np.column_stack([plane + [r, 0], z / rate])
        samples = [
            signal, background(0, 3), background(SHIFT, 3), background(-SHIFT, 3), background(0, 3 + STEP),
            background(0, 3 - STEP)]
        for row, sample in enumerate(samples):
            counts[row] += np.bincount(bins(layers, sample), minlength=10)
    return counts / (events // PIECE * PIECE)


def figure(benchmark, shares):
    signal, nominal, r_up, r_down, rate_up, rate_down = shares
    slopes = [signal, B * (r_up - r_down) / (2 * SHIFT), B * (rate_up - rate_down) / (2 * STEP), nominal]
    widths = WIDTHS[benchmark]
    rows = np.array(slopes[: 1 + len(widths)])
    expected = S * signal + B * nominal
    filled = expected > 0
    information = (rows[:, filled] / expected[filled]) @ rows[:, filled].T
    information += np.diag([0] + [1 / width**2 for width in widths])
    return np.linalg.inv(information)[0, 0] ** 0.5


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--events", type=int, default=2_000_000)
    options = parser.parse_args()
    known = json.loads((options.folder / "figures.json").read_text())
    figures, apart = {}, {}
    for path in sorted(options.folder.glob("inferno-*.safetensors")):
        _, benchmark, training, seed = path.stem.split("-")
        found = figure(int(benchmark), templates(network(path), options.events))
        expected = known[benchmark][training]["figures"][int(seed) - 1]
        figures.setdefault((benchmark, training), []).append(found)
        apart[training] = max(apart.get(training, 0.0), abs(found / expected - 1))
        print(f"benchmark {benchmark} {training:10} seed {seed:>2}: {found:.3f}, neos {expected:.3f}", flush=True)
    for (benchmark, training), values in figures.items():
        print(f"benchmark {benchmark} {training:10} median {np.median(values):.2f} ({min(values):.2f} to {max(values):.2f})")
    # Half a million and two million events: the figures are good to some thousandths, those of a classifier, whose outer
    # bins have few events and large slopes, to some hundredths.
    for training, difference in apart.items():
        allowed = 0.05 if training == "classifier" else 0.02
        assert difference < allowed, f"figures of the {training} networks differ by up to {difference:.1%}"


main()
