"""Writes figures/sbottom.json: pyhf's numbers for a published search (HEPData ins1748602, region A)."""

import json

import jax
import jsonpatch
import numpy as np
import pyhf

from reference import FOLDER, assert_close, assert_pinned_versions, write_figures

SEARCH = FOLDER / "data" / "sbottom-regionA"
PATCH = "patch.sbottom_1300_205_60.json"
# What pyhf's own regression tests hold its CLs to.
REGRESSION = {"patch.sbottom_1300_205_60.json": 0.24443627759, "patch.sbottom_1400_950_60.json": 0.0213732839}


def test(patch):
    """CLs and its band at a strength of 1."""
    print(patch, flush=True)
    background = json.loads((SEARCH / "BkgOnly.json").read_text())
    workspace = pyhf.Workspace(jsonpatch.apply_patch(background, json.loads((SEARCH / patch).read_text())))
    model = workspace.model()
    observed, band = pyhf.infer.hypotest(
        1.0, workspace.data(model), model, test_stat="qtilde", return_expected_set=True
    )
    if patch in REGRESSION:
        assert_close(observed, REGRESSION[patch], 1e-5, f"CLs of {patch} in pyhf's tests")
    return {"patch": patch, "cls": observed, "band": band}


def main():
    assert_pinned_versions()
    pyhf.set_backend("jax", precision="64b")
    background = json.loads((SEARCH / "BkgOnly.json").read_text())
    workspace = pyhf.Workspace(jsonpatch.apply_patch(background, json.loads((SEARCH / PATCH).read_text())))
    model = workspace.model()
    config = model.config
    data = np.array(workspace.data(model))
    random = np.random.default_rng(31)
    initial = np.array(config.suggested_init())
    moved = initial + random.uniform(-0.1, 0.1, len(initial))
    density = lambda parameters: model.logpdf(parameters, data)[0]
    points = [
        {"parameters": point, "logpdf": density(point), "gradient": jax.grad(density)(point)}
        for point in (initial, moved)
    ]
    write_figures(
        "sbottom",
        {
            "patch": PATCH,
            "parameterNames": config.par_names,
            "initial": initial,
            "bounds": config.suggested_bounds(),
            "fixed": config.suggested_fixed(),
            "data": data,
            "poiIndex": config.poi_index,
            "points": points,
            "tests": [test(path.name) for path in sorted(SEARCH.glob("patch.*.json"))],
        },
    )


if __name__ == "__main__":
    main()
