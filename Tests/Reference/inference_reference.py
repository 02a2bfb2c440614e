"""Writes figures/inference.json: fits within bounds, and how their best parameters move.

SciPy finds the maximum, Newton's method with JAX's Hessian takes it to the last digits, and pyhf's own
fit confirms it. Derivatives come from the implicit function theorem; refitted differences confirm them.
"""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pyhf
from scipy.optimize import minimize

from likelihoods import HISTOSYS, UNCORRELATED_BACKGROUND
from problems import (
    BINS,
    LIKELIHOODS,
    describe,
    random_data,
    random_parameters,
    random_templates,
    rows,
    templates_with_gaps,
)
from pyhf_models import pyhf_model
from reference import assert_close, assert_pinned_versions, write_figures

CASES = 6


@functools.cache
def derivatives(likelihood):
    density = likelihood.log_density
    slope = jax.grad(density, 1)
    mixed = jax.jacobian(slope, 0), jax.jacobian(slope, 2)
    return [jax.jit(function) for function in (density, slope, jax.hessian(density, 1), *mixed)]


def fit(likelihood, templates, data, fixed_poi=None):
    """The best parameters, their logpdf, and which of them neither are fixed nor sit at a bound."""
    density, gradient, hessian, _, _ = derivatives(likelihood)
    bins = len(templates["signal"])
    bounds, held = likelihood.bounds(bins), likelihood.fixed(templates)
    start = np.array(likelihood.initial(bins))
    if fixed_poi is not None:
        held[likelihood.poi], start[likelihood.poi] = True, fixed_poi
    scipy_fit = minimize(
        lambda values: -float(density(templates, values, data)),
        start,
        jac=lambda values: -np.array(gradient(templates, values, data)),
        bounds=[(value, value) if hold else pair for value, pair, hold in zip(start, bounds, held)],
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    best = np.clip(scipy_fit.x, *bounds.T)
    slope = np.array(gradient(templates, best, data))
    at_bound = ~held & (((best < bounds[:, 0] + 1e-6) & (slope < 0)) | ((best > bounds[:, 1] - 1e-6) & (slope > 0)))
    best = np.where(at_bound, np.where(slope < 0, bounds[:, 0], bounds[:, 1]), best)
    free = ~held & ~at_bound
    best = polish(likelihood, templates, data, best, free)
    slope = np.array(gradient(templates, best, data))
    assert_close(slope[free], np.zeros(free.sum()), 1e-10, "slope at the maximum")
    return best, float(density(templates, best, data)), free


def polish(likelihood, templates, data, best, free):
    """Newton's method in the free parameters; the start is close, so that full steps do."""
    _, gradient, hessian, _, _ = derivatives(likelihood)
    for _ in range(8):
        slope = np.array(gradient(templates, best, data))[free]
        curvature = np.array(hessian(templates, best, data))[np.ix_(free, free)]
        best = best.copy()
        best[free] -= np.linalg.solve(curvature, slope)
    return best


def jacobians(likelihood, templates, data, best, free):
    """d best / d templates and d best / d data by the implicit function theorem; 0 where not free."""
    _, _, hessian, in_templates, in_data = derivatives(likelihood)
    inverse = np.zeros(2 * [len(best)])
    block = np.ix_(free, free)
    inverse[block] = np.linalg.inv(-np.array(hessian(templates, best, data))[block])
    mixed = in_templates(templates, best, data)
    by_name = {name: inverse @ np.array(mixed[name]) for name in templates}
    return by_name, inverse @ np.array(in_data(templates, best, data))


def assert_jacobian(likelihood, templates, data, best, free, by_name, random):
    """Refitted differences in a direction of all templates at once."""
    step = 1e-5
    # A bin without background or uncertainty stays without.
    direction = {key: jnp.asarray(random.normal(size=len(row))) * (row > 0) for key, row in templates.items()}
    ends = [
        polish(likelihood, {key: templates[key] + sign * step * direction[key] for key in templates}, data, best, free)
        for sign in (1, -1)
    ]
    slope = sum(by_name[key] @ np.array(direction[key]) for key in templates)
    assert_close((ends[0] - ends[1]) / (2 * step), slope, 1e-8, "derivative of the fit")


def assert_agrees_with_pyhf(likelihood, templates, data, best, logpdf, fixed_poi):
    if likelihood.kind == "sharedGamma":
        return  # pyhf has no such model
    model = pyhf_model(likelihood.kind, templates)
    data = np.array(data)
    if fixed_poi is None:
        fitted, twice = pyhf.infer.mle.fit(data, model, return_fitted_val=True)
    else:
        fitted, twice = pyhf.infer.mle.fixed_poi_fit(fixed_poi, data, model, return_fitted_val=True)
    # pyhf's fit stops where SciPy's tolerance is content.
    assert_close(fitted, best, 1e-4, "pyhf's best parameters")
    assert_close(twice, -2 * logpdf, 1e-8, "pyhf's likelihood at its best")


def case(name, likelihood, templates, data, random, fixed_poi=None):
    best, logpdf, free = fit(likelihood, templates, data, fixed_poi)
    assert_agrees_with_pyhf(likelihood, templates, data, best, logpdf, fixed_poi)
    by_name, in_data = jacobians(likelihood, templates, data, best, free)
    assert_jacobian(likelihood, templates, data, best, free, by_name, random)
    by_template = np.stack(rows(likelihood, by_name), axis=1)
    return describe(name, likelihood, templates) | {
        "data": data,
        "fixedPOI": fixed_poi,
        "bestParameters": best,
        "logpdf": logpdf,
        "free": np.flatnonzero(free),
        # Parameters x templates x bins, and parameters x data.
        "templateJacobian": by_template,
        "dataJacobian": in_data,
    }


def main():
    assert_pinned_versions()
    pyhf.set_backend("jax", pyhf.optimize.scipy_optimizer(tolerance=1e-13, maxiter=100_000))
    random = np.random.default_rng(21)
    cases = []
    for likelihood in LIKELIHOODS:
        kind = likelihood.kind
        for index in range(CASES):
            # One bin cannot tell mu from a second free factor; the constraint term can.
            templates = random_templates(likelihood, random, BINS[index % len(BINS)])
            parameters = random_parameters(likelihood, random, len(templates["signal"]))
            data = random_data(likelihood, templates, parameters, random)
            fixed_poi = None if index % 2 == 0 else float(index)
            cases.append(case(f"{kind} {index}", likelihood, templates, data, random, fixed_poi))
        templates = random_templates(likelihood, random, 3)
        # Fewer counts than background: mu would like to be negative.
        deficit = 0.8 * likelihood.asimov_data(templates, 0.0)[:3] - 0.5 * templates["signal"]
        data = likelihood.asimov_data(templates, 0.0).at[:3].set(deficit)
        cases.append(case(f"{kind}, mu at its bound", likelihood, templates, data, random))
        assert cases[-1]["bestParameters"][likelihood.poi] == 0
    for measured, name in [(3.0, "alpha far above"), (-2.5, "alpha far below"), (9.0, "alpha at its bound")]:
        templates = random_templates(HISTOSYS, random, 3)
        data = HISTOSYS.expected_data(templates, jnp.array([np.clip(measured, -3, 3), 1.0]))
        data = jnp.maximum(data, 0.5).at[3].set(measured)
        cases.append(case(name, HISTOSYS, templates, data, random))
        print(name, cases[-1]["bestParameters"])
    templates = templates_with_gaps(random)
    parameters = random_parameters(UNCORRELATED_BACKGROUND, random, 3)
    data = random_data(UNCORRELATED_BACKGROUND, templates, parameters, random)
    cases.append(case("gaps", UNCORRELATED_BACKGROUND, templates, data, random))
    write_figures("inference", {"cases": cases})


if __name__ == "__main__":
    main()
