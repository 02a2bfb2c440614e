"""Writes data/declared, small tables of events, and figures/declared.json, the templates that NumPy makes of them.

A session declares the samples and their variations (`LINES`) and loads the network of weights.safetensors. Expected is
the definition of HistFactory's templates from weighted events: ordinary counts of the scores, scaled so that the
nominal sample has its yield in all and a variation the yield times the ratio of the sums of weights; a variation
without weights has the nominal yield. Some weights are below 0, as those of simulations at next-to-leading order are.
"""

import json
import struct

import numpy as np

from reference import FOLDER, assert_pinned_versions, write_figures

DATA = FOLDER / "data" / "declared"
LUMINOSITY = 3
EDGES = np.linspace(0, 1, 5)
WEIGHT, BIAS = np.array([0.9, -0.55]), 0.2
LINES = [
    "sample signal signal.csv columns=pt,eta weight=w yield=12",
    'sample background background.csv columns=pt,eta weight=w where="pt > 12"',
    "sample other other.npy columns=pt,eta",
    "vary jes background files=background_up.csv,background_down.csv width=1.5",
    "vary jes other files=other_up.npy,other_down.npy width=1.5",
    "vary pdf background weights=w_up,w_down",
    "vary scale background scale=pt:1.05,0.94 width=0.5",
    "vary tilt signal shift=eta:0.2,-0.1 width=free",
    "vary xsec other norm=1.1,0.8",
    f"scale luminosity={LUMINOSITY}",
    "model samples stat=on",
]


def events(draw, count, pt, eta, weighted=True):
    table = {"pt": 10 + draw.exponential(pt, count), "eta": draw.normal(eta, 1, count)}
    if weighted:
        table["w"] = draw.normal(0.4, 0.15, count) * np.where(draw.random(count) < 0.15, -1, 1)
    return table


def write_csv(name, table):
    rows = zip(*table.values())
    text = ",".join(table) + "\n" + "".join(",".join(repr(float(x)) for x in row) + "\n" for row in rows)
    (DATA / name).write_text(text)


def write_npy(name, table):
    array = np.empty(len(table["pt"]), dtype=[(column, "f8") for column in table])
    for column, values in table.items():
        array[column] = values
    np.save(DATA / name, array)


def write_network(path):
    """A dense layer with one output, as the README of safetensors lays a file out."""
    numbers = np.concatenate([WEIGHT, [BIAS]]).astype("<f8").tobytes()
    header = json.dumps({
        "layers.0.weight": {"dtype": "F64", "shape": [1, 2], "data_offsets": [0, 16]},
        "layers.0.bias": {"dtype": "F64", "shape": [1], "data_offsets": [16, 24]},
    }).encode()
    header += b" " * (-len(header) % 8)
    path.write_bytes(struct.pack("<Q", len(header)) + header + numbers)


def features(table):
    return np.stack([table["pt"], table["eta"]], axis=1)


def main():
    assert_pinned_versions()
    DATA.mkdir(exist_ok=True)
    draw = np.random.default_rng(5)
    signal = events(draw, 60, 40, 0.6)
    background = events(draw, 90, 20, -0.3)
    background["w_up"] = background["w"] * draw.normal(1.1, 0.05, 90)
    background["w_down"] = background["w"] * draw.normal(0.93, 0.05, 90)
    varied = {"up": events(draw, 110, 22, -0.3), "down": events(draw, 75, 18, -0.3)}
    other = events(draw, 50, 25, 0, weighted=False)
    others = {"up": events(draw, 40, 27, 0, weighted=False), "down": events(draw, 65, 23, 0, weighted=False)}
    write_csv("signal.csv", signal)
    write_csv("background.csv", background)
    write_npy("other.npy", other)
    for side in varied:
        write_csv(f"background_{side}.csv", varied[side])
        write_npy(f"other_{side}.npy", others[side])
    write_network(DATA / "weights.safetensors")

    # The selection is that of the sample in its varied files, too.
    def selected(table):
        return {column: values[table["pt"] > 12] for column, values in table.items()}

    background, varied = selected(background), {side: selected(table) for side, table in varied.items()}
    together = np.concatenate([features(table) for table in [signal, background, other]])
    means, scales = together.mean(axis=0), together.std(axis=0)

    def counts(x, weights):
        scores = 1 / (1 + np.exp(-(((x - means) / scales) @ WEIGHT + BIAS)))
        return np.histogram(scores, EDGES, weights=weights)[0]

    def template(x, weights, expected):
        return LUMINOSITY * expected * counts(x, weights) / weights.sum()

    def uncertainty(x, weights, expected):
        return LUMINOSITY * expected * np.sqrt(counts(x, weights**2)) / weights.sum()

    ones = {side: np.ones(len(others[side]["pt"])) for side in others}
    one = np.ones(len(other["pt"]))
    sum_of_weights = background["w"].sum()
    templates = {}
    samples = {"signal": (signal, signal["w"], 12.0), "background": (background, background["w"], sum_of_weights),
               "other": (other, one, float(len(one)))}
    for name, (table, weights, expected) in samples.items():
        templates[f"channel.{name}"] = template(features(table), weights, expected)
        templates[f"channel.{name}.staterror.staterror_channel"] = uncertainty(features(table), weights, expected)
    for side, role in [("up", "hi"), ("down", "lo")]:
        file = varied[side]
        templates[f"channel.background.{role}.jes"] = template(features(file), file["w"], file["w"].sum())
        templates[f"channel.other.{role}.jes"] = template(features(others[side]), ones[side], float(len(one)))
        weights = background[f"w_{side}"]
        templates[f"channel.background.{role}.pdf"] = template(features(background), weights, weights.sum())
        scaled = features(background) * [{"up": 1.05, "down": 0.94}[side], 1]
        templates[f"channel.background.{role}.scale"] = template(scaled, background["w"], sum_of_weights)
        shifted = features(signal) + [0, {"up": 0.2, "down": -0.1}[side]]
        templates[f"channel.signal.{role}.tilt"] = template(shifted, signal["w"], 12.0)
    write_figures("declared", {
        "lines": LINES, "means": means, "scales": scales,
        "templates": templates,
        "events": {"signal": len(signal["pt"]), "background": len(background["pt"]), "other": len(one)},
    })


if __name__ == "__main__":
    main()
