"""The three likelihoods of the published examples, as functions of their templates.

pyhf builds a model from numbers; here the templates stay variables, so that JAX can differentiate
in them. Parameters stand in pyhf's order. `models_reference.py` asserts equality with pyhf.
"""

import jax.numpy as jnp
import numpy as np
from jax.scipy.special import gammaln


def poisson_log(count, rate):
    """log of rate^count exp(-rate) / Gamma(count + 1), continuous in the count."""
    # 0 log 0 is 0 (an empty bin at rate 0 is certain); the inner `where` keeps its slope finite.
    logarithm = jnp.log(jnp.where(count > 0, rate, 1.0))
    return jnp.where(count > 0, count * logarithm, 0.0) - rate - gammaln(count + 1)


def normal_log(value, mean):
    return -0.5 * (value - mean) ** 2 - 0.5 * jnp.log(2 * jnp.pi)


def code4p(alpha, down, nominal, up):
    """HistFactory's interpolation code 4p: a shift, polynomial within |alpha| <= 1, else linear."""
    above, below = up - nominal, nominal - down
    mean, skew = (above + below) / 2, (above - below) / 16
    square = alpha**2
    inside = alpha * (mean + alpha * skew * (15 + square * (3 * square - 10)))
    return jnp.where(alpha > 1, alpha * above, jnp.where(alpha < -1, alpha * below, inside))


class Likelihood:
    """Poisson bins times a constraint; `templates` is a dictionary of arrays, one number a bin."""

    def log_density(self, templates, parameters, data):
        bins = len(templates["signal"])
        main = poisson_log(data[:bins], self.rates(templates, parameters)).sum()
        return main + self.constraint(templates, parameters, data[bins:])

    def expected_data(self, templates, parameters):
        auxiliary = self.expected_auxiliary(templates, parameters)
        return jnp.concatenate([self.rates(templates, parameters), auxiliary])

    def asimov_parameters(self, templates, mu):
        return self.initial(len(templates["signal"])).at[self.poi].set(mu)

    def asimov_data(self, templates, mu):
        return self.expected_data(templates, self.asimov_parameters(templates, mu))

    def with_poi(self, mu, nuisances):
        return jnp.insert(nuisances, self.poi, mu)

    def fixed(self, templates):
        """A bin without background or without uncertainty has no nuisance to fit."""
        return np.zeros(len(self.bounds(len(templates["signal"]))), bool)


class Histosys(Likelihood):
    """Signal times mu, and a background that one nuisance moves between down, nominal and up."""

    kind = "histosys"
    templates = ("signal", "nominal", "up", "down")
    poi = 1

    def names(self, bins):
        return ["nn_histosys", "mu"]

    def initial(self, bins):
        return jnp.array([0.0, 1.0])

    def bounds(self, bins):
        return np.array([[-5.0, 5.0], [0.0, 10.0]])

    def rates(self, templates, parameters):
        alpha, mu = parameters
        nominal = templates["nominal"]
        shift = code4p(alpha, templates["down"], nominal, templates["up"])
        return mu * templates["signal"] + nominal + shift

    def auxiliary(self, templates):
        return jnp.zeros(1)

    def expected_auxiliary(self, templates, parameters):
        return parameters[:1]

    def constraint(self, templates, parameters, auxiliary):
        return normal_log(auxiliary[0], parameters[0])


class UncorrelatedBackground(Likelihood):
    """pyhf's simple model: a background factor a bin, constrained by (background/uncertainty)^2."""

    kind = "uncorrelatedBackground"
    templates = ("signal", "background", "uncertainty")
    poi = 0

    def names(self, bins):
        return ["mu"] + [f"uncorr_bkguncrt[{bin}]" for bin in range(bins)]

    def initial(self, bins):
        return jnp.ones(1 + bins)

    def bounds(self, bins):
        return np.array([[0.0, 10.0]] + [[1e-10, 10.0]] * bins)

    def fixed(self, templates):
        background, uncertainty = np.array(templates["background"]), np.array(templates["uncertainty"])
        return np.concatenate([[False], (background <= 0) | (uncertainty <= 0)])

    def rates(self, templates, parameters):
        return parameters[0] * templates["signal"] + parameters[1:] * templates["background"]

    def auxiliary(self, templates):
        background, uncertainty = templates["background"], templates["uncertainty"]
        known = (background > 0) & (uncertainty > 0)
        ratio = jnp.where(known, background, 1.0) / jnp.where(known, uncertainty, 1.0)
        return ratio**2

    def expected_auxiliary(self, templates, parameters):
        return parameters[1:] * self.auxiliary(templates)

    def constraint(self, templates, parameters, auxiliary):
        return poisson_log(auxiliary, self.expected_auxiliary(templates, parameters)).sum()


class SharedGamma(UncorrelatedBackground):
    """neos 0.1.5's hepdata_like: one background factor for all bins, constrained in each of them."""

    kind = "sharedGamma"

    def names(self, bins):
        return ["mu", "gamma"]

    def initial(self, bins):
        return jnp.ones(2)

    def bounds(self, bins):
        return np.array([[0.0, 10.0], [0.0, 10.0]])

    def fixed(self, templates):
        return np.zeros(2, bool)


HISTOSYS, UNCORRELATED_BACKGROUND, SHARED_GAMMA = Histosys(), UncorrelatedBackground(), SharedGamma()
