"""Writes figures/training.json: losses, step by step, of the published example and its kin."""

import jax
import jax.numpy as jnp
import numpy as np
import pyhf
from jax.example_libraries.optimizers import adam
from jax.flatten_util import ravel_pytree
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from asymptotics import expected_cls, nuisance_fit
from likelihoods import HISTOSYS, SHARED_GAMMA, UNCORRELATED_BACKGROUND
from published import background_templates, blobs, network, yields
from pyhf_models import pyhf_model
from reference import assert_close, assert_pinned_versions, write_figures

EVENTS, EVENT_SEED, NETWORK_SEED, HIDDEN, RATE = 500, 1, 13, 1024, 1e-3
FOUR, THREE = ("signal", "nominal", "up", "down"), ("signal", "up", "down")


def train(
    name, likelihood, samples, steps, edges=(), bandwidth=0.0, outputs=1, single=False, floating=False
):
    """Trains by Adam on expected CLs and returns the case. No edges means a softmax histogram.

    `single` keeps the network and its optimizer in single precision; the histogram and the
    statistics are in double precision always. `floating` optimizes inner edges and bandwidth too.
    """
    events = blobs(samples, EVENTS, EVENT_SEED)
    weights, predict = network([HIDDEN], outputs, NETWORK_SEED)
    precision = jnp.float32 if single else jnp.float64
    weights = jax.tree.map(lambda array: array.astype(precision), weights)
    edges = jnp.asarray(edges, float)
    start = {"weights": weights, "innerEdges": edges[1:-1], "bandwidth": jnp.asarray(bandwidth)}

    def templates(parameters):
        binning = ()
        if len(edges):
            inner = parameters["innerEdges"]
            binning = jnp.concatenate([edges[:1], inner, edges[-1:]]), parameters["bandwidth"]
        return background_templates(
            {
                sample: yields(sample, predict(parameters["weights"], x.astype(precision)), *binning)
                for sample, x in events.items()
            }
        )

    def loss(parameters):
        return expected_cls(likelihood, templates(parameters))

    initialize, update, current = adam(RATE, b1=0.9, b2=0.999, eps=1e-8)
    held = {} if floating else {key: start[key] for key in ("innerEdges", "bandwidth")}

    @jax.jit
    def step(number, state):
        value, gradient = jax.value_and_grad(loss)(current(state) | held)
        return value, update(number, {key: gradient[key] for key in current(state)}, state)

    state = initialize({key: value for key, value in start.items() if key not in held})
    losses = []
    for number in range(steps + 1):
        value, next_state = step(number, state)
        losses.append(value)
        state = next_state if number < steps else state
    end = current(state) | held

    gradient = jax.jit(jax.grad(loss))(start)
    if not single:
        assert_slope(jax.jit(loss), start, gradient)
    before, after = templates(start), templates(end)
    assert_agrees_with_pyhf(likelihood, before, losses[0])
    in_templates = jax.grad(lambda values: expected_cls(likelihood, values))(before)
    return {
        "name": name,
        "likelihood": likelihood.kind,
        "samples": samples,
        "eventsPerSample": EVENTS,
        "eventSeed": EVENT_SEED,
        "networkSeed": NETWORK_SEED,
        "hiddenWidth": HIDDEN,
        "outputs": outputs,
        "singlePrecision": single,
        "optimizesBinning": floating,
        "learningRate": RATE,
        "edges": edges,
        "bandwidth": float(bandwidth),
        "losses": losses,
        "templateNames": likelihood.templates,
        "initialTemplates": [before[key] for key in likelihood.templates],
        "finalTemplates": [after[key] for key in likelihood.templates],
        "initialTemplateGradient": [in_templates[key] for key in likelihood.templates],
        "initialWeightGradientNorm": jnp.linalg.norm(ravel_pytree(gradient["weights"])[0]),
        "initialInnerEdgeGradient": gradient["innerEdges"],
        "initialBandwidthGradient": gradient["bandwidth"],
        "finalEdges": jnp.concatenate([edges[:1], end["innerEdges"], edges[-1:]]),
        "finalBandwidth": end["bandwidth"],
    }


def assert_slope(loss, parameters, gradient):
    """The gradient, whose fits are held by the envelope theorem, against refitted differences."""
    flat, restore = ravel_pytree(parameters)
    slope = ravel_pytree(gradient)[0]
    direction = slope / jnp.linalg.norm(slope)
    step = 1e-5
    difference = loss(restore(flat + step * direction)) - loss(restore(flat - step * direction))
    # Rectifiers that switch within the step bend the loss by about its length.
    assert_close(difference / (2 * step), slope @ direction, 5e-6, "slope of the loss")


def assert_agrees_with_pyhf(likelihood, templates, cls):
    """The same yields in pyhf's own likelihood, its nuisances fitted by SciPy, give the same CLs."""
    if likelihood.kind == "sharedGamma":
        return  # pyhf has no such model
    model = pyhf_model(likelihood.kind, templates)
    asimov = np.array(model.config.suggested_init())
    asimov[model.config.poi_index] = 0.0
    data = np.array(model.expected_data(asimov))
    assert_close(likelihood.asimov_data(templates, 0.0), data, 1e-12, "Asimov data")
    best = float(model.logpdf(asimov, data)[0])
    assert_close(likelihood.log_density(templates, jnp.asarray(asimov), data), best, 1e-12, "logpdf")

    fitted = np.array(nuisance_fit(likelihood, templates, 1.0, jnp.asarray(data)))
    conditional = np.array(likelihood.with_poi(1.0, jnp.asarray(fitted)))
    if len(fitted) == 1:
        nuisance = 1 - model.config.poi_index

        def objective(value):
            conditional[nuisance] = value
            return -float(model.logpdf(conditional, data)[0])

        scipy_fit = minimize_scalar(objective, bounds=(-5, 5), method="bounded", options={"xatol": 1e-9})
        conditional[nuisance] = scipy_fit.x
    q = 2 * (best - float(model.logpdf(conditional, data)[0]))
    assert_close(2 * norm.sf(np.sqrt(q)), cls, 1e-9, "CLs on pyhf's likelihood")
    # pyhf's own fit stops where its default tolerance is content, hence the looser bound.
    _, expected = pyhf.infer.hypotest(1.0, data, model, test_stat="q", return_expected=True)
    assert_close(expected, cls, 1e-6, "pyhf's hypotest")


def main():
    assert_pinned_versions()
    pyhf.set_backend("jax", pyhf.optimize.scipy_optimizer(tolerance=1e-12))
    two, four = (0, 0.5, 1), (0, 0.25, 0.5, 0.75, 1)
    cases = [
        train("double", HISTOSYS, FOUR, 50, two, 0.5),
        train("single", HISTOSYS, FOUR, 50, two, 0.5, single=True),
        train("edgesAndBandwidth", HISTOSYS, FOUR, 20, four, 0.2, floating=True),
        train("softmax4", HISTOSYS, FOUR, 20, outputs=3),
        train("softmax3", UNCORRELATED_BACKGROUND, THREE, 20, outputs=3),
        train("perBin3", UNCORRELATED_BACKGROUND, THREE, 20, two, 0.5),
        train("sharedGamma3", SHARED_GAMMA, THREE, 20, two, 0.5),
    ]
    for case in cases:
        print(f"  {case['name']}: {case['losses'][0]} to {case['losses'][-1]}")
    write_figures("training", {"cases": cases})


if __name__ == "__main__":
    main()
