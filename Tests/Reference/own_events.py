"""Writes the tables of sessions/own-events.neos and the session with some lines more into a folder, and checks what it
exported there.

    python3 own_events.py make FOLDER
    neos run --json own-events.neos > run.json     (in FOLDER)
    python3 own_events.py check FOLDER

The events are those of a resonance over a falling background, seen by a detector: transverse momentum and mass in GeV,
pseudorapidity, single-precision numbers with weights as simulations write them, some of them below 0. In the second pair
of files the momenta are another 3 % higher or lower, and the mass with them.

Checked are: pyhf's CLs of model.json is the one that neos printed, the network in score.onnx gives the scores of
scores.csv, and the templates are the counts of those scores.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np

# The same model but for a width, which pyhf does not know: it is exported with templates of one standard deviation.
WIDTH = 1.5
MORE = f"""
vary scale background scale=mass:1.02,0.98 width={WIDTH}
fit counts=test on=1
export pyhf wide.json counts=test
"""


def events(draw, count, kind):
    pt = draw.exponential(45 if kind == "signal" else 30, count) + 15
    eta = draw.normal(0, 0.9 if kind == "signal" else 1.4, count)
    mass = draw.normal(125, 8, count) if kind == "signal" else 80 + draw.exponential(35, count)
    weight = draw.normal(1, 0.1, count) * np.where(draw.random(count) < 0.08, -1, 1)
    return {"pt": pt, "eta": eta, "mass": mass, "w": weight}


def write(path, table):
    import h5py

    with h5py.File(path, "w") as file:
        for name, values in table.items():
            file[name] = values.astype("f4")


def make(folder):
    draw = np.random.default_rng(3)
    folder.mkdir(exist_ok=True)
    signal, background = events(draw, 2000, "signal"), events(draw, 4000, "background")
    signal["w"] *= 20 / signal["w"].sum()
    scale = 300 / background["w"].sum()
    background["w"] *= scale
    background["w_up"] = background["w"] * (1.04 + 0.02 * background["eta"])
    background["w_down"] = background["w"] * (0.96 - 0.02 * background["eta"])
    write(folder / "signal.h5", signal)
    write(folder / "background.h5", background)
    for name, factor in [("up", 1.03), ("down", 0.97)]:
        varied = events(draw, 4000, "background")
        varied["w"] *= scale
        varied["pt"] *= factor
        varied["mass"] *= factor
        write(folder / f"background_{name}.h5", varied)
    session = Path(__file__).parents[2] / "sessions" / "own-events.neos"
    (folder / "own-events.neos").write_text(session.read_text() + MORE)


def answers(lines, title):
    """The JSON of the questions of a verb."""
    return [line["answer"] for line in lines if line.get("event") == "answer" and line["title"] == title]


def agree(found, expected, tolerance, what):
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    assert found.shape == expected.shape, f"{what}: {found.shape} numbers, expected {expected.shape}"
    error = np.max(np.abs(found - expected) / np.maximum(1e-300, np.abs(expected)))
    assert error <= tolerance, f"{what}: {error:.3g} apart, {tolerance:.3g} allowed"
    print(f"{what}: {error:.2g} apart, {tolerance:.2g} allowed")


def uncertainties(model, data, point):
    """Roots of the diagonal of the inverse of the second derivatives of -ln L, by central differences."""
    h, count = 1e-4, len(point)
    steps = np.eye(count) * h
    value = lambda x: -model.logpdf(x, data)[0]
    second = np.empty((count, count))
    for i in range(count):
        for j in range(i + 1):
            a, b = steps[i], steps[j]
            difference = value(point + a + b) - value(point + a - b) - value(point - a + b) + value(point - a - b)
            second[i, j] = second[j, i] = difference / (4 * h * h)
    return np.sqrt(np.diag(np.linalg.inv(second)))


def check_workspace(folder, lines):
    import pyhf

    # Differences of numbers have some eight digits of the slope, with which a minimum has sixteen.
    pyhf.set_backend("numpy", pyhf.optimize.scipy_optimizer(tolerance=1e-12, maxiter=100_000))
    workspace = pyhf.Workspace(json.loads((folder / "model.json").read_text()))
    model = workspace.model()
    (cls,) = answers(lines, "cls")
    found = pyhf.infer.hypotest(1.0, workspace.data(model), model, return_expected_set=True)
    agree(found[0], cls["CLs_obs"], 1e-6, "CLs by pyhf")
    agree(found[1], cls["CLs_exp"], 1e-6, "expected CLs by pyhf")
    narrow, wide = answers(lines, "fit")
    for file, fit, width in [("model.json", narrow, 1), ("wide.json", wide, WIDTH)]:
        model = pyhf.Workspace(json.loads((folder / file).read_text())).model()
        point = np.array(model.config.suggested_init())
        own = {name: np.atleast_1d(value).astype(float) for name, value in fit["uncertainties"].items()}
        own["scale"] /= width
        names = model.config.par_order
        assert sorted(own) == sorted(names)
        errors = uncertainties(model, model.expected_data(point), point)
        # The second differences have some seven digits.
        agree(np.concatenate([own[name] for name in names]), errors, 1e-5, f"uncertainties of {file} by pyhf")


def check_network(folder):
    import onnxruntime

    with open(folder / "scores.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    features = np.array([[float(row[f"feature.{name}"]) for name in ["pt", "eta", "mass"]] for row in rows])
    scores = np.array([float(row["score"]) for row in rows])
    session = onnxruntime.InferenceSession(folder / "score.onnx", providers=["CPUExecutionProvider"])
    found = session.run(["score"], {"features": features})[0][:, 0]
    # Scores are between 0 and 1, in single precision.
    error = np.max(np.abs(found - scores))
    assert error <= 1e-6, f"scores by onnxruntime: {error:.3g} apart, 1e-6 allowed"
    print(f"scores by onnxruntime: {error:.2g} apart, 1e-06 allowed")
    weights = np.array([float(row["weight"]) for row in rows])
    names = np.array([row["sample"] if row["part"] == "test" else "" for row in rows])
    return names, scores, weights


def check_templates(folder, names, scores, weights):
    """The templates of the exported model are the ordinary counts of the scores of the test sample."""
    (channel,) = json.loads((folder / "model.json").read_text())["channels"]
    assert len(channel["samples"]) == 2
    for sample in channel["samples"]:
        chosen = names == sample["name"]
        counts = np.histogram(scores[chosen], np.linspace(0, 1, 9), weights=weights[chosen])[0]
        agree(np.array(sample["data"]) / sum(sample["data"]), counts / counts.sum(), 1e-12, sample["name"])


def check(folder):
    lines = [json.loads(line) for line in (folder / "run.json").read_text().splitlines()]
    assert lines[-1]["event"] == "end" and lines[-1]["failed"] == 0
    check_workspace(folder, lines)
    check_templates(folder, *check_network(folder))


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](Path(sys.argv[2]))
