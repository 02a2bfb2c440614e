"""Writes figures/toys.json: pyhf's p-values and expected bands by toys, and limits by scans of them.

pyhf's `hypotest` and `upper_limit` cannot be asked for bands by toys with the pinned NumPy, which no longer knows
how pyhf asks it for percentiles; here they are made of pyhf's own test statistics as pyhf makes them.
"""

import numpy as np
import pyhf
from pyhf.infer.calculators import ToyCalculator
from scipy.stats import norm

from reference import assert_pinned_versions, write_figures

TOYS = 1000
LIMIT_TOYS = 500
SCAN = np.array([0.5, 1.2, 2.0, 3.0, 4.5])
BAND = norm.cdf([-2, -1, 0, 1, 2]) * 100


def systematics():
    """Few counts, with a normalization, a shape and a statistical uncertainty."""
    signal = {"name": "signal", "data": [4.0, 2.5], "modifiers": [{"name": "mu", "type": "normfactor", "data": None}]}
    background = {
        "name": "background",
        "data": [6.0, 9.0],
        "modifiers": [
            {"name": "norm", "type": "normsys", "data": {"hi": 1.15, "lo": 0.9}},
            {"name": "shape", "type": "histosys", "data": {"hi_data": [6.6, 8.7], "lo_data": [5.6, 9.5]}},
            {"name": "stat", "type": "staterror", "data": [0.6, 0.7]},
        ],
    }
    return {
        "channels": [{"name": "SR", "samples": [signal, background]}],
        "observations": [{"name": "SR", "data": [7.0, 10.0]}],
        "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": []}}],
        "version": "1.0.0",
    }


def uncorrelated(signal, background, uncertainty, observed):
    background = {
        "name": "background",
        "data": background,
        "modifiers": [{"name": "uncorr_bkguncrt", "type": "shapesys", "data": uncertainty}],
    }
    signal = {"name": "signal", "data": signal, "modifiers": [{"name": "mu", "type": "normfactor", "data": None}]}
    return systematics() | {
        "channels": [{"name": "singlechannel", "samples": [signal, background]}],
        "observations": [{"name": "singlechannel", "data": observed}],
    }


def test(workspace, statistic, tested, toys):
    """The observed p-values, and the bands of CLs and of CLs+b, by toys."""
    np.random.seed(1)
    model = pyhf.Workspace(workspace).model()
    data = workspace["observations"][0]["data"] + model.config.auxdata
    calculator = ToyCalculator(data, model, test_stat=statistic, ntoys=toys, track_progress=False)
    value = calculator.teststatistic(tested)
    distributions = calculator.distributions(tested)
    clsb, clb, cls = (float(p) for p in calculator.pvalues(value, *distributions))
    each = np.array([calculator.pvalues(sample, *distributions) for sample in distributions[1].samples], float)
    band, clsb_band = np.percentile(each[:, 2], BAND), np.percentile(each[:, 0], BAND)
    return {"clsb": clsb, "clb": clb, "cls": cls, "band": band, "clsbBand": clsb_band}


def case(name, workspace, statistic, tested):
    print(name, flush=True)
    settings = {"name": name, "workspace": workspace, "statistic": statistic, "tested": tested, "toys": TOYS}
    return settings | test(workspace, statistic, tested, TOYS)


def limit(name, workspace, scan):
    """The limits by linear interpolation of CLs over a scan, as pyhf's `linear_grid_scan` has it."""
    tests = []
    for tested in scan:
        print(name, tested, flush=True)
        tests.append(test(workspace, "qtilde", tested, LIMIT_TOYS))
    curves = np.array([[one["cls"], *one["band"]] for one in tests])
    found = [np.interp(0.05, curve[::-1], scan[::-1]) for curve in curves.T]
    return {"name": name, "workspace": workspace, "toys": LIMIT_TOYS, "observed": found[0], "expected": found[1:]}


def main():
    assert_pinned_versions()
    pyhf.set_backend("numpy", pyhf.optimize.scipy_optimizer())
    check = uncorrelated([12.0, 11.0], [50.0, 52.0], [3.0, 7.0], [51.0, 48.0])
    few = systematics()
    cases = [
        case("check model", check, "qtilde", 1.0),
        case("few counts", few, "qtilde", 1.0),
        case("few counts, q", few, "q", 1.8),
        case("few counts, q0", few, "q0", 0.0),
    ]
    limits = [limit("few counts", few, SCAN)]
    write_figures("toys", {"cases": cases, "limits": limits})


if __name__ == "__main__":
    main()
