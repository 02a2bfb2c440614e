"""Writes figures/published_workspace.json: what the patches of a published search make of its workspace."""

import json

import jsonpatch
import numpy as np
import pyhf

from reference import FOLDER, assert_pinned_versions, write_figures

DATA = FOLDER / "data" / "sbottom-regionA"


def yields(document):
    """The number of modifiers and the sum of the bins of each sample of each channel."""
    return {
        f"{channel['name']}/{sample['name']}": [len(sample["modifiers"]), float(np.sum(sample["data"]))]
        for channel in document["channels"]
        for sample in channel["samples"]
    }


def patched(workspace, path):
    document = jsonpatch.apply_patch(workspace, json.loads(path.read_text()))
    whole = pyhf.Workspace(document)
    model = whole.model()
    return {
        "name": path.name,
        "yields": yields(document),
        "digest": pyhf.utils.digest(document),
        "channels": model.config.channels,
        "samples": model.config.samples,
        "parameters": model.config.parameters,
        "observed": whole.data(model, include_auxdata=False),
    }


def main():
    assert_pinned_versions()
    workspace = json.loads((DATA / "BkgOnly.json").read_text())
    digests = {kind: pyhf.utils.digest(workspace, algorithm=kind) for kind in ("md5", "sha256")}
    patches = [patched(workspace, path) for path in sorted(DATA.glob("patch.*.json"))]
    write_figures("published_workspace", {"digests": digests, "patches": patches})


if __name__ == "__main__":
    main()
