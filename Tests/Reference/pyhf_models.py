"""The same likelihoods built by pyhf itself, to be compared with."""

import numpy as np
import pyhf


def pyhf_model(kind, templates):
    values = {name: np.asarray(template, float).tolist() for name, template in templates.items()}
    if kind == "uncorrelatedBackground":
        return pyhf.simplemodels.uncorrelated_background(
            values["signal"], values["background"], values["uncertainty"]
        )
    return pyhf.Model(histosys_specification(**values))


def histosys_specification(signal, nominal, up, down):
    """The workspace of neos 0.1.5, makers.histosys_model_from_hists."""
    mu = {"name": "mu", "type": "normfactor", "data": None}
    shape = {"name": "nn_histosys", "type": "histosys", "data": {"hi_data": up, "lo_data": down}}
    samples = [
        {"name": "signal", "data": signal, "modifiers": [mu]},
        {"name": "bkg", "data": nominal, "modifiers": [shape]},
    ]
    return {"channels": [{"name": "nn", "samples": samples}]}
