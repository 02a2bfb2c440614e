"""Small random problems: templates of each likelihood, and data to go with them."""

import jax.numpy as jnp
import numpy as np

from likelihoods import HISTOSYS, SHARED_GAMMA, UNCORRELATED_BACKGROUND

LIKELIHOODS = (HISTOSYS, UNCORRELATED_BACKGROUND, SHARED_GAMMA)
BINS = (1, 2, 3, 5)


def random_templates(likelihood, random, bins):
    """Templates whose rates stay positive for every alpha from -2.5 to 2.5."""
    signal = random.uniform(0.5, 8, bins)
    background = random.uniform(4, 40, bins)
    if likelihood.kind != "histosys":
        uncertainty = background * random.uniform(0.03, 0.4, bins)
        return arrays(signal=signal, background=background, uncertainty=uncertainty)
    # Free signs: up may lie below nominal, and both variations on the same side of it.
    above, below = background * random.uniform(-0.3, 0.3, (2, bins))
    return arrays(signal=signal, nominal=background, up=background + above, down=background - below)


def templates_with_gaps(random):
    """Templates of UncorrelatedBackground with an empty background bin and a certain one."""
    templates = random_templates(UNCORRELATED_BACKGROUND, random, 3)
    templates["background"] = templates["background"].at[0].set(0.0)
    templates["uncertainty"] = templates["uncertainty"].at[1].set(0.0)
    return templates


def arrays(**templates):
    return {name: jnp.asarray(np.round(template, 6)) for name, template in templates.items()}


def random_parameters(likelihood, random, bins):
    """A point well inside the bounds; alpha beyond 1 on either side about every second time."""
    mu = random.uniform(0.1, 3)
    if likelihood.kind == "histosys":
        return jnp.array([random.uniform(-2.5, 2.5), mu])
    factors = random.uniform(0.5, 1.6, len(likelihood.bounds(bins)) - 1)
    return jnp.array([mu, *factors])


def random_data(likelihood, templates, parameters, random):
    """Fractional counts around what the parameters expect; auxiliary data likewise."""
    expected = np.array(likelihood.expected_data(templates, parameters))
    bins = len(templates["signal"])
    data = np.maximum(0.0, expected + random.normal(size=expected.shape) * np.sqrt(np.abs(expected)))
    if likelihood.kind == "histosys":
        data[bins:] = expected[bins:] + random.normal(size=len(expected) - bins)
    else:
        # Never empty, or no maximum would exist where a constraint is weak.
        data[bins:] = expected[bins:] * random.uniform(0.6, 1.6, len(expected) - bins)
    return jnp.asarray(np.round(data, 6))


def describe(name, likelihood, templates):
    """What every case of every figures file says first."""
    return {
        "name": name,
        "likelihood": likelihood.kind,
        "templateNames": likelihood.templates,
        "templates": rows(likelihood, templates),
    }


def rows(likelihood, by_name):
    """Arrays by template name as rows in the order of the likelihood's templates."""
    return [by_name[key] for key in likelihood.templates]
