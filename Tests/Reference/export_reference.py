"""Writes figures/export.json: what pyhf makes of exported.json, a workspace that a session wrote.

The lines of the session, with the learned workspace of Tests/NeosEngineTests/Session/SpecFiles.swift:

    data events=20
    network 4 tanh 1 sigmoid
    histogram bins=0:1:3 bandwidth=0.2
    model spec learned.json
    train edges
    step 3
    export pyhf exported.json
"""

import json

import pyhf

from reference import FOLDER, assert_pinned_versions, write_figures


def main():
    assert_pinned_versions()
    pyhf.set_backend("jax", pyhf.optimize.scipy_optimizer(tolerance=1e-12, maxiter=100_000))
    document = json.loads((FOLDER / "exported.json").read_text())
    workspace = pyhf.Workspace(document)
    model = workspace.model()
    data = workspace.data(model)
    parameters = [0.7 if index == model.config.poi_index else value + 0.1 for index, value in
                  enumerate(model.config.suggested_init())]
    observed, expected = pyhf.infer.hypotest(1.0, data, model, return_expected_set=True)
    write_figures("export", {
        "workspace": document,
        "parameters": parameters,
        "data": data,
        "logpdf": model.logpdf(parameters, data)[0],
        "observed": observed,
        "expected": expected,
    })


if __name__ == "__main__":
    main()
