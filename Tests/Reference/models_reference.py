"""Writes figures/models.json: each likelihood at random points, held against pyhf, and as published."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pyhf

import published
from likelihoods import HISTOSYS, SHARED_GAMMA, UNCORRELATED_BACKGROUND
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

CASES = 12


@functools.cache
def derivatives(likelihood):
    density = likelihood.log_density
    functions = density, jax.grad(density, 1), jax.hessian(density, 1), jax.grad(density, 0)
    return [jax.jit(function) for function in functions]


def point(likelihood, templates, parameters, data):
    """Everything of a likelihood at a point."""
    density, gradient, hessian, in_templates = derivatives(likelihood)
    arguments = templates, parameters, data
    return {
        "parameters": parameters,
        "expectedData": likelihood.expected_data(templates, parameters),
        "data": data,
        "logpdf": density(*arguments),
        "gradient": gradient(*arguments),
        "hessian": hessian(*arguments),
        "templateGradient": rows(likelihood, in_templates(*arguments)),
    }


def assert_agrees_with_pyhf(likelihood, templates, points):
    if likelihood.kind == "sharedGamma":
        return  # pyhf has no such model
    model, bins = pyhf_model(likelihood.kind, templates), len(templates["signal"])
    config = model.config
    assert config.par_names == likelihood.names(bins)
    assert config.poi_index == likelihood.poi
    assert_close(config.suggested_init(), likelihood.initial(bins), 0, "initial parameters")
    assert_close(config.suggested_bounds(), likelihood.bounds(bins), 0, "bounds")
    assert config.suggested_fixed() == likelihood.fixed(templates).tolist()
    assert_close(config.auxdata, likelihood.auxiliary(templates), 1e-14, "auxiliary data")
    for case in points:
        parameters, data = case["parameters"], case["data"]
        assert_close(model.expected_data(parameters), case["expectedData"], 1e-13, "expected data")
        assert_close(model.logpdf(parameters, data)[0], case["logpdf"], 1e-13, "logpdf")
        slope = jax.grad(lambda values: model.logpdf(values, data)[0])(parameters)
        # Where the count is 0 and so is the rate pyhf's slope is 0 times infinity.
        assert_close(np.where(np.isnan(slope), case["gradient"], slope), case["gradient"], 1e-11, "slope")


def case(name, likelihood, templates, random):
    bins = len(templates["signal"])
    points = []
    for _ in range(2):
        parameters = random_parameters(likelihood, random, bins)
        data = random_data(likelihood, templates, parameters, random)
        if random.uniform() < 0.3:
            data = data.at[random.integers(bins)].set(0.0)
        points.append(point(likelihood, templates, parameters, data))
    assert_agrees_with_pyhf(likelihood, templates, points)
    return describe(name, likelihood, templates) | {
        "parameterNames": likelihood.names(bins),
        "initial": likelihood.initial(bins),
        "bounds": likelihood.bounds(bins),
        "fixed": likelihood.fixed(templates),
        "poiIndex": likelihood.poi,
        "auxiliaryData": likelihood.auxiliary(templates),
        "points": points,
    }


def published_case(name, likelihood, samples, expected, tolerance):
    """neos 0.1.5's check: background-only parameters, every datum 1, two bins on [0, 1]."""
    events = published.blobs(samples, 500)
    weights, predict = published.network([1024])
    weights = jax.tree.map(lambda array: array.astype(float), weights)
    edges = jnp.array([0, 0.5, 1])
    templates = published.background_templates(
        {key: published.yields(key, predict(weights, x), edges, 0.5) for key, x in events.items()}
    )
    parameters = likelihood.asimov_parameters(templates, 0.0)
    data = jnp.ones(len(likelihood.expected_data(templates, parameters)))
    result = point(likelihood, templates, parameters, data)
    assert_close(result["logpdf"], expected, tolerance, name)
    return describe(name, likelihood, templates) | {"parameters": parameters, "logpdf": result["logpdf"]}


def main():
    assert_pinned_versions()
    pyhf.set_backend("jax", precision="64b")
    random = np.random.default_rng(20)
    cases = []
    for likelihood in LIKELIHOODS:
        for index in range(CASES):
            templates = random_templates(likelihood, random, BINS[index % len(BINS)])
            cases.append(case(f"{likelihood.kind} {index}", likelihood, templates, random))
    cases.append(case("gaps", UNCORRELATED_BACKGROUND, templates_with_gaps(random), random))
    four, three = ("signal", "nominal", "up", "down"), ("signal", "up", "down")
    # The published digits come from a network in single precision, hence the tolerances.
    examples = [
        published_case("hepdata-like", SHARED_GAMMA, three, -1338.66123891, 1e-6),
        published_case("histosys", HISTOSYS, four, -62.62101506, 1e-7),
    ]
    write_figures("models", {"cases": cases, "published": examples})


if __name__ == "__main__":
    main()
