"""The example of neos 0.1.5: events, network, histograms, templates."""

import jax
import jax.numpy as jnp
from jax.example_libraries import stax
from jax.nn.initializers import glorot_normal, normal
from jax.random import PRNGKey
from jax.scipy.stats import norm

MEANS = {"signal": (-1, 1), "nominal": (1, -1), "up": (2.5, 2), "down": (-2.5, -1.5)}
SCALES = {"signal": 2, "nominal": 10, "up": 10, "down": 10}
LUMINOSITY = 10


def blobs(samples, count, seed=1):
    """Unit Gaussians in the plane; all samples share one key, as published."""

    def blob(name):
        return jax.random.multivariate_normal(
            PRNGKey(seed), jnp.asarray(MEANS[name], float), jnp.eye(2), shape=(count,)
        )

    return {name: blob(name) for name in samples}


def dense(width):
    """The published numbers are those of weights drawn in single precision."""
    return stax.Dense(width, W_init=glorot_normal(dtype=jnp.float32), b_init=normal(dtype=jnp.float32))


def network(hidden, outputs=1, seed=13):
    """Weights and the function that applies them: dense layers, ReLU between, a probability out."""
    layers = [layer for width in hidden for layer in (dense(width), stax.Relu)]
    initialize, predict = stax.serial(
        *layers, dense(outputs), stax.Sigmoid if outputs == 1 else stax.Softmax
    )
    return initialize(PRNGKey(seed), (-1, 2))[1], predict


def kde_counts(scores, edges, bandwidth):
    """Each event is a Gaussian of this width; a bin counts the area that falls inside."""
    areas = norm.cdf(edges[:, None], loc=scores, scale=bandwidth)
    return (areas[1:] - areas[:-1]).sum(axis=1)


def yields(name, scores, edges=None, bandwidth=None):
    """Expected events a bin. A softmax network is its own histogram: one output a bin."""
    scores = scores.astype(float)
    counts = scores.sum(axis=0) if edges is None else kde_counts(scores.ravel(), edges, bandwidth)
    return counts * SCALES[name] / len(scores) * LUMINOSITY


def background_templates(histograms):
    """Three samples make a background of the mean of up and down, uncertain by their spread."""
    if "nominal" in histograms:
        return histograms
    pair = jnp.stack([histograms["up"], histograms["down"]])
    return {
        "signal": histograms["signal"],
        "background": pair.mean(axis=0),
        "uncertainty": pair.std(axis=0),
    }
