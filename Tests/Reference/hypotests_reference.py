"""Writes figures/hypotests.json: pyhf's test statistics, p-values, bands, limits, and Minuit's uncertainties.

Only likelihoods that pyhf has. SciPy's tolerance is set tighter than pyhf's default, and the limits are asked
for to eight digits, so that the figures are good to about six.
"""

import functools
import logging

import numpy as np
import pyhf
from pyhf.infer import hypotest
from pyhf.infer.intervals.upper_limits import linear_grid_scan
from pyhf.infer.test_statistics import q0, qmu, qmu_tilde, tmu, tmu_tilde
from scipy.optimize import toms748

from likelihoods import HISTOSYS, UNCORRELATED_BACKGROUND
from problems import BINS, arrays, describe, random_data, random_parameters, random_templates
from pyhf_models import pyhf_model
from reference import assert_close, assert_pinned_versions, write_figures

CASES = 6
TESTED = (0.3, 1.0, 2.5)
LEVELS = (0.05, 0.1, 0.32)
STATISTICS = {"q0": q0, "q": qmu, "qtilde": qmu_tilde, "t": tmu, "ttilde": tmu_tilde}
SCAN = np.linspace(0.25, 5.0, 20)


def precise_backend():
    pyhf.set_backend("jax", pyhf.optimize.scipy_optimizer(tolerance=1e-13, maxiter=100_000))


def statistics(model, data):
    """Every test statistic at every tested strength."""
    config = model.config
    fit_settings = config.suggested_init(), config.suggested_bounds(), config.suggested_fixed()
    return [
        {"statistic": name, "tested": mu, "value": function(mu, data, model, *fit_settings)}
        for name, function in STATISTICS.items()
        for mu in ((0.0,) if name == "q0" else TESTED)
    ]


def hypothesis_tests(model, data):
    """CLs, CLs+b, CLb and the expected band; for q0 the value that pyhf reports is CLs+b."""
    tests = []
    for name in ("q0", "q", "qtilde"):
        for mu in (0.0,) if name == "q0" else TESTED:
            value, tails, band = hypotest(
                mu, data, model, test_stat=name, return_tail_probs=True, return_expected_set=True
            )
            tests.append({"statistic": name, "tested": mu, "value": value, "tails": tails, "band": band})
    return tests


def limits(model, data):
    """pyhf's `toms748_scan`, which cannot take JAX's numbers: SciPy's root of pyhf's CLs."""
    # At mu = 0 the Asimov statistic is 0 up to rounding, and pyhf may divide by it.
    low, high = 0.01, model.config.suggested_bounds()[model.config.poi_index][1]

    @functools.cache
    def curves(mu):
        observed, expected = hypotest(mu, data, model, return_expected_set=True)
        return [float(value) for value in (observed, *expected)]

    def limit(level, curve):
        return toms748(lambda mu: curves(mu)[curve] - level, low, high, xtol=2e-12, rtol=1e-9)

    found = []
    for level in LEVELS:
        observed, *expected = [limit(level, curve) for curve in range(6)]
        found.append({"level": level, "observed": observed, "expected": expected})
    return found


def scanned_limits(model, data):
    observed, expected = linear_grid_scan(data, model, SCAN, level=0.1)
    return {"scan": SCAN, "level": 0.1, "observed": observed, "expected": expected}


def minuit_fit(model, data):
    """Minuit's best fit, its covariance, and the ends of MINOS; None where a parameter sits at its bound."""
    pyhf.set_backend("jax", pyhf.optimize.minuit_optimizer(strategy=2, tolerance=1e-5, maxiter=100_000))
    best, fit = pyhf.infer.mle.fit(data, model, return_result_obj=True)
    precise_backend()
    best, bounds = np.array(best), np.array(model.config.suggested_bounds())
    if np.any(best - bounds[:, 0] < 0.05) or np.any(bounds[:, 1] - best < 0.05):
        return None
    minuit = fit.minuit
    minuit.limits = [(None, None)] * len(best)
    minuit.strategy = 2
    minuit.hesse()
    covariance = np.array(minuit.covariance)
    minuit.limits = [tuple(pair) for pair in bounds]
    minuit.migrad()
    minuit.minos()
    ends = []
    for index, errors in enumerate(minuit.merrors.values()):
        below = errors.lower if errors.lower_valid and not errors.at_lower_limit else None
        above = errors.upper if errors.upper_valid and not errors.at_upper_limit else None
        # A side that would cross the bound is no crossing.
        if best[index] + errors.lower < bounds[index, 0] + 1e-3:
            below = None
        ends.append([below, above])
    return {"parameters": best, "covariance": covariance, "errors": ends}


def case(name, likelihood, templates, data):
    model = pyhf_model(likelihood.kind, templates)
    data = np.array(data)
    return describe(name, likelihood, templates) | {
        "data": data,
        "statistics": statistics(model, data),
        "tests": hypothesis_tests(model, data),
        "limits": limits(model, data),
        "scannedLimits": scanned_limits(model, data),
        "fit": minuit_fit(model, data),
    }


def check_case():
    templates = arrays(
        signal=np.array([12.0, 11.0]), background=np.array([50.0, 52.0]), uncertainty=np.array([3.0, 7.0])
    )
    auxiliary = UNCORRELATED_BACKGROUND.auxiliary(templates)
    checked = case("check model", UNCORRELATED_BACKGROUND, templates, [51.0, 48.0, *map(float, auxiliary)])
    # The documented figure comes from a fit with a looser tolerance.
    test = next(t for t in checked["tests"] if t["statistic"] == "qtilde" and t["tested"] == 1.0)
    assert_close(test["value"], 0.05251497, 1e-6, "CLs in pyhf's documentation")
    return checked


def main():
    assert_pinned_versions()
    # pyhf says of each q-mu that q-mu-tilde would be better.
    logging.getLogger("pyhf").setLevel(logging.CRITICAL)
    precise_backend()
    random = np.random.default_rng(41)
    cases = [check_case()]
    for likelihood in (UNCORRELATED_BACKGROUND, HISTOSYS):
        index = 0
        while index < CASES:
            templates = random_templates(likelihood, random, BINS[index % len(BINS)])
            parameters = random_parameters(likelihood, random, len(templates["signal"]))
            data = random_data(likelihood, templates, parameters, random)
            try:
                cases.append(case(f"{likelihood.kind} {index}", likelihood, templates, data))
            except (ValueError, pyhf.exceptions.FailedMinimization) as error:
                # A limit beyond the bounds of mu: pyhf cannot fit there.
                print("left out:", str(error).splitlines()[0], flush=True)
                continue
            print(cases[-1]["name"], "fit" if cases[-1]["fit"] else "at a bound", flush=True)
            index += 1
    write_figures("hypotests", {"cases": cases})


if __name__ == "__main__":
    main()
