"""Checks what `neos run exports.neos` wrote into a folder with the programs that are to read it.

    python3 export_check.py FOLDER

For every NAME.onnx: onnx's checker takes it, onnxruntime gives the scores of NAME.csv, and so do the weights that
safetensors reads from NAME.safetensors. For every NAME.json: pyhf expects the yields of NAME.yields.csv and has the
parameters of NAME.parameters.csv. The script exits with 1 at the first that does not agree.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pyhf
from safetensors import safe_open

# Here and there sums are taken in another order.
TOLERANCES = {np.float32: 1e-6, np.float64: 1e-12}


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def columns(table, prefix):
    """The columns of a name, or of a name with numbers, as an array of events x columns."""
    names = [name for name in table[0] if name == prefix or name.startswith(prefix + ".")]
    return np.array([[float(row[name]) for name in names] for row in table])


def agree(found, expected, what, tolerance=1e-12):
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    assert found.shape == expected.shape, f"{what}: {found.shape} numbers, expected {expected.shape}"
    error = np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected)))
    assert error <= tolerance, f"{what}: {error:.3g} apart, {tolerance:.3g} allowed"


ACTIVATIONS = {
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "softmax": lambda x: np.exp(x - x.max(1, keepdims=True)) / np.exp(x - x.max(1, keepdims=True)).sum(1, keepdims=True),
    "softplus": lambda x: np.logaddexp(x, 0),
    "leaky-relu": lambda x: np.where(x < 0, 0.01 * x, x),
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
    "gelu": lambda x: x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    "identity": lambda x: x,
}


def check_network(path):
    table = rows(path.with_suffix(".csv"))
    features, scores = columns(table, "feature"), columns(table, "score")
    assert {row["part"] for row in table} == {"train", "test"} and len({row["sample"] for row in table}) >= 3
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (entry,), (result,) = session.get_inputs(), session.get_outputs()
    assert (entry.name, entry.type, result.name) == ("features", "tensor(double)", "score")
    number = {"tensor(float)": np.float32, "tensor(double)": np.float64}[result.type]
    tolerance = TOLERANCES[number]
    agree(session.run(["score"], {"features": features})[0], scores, path, tolerance)

    weights = path.with_suffix(".safetensors")
    with safe_open(weights, "np") as file:
        layers = file.metadata()["layers"].split()
        values = features
        for index, layer in enumerate(layers):
            if layer in ACTIVATIONS:
                values = ACTIVATIONS[layer](values)
                continue
            weight, bias = file.get_tensor(f"layers.{index}.weight"), file.get_tensor(f"layers.{index}.bias")
            assert weight.dtype == bias.dtype == number
            values = values @ weight.astype(float).T + bias
    agree(values, scores, weights, tolerance)
    return layers


def check_workspace(path):
    workspace = pyhf.Workspace(json.loads(path.read_text()))
    model = workspace.model()
    yields = rows(path.with_suffix(".yields.csv"))
    for strength in [0, 1]:
        found = [float(row["value"]) for row in yields if row["template"] == f"Asimov, mu = {strength}"]
        start = model.config.suggested_init()
        start[model.config.poi_index] = strength
        agree(found, model.expected_actualdata(start), f"{path}, mu = {strength}")
    parameters = rows(path.with_suffix(".parameters.csv"))
    assert [row["parameter"] for row in parameters] == model.config.par_names
    agree([float(row["initial"]) for row in parameters], model.config.suggested_init(), "initial values")
    bounds = [[float(row["lower bound"]), float(row["upper bound"])] for row in parameters]
    agree(bounds, model.config.suggested_bounds(), "bounds")
    metrics = json.loads(path.with_suffix(".metrics.json").read_text())
    assert [row["step"] for row in metrics] == list(range(len(metrics))) and len(metrics) > 1
    assert all(np.isfinite(row["loss"]) for row in metrics)


def main():
    folder = Path(sys.argv[1])
    networks, workspaces = sorted(folder.glob("*.onnx")), sorted(folder.glob("*.yields.csv"))
    layers = {layer for path in networks for layer in check_network(path)}
    missing = set(ACTIVATIONS) - layers
    assert not missing, f"no network has {missing}"
    for path in workspaces:
        check_workspace(folder / (path.name.removesuffix(".yields.csv") + ".json"))
    assert workspaces
    print(f"{len(networks)} networks and {len(workspaces)} models are read as they were written")


if __name__ == "__main__":
    main()
