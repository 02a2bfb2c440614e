"""Expected p-values on Asimov data, exact and differentiable (Cowan et al., arXiv:1007.1727)."""

import jax
import jax.numpy as jnp
from jax.scipy.special import ndtr

SCAN = 201
HALVINGS = 64


def nuisance_fit(likelihood, templates, mu, data):
    """The best nuisance parameters at this mu, to the last digits, inside jit.

    Bisects the slope of -ln L, each nuisance for itself: at fixed mu the bins of
    UncorrelatedBackground do not know each other, and the other two have one nuisance.
    """
    bins = len(templates["signal"])
    bounds = jnp.delete(jnp.asarray(likelihood.bounds(bins)), likelihood.poi, axis=0)

    def objective(nuisances):
        return -likelihood.log_density(templates, likelihood.with_poi(mu, nuisances), data)

    lower, upper = bounds.T
    if likelihood.kind == "histosys":
        # An interpolated rate is no line: more than one minimum may exist, so a scan brackets the least.
        points = jnp.linspace(lower, upper, SCAN)
        values = jax.vmap(objective)(points)
        best = jnp.argmin(jnp.where(jnp.isnan(values), jnp.inf, values))
        lower, upper = points[jnp.maximum(best - 1, 0)], points[jnp.minimum(best + 1, SCAN - 1)]
    centre = (lower + upper) / 2

    def halve(_, bracket):
        lower, upper = bracket
        middle = (lower + upper) / 2
        slope = jax.grad(objective)(middle)
        # Where a rate would be negative there is no slope: go back to the point that has one.
        rising = jnp.where(jnp.isnan(slope), middle > centre, slope > 0)
        return jnp.where(rising, lower, middle), jnp.where(rising, middle, upper)

    lower, upper = jax.lax.fori_loop(0, HALVINGS, halve, (lower, upper))
    nuisances = (lower + upper) / 2
    free = ~jnp.delete(jnp.asarray(fixed_in_jit(likelihood, templates)), likelihood.poi)
    # Envelope theorem: at its minimum -2 ln L does not feel the nuisances, so their slope is not needed.
    return jax.lax.stop_gradient(jnp.where(free, nuisances, 1.0))


def fixed_in_jit(likelihood, templates):
    """`likelihood.fixed` on traced templates."""
    count = len(likelihood.bounds(len(templates["signal"])))
    if likelihood.kind != "uncorrelatedBackground":
        return jnp.zeros(count, bool)
    unknown = (templates["background"] <= 0) | (templates["uncertainty"] <= 0)
    return jnp.concatenate([jnp.zeros(1, bool), unknown])


def asimov_test_statistic(likelihood, templates, tested_mu, asimov_mu, fit=nuisance_fit):
    """-2 ln of the profile likelihood ratio on Asimov data, whose best fit is what made them."""
    data = likelihood.asimov_data(templates, asimov_mu)
    conditional = likelihood.with_poi(tested_mu, fit(likelihood, templates, tested_mu, data))
    best = likelihood.asimov_parameters(templates, asimov_mu)
    return 2 * (
        likelihood.log_density(templates, best, data)
        - likelihood.log_density(templates, conditional, data)
    )


def expected_clsb(likelihood, templates, fit=nuisance_fit):
    """p-value of mu = 1 on background-only Asimov data."""
    return ndtr(-jnp.sqrt(asimov_test_statistic(likelihood, templates, 1.0, 0.0, fit)))


def expected_cls(likelihood, templates, fit=nuisance_fit):
    """The median expected CLs; CLb is one half at the median."""
    return expected_clsb(likelihood, templates, fit) / 0.5


def expected_p0(likelihood, templates):
    """p-value of mu = 0 on signal-plus-background Asimov data."""
    return ndtr(-jnp.sqrt(asimov_test_statistic(likelihood, templates, 0.0, 1.0)))
