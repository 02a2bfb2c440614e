"""Writes figures/objectives.json: every objective of the yields, and its gradient in every template.

JAX differentiates through the Asimov data too, for they move with the templates. pyhf's hypotest confirms
the p-values; the others are formulas, written out here.
"""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pyhf

from asymptotics import expected_cls, expected_clsb, expected_p0, fixed_in_jit
from likelihoods import UNCORRELATED_BACKGROUND
from problems import BINS, LIKELIHOODS, describe, random_templates, rows
from pyhf_models import pyhf_model
from reference import assert_close, assert_pinned_versions, write_figures

CASES = 8


def expected_clb(likelihood, templates):
    """Asimov data lie at the median."""
    return expected_cls(likelihood, templates) * 0 + 0.5


def covariance(likelihood, templates, mu):
    """Inverse of minus the Hessian of logpdf on the data that the parameters expect (Cramer-Rao).

    A fixed parameter gets a unit row: it leaves the inverse of the others and the determinant alone.
    """
    parameters = likelihood.asimov_parameters(templates, mu)
    data = likelihood.expected_data(templates, parameters)
    information = -jax.hessian(likelihood.log_density, 1)(templates, parameters, data)
    free = ~fixed_in_jit(likelihood, templates)
    return jnp.linalg.inv(jnp.where(jnp.outer(free, free), information, jnp.eye(len(free))))


def uncertainty(likelihood, templates):
    return jnp.sqrt(covariance(likelihood, templates, 1.0)[likelihood.poi, likelihood.poi])


def generalized_variance(likelihood, templates):
    return jnp.linalg.det(covariance(likelihood, templates, 0.0))


def significance(likelihood, templates):
    """Cowan et al., arXiv:1007.1727, equation 97, the bins in quadrature."""
    signal = templates["signal"]
    background = likelihood.rates(templates, likelihood.asimov_parameters(templates, 0.0))
    total = signal + background
    return jnp.sqrt(2 * (total * jnp.log(total / background) - signal).sum())


OBJECTIVES = {
    "cls": expected_cls,
    "clsb": expected_clsb,
    "clb": expected_clb,
    "discovery": expected_p0,
    "uncertainty": uncertainty,
    "generalized-variance": generalized_variance,
    "significance": significance,
}


@functools.cache
def differentiated(objective, likelihood):
    return jax.jit(jax.value_and_grad(functools.partial(objective, likelihood)))


def assert_agrees_with_pyhf(likelihood, templates, values):
    if likelihood.kind == "sharedGamma":
        return  # pyhf has no such model
    model = pyhf_model(likelihood.kind, templates)

    def asimov(mu):
        return np.array(likelihood.asimov_data(templates, mu))

    # pyhf's fits stop where SciPy's tolerance is content: q, a difference of two of them, has fewer digits.
    _, (clsb, clb), cls = pyhf.infer.hypotest(
        1.0, asimov(0.0), model, test_stat="q", return_tail_probs=True, return_expected=True
    )
    assert_close(cls, values["cls"], 2e-6, "pyhf's expected CLs")
    assert_close([clsb, clb], [values["clsb"], values["clb"]], 1e-3, "pyhf's CLs+b and CLb on Asimov data")
    p0 = pyhf.infer.hypotest(0.0, asimov(1.0), model, test_stat="q0")
    assert_close(p0, values["discovery"], 2e-6, "pyhf's p0")


def case(name, likelihood, templates):
    objectives, values = {}, {}
    for objective, function in OBJECTIVES.items():
        value, gradient = differentiated(function, likelihood)(templates)
        values[objective] = value
        objectives[objective] = {"value": value, "templateGradient": rows(likelihood, gradient)}
    assert_agrees_with_pyhf(likelihood, templates, values)
    return describe(name, likelihood, templates) | {"objectives": objectives}


def main():
    assert_pinned_versions()
    pyhf.set_backend("jax", pyhf.optimize.scipy_optimizer(tolerance=1e-13, maxiter=100_000))
    random = np.random.default_rng(22)
    cases = []
    for likelihood in LIKELIHOODS:
        for index in range(CASES):
            templates = random_templates(likelihood, random, BINS[index % len(BINS)])
            cases.append(case(f"{likelihood.kind} {index}", likelihood, templates))
    # A certain bin has no factor to fit. (An empty one has no derivative: see ObjectiveErrorTests.)
    templates = random_templates(UNCORRELATED_BACKGROUND, random, 3)
    templates["uncertainty"] = templates["uncertainty"].at[1].set(0.0)
    cases.append(case("certain bin", UNCORRELATED_BACKGROUND, templates))
    write_figures("objectives", {"cases": cases})


if __name__ == "__main__":
    main()
