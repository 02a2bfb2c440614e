"""Writes figures/sbottom.json: pyhf's numbers for a published search, if its workspace is at hand.

The workspace (HEPData ins1748602, region A) is not part of this repository; it is looked for beside it.
"""

import json

import jax
import jsonpatch
import numpy as np
import pyhf

from reference import FOLDER, assert_pinned_versions, write_figures

SEARCH = FOLDER.parents[1].parent / "shared" / "data" / "sbottom-regionA"
PATCH = "patch.sbottom_1300_205_60.json"


def main():
    assert_pinned_versions()
    if not SEARCH.exists():
        print(f"{SEARCH} is absent; figures/sbottom.json stays as it is")
        return
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
        },
    )


if __name__ == "__main__":
    main()
