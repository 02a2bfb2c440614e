"""Writes figures/learned.json: sessions/two-channel at step 0, from events to expected CLs, by JAX and pyhf."""

import json
import logging

import jax
import jax.numpy as jnp
import numpy as np
import pyhf
from scipy.stats import norm

from published import LUMINOSITY, SCALES, blobs, kde_counts, network
from reference import FOLDER, assert_close, assert_pinned_versions, write_figures

# The settings of the session.
SAMPLES = ("signal", "nominal", "up", "down")
EVENTS, EVENT_SEED, NETWORK_SEED, HIDDEN = 2000, 1, 13, [100, 100]
EDGES, BANDWIDTH, FLOOR = np.linspace(0.5, 1, 4), 0.1, 1e-3
SESSION = FOLDER.parents[1] / "sessions" / "two-channel.json"


def scores(precision):
    """The network's output for each event of each sample; weights are drawn in single precision."""
    weights, predict = network(HIDDEN, 1, NETWORK_SEED)
    weights = jax.tree.map(lambda array: array.astype(precision), weights)
    events = blobs(SAMPLES, EVENTS, EVENT_SEED)
    return {name: predict(weights, x.astype(precision)).astype(float).ravel() for name, x in events.items()}


def filler(outputs, rows):
    """A function that fills a template; it keeps what it made in `rows`."""

    def fill(template, name, is_uncertainty=False):
        if isinstance(template, dict):
            sample = template["events"]
            edges = jnp.asarray(template.get("bins", EDGES), float)
            counts = kde_counts(outputs[sample], edges, BANDWIDTH)
            factor = SCALES[sample] * LUMINOSITY / EVENTS
            # Events without weights: the sum of squared weights is the count. The floor is certain.
            template = factor * jnp.sqrt(counts) if is_uncertainty else factor * counts + FLOOR
        rows[name] = np.asarray(template, float)
        return rows[name].tolist()

    return fill


def filled(outputs):
    """The workspace with numbers in all its templates, and these by name."""
    spec, rows = json.loads(SESSION.read_text()), {}
    fill = filler(outputs, rows)
    for channel in spec["channels"]:
        for sample in channel["samples"]:
            name = f"{channel['name']}.{sample['name']}"
            sample["data"] = fill(sample["data"], name)
            for modifier in sample["modifiers"]:
                label, data = modifier["name"], modifier["data"]
                if modifier["type"] == "histosys":
                    for side in ("hi", "lo"):
                        data[f"{side}_data"] = fill(data[f"{side}_data"], f"{name}.{side}.{label}")
                if modifier["type"] == "staterror":
                    modifier["data"] = fill(data, f"{name}.staterror.{label}", is_uncertainty=True)
    return spec, rows


def asimov(model, strength):
    """The expected data at the initial parameters with this signal strength, and these parameters."""
    point = np.array(model.config.suggested_init())
    point[model.config.poi_index] = strength
    return jnp.asarray(point), jnp.asarray(model.expected_data(jnp.asarray(point)))


def statistic(model, tested, alternative):
    """The likelihood ratio of a tested strength on Asimov data, whose best fit is known (arXiv:1007.1727)."""
    best, data = asimov(model, alternative)
    fitted = jnp.asarray(pyhf.infer.mle.fixed_poi_fit(tested, data, model))
    q = 2 * (model.logpdf(best, data)[0] - model.logpdf(fitted, data)[0])
    assert q > 0
    return float(q), data


def uncertainty(model):
    """The square root of the inverse of the Hessian of -ln L on Asimov data, for the signal strength."""
    point, data = asimov(model, 1.0)
    assert not any(model.config.suggested_fixed())
    hessian = np.array(jax.hessian(lambda theta: -model.logpdf(theta, data)[0])(point))
    index = model.config.poi_index
    return np.sqrt(np.linalg.inv(hessian)[index, index])


def case(name, precision):
    spec, rows = filled(scores(precision))
    model = pyhf.Workspace(spec).model()
    q, data = statistic(model, 1.0, 0.0)
    cls = 2 * norm.sf(np.sqrt(q))
    # pyhf fits the Asimov data, too, and is content with less.
    _, expected = pyhf.infer.hypotest(1.0, data, model, test_stat="q", return_expected=True)
    assert_close(cls, expected, 1e-5, "pyhf's expected CLs")
    q0, _ = statistic(model, 0.0, 1.0)
    return {
        "name": name,
        "yields": rows,
        "parameters": model.config.par_names,
        "expectedData": asimov(model, 1.0)[1],
        "cls": cls,
        "discovery": norm.sf(np.sqrt(q0)),
        "uncertainty": uncertainty(model),
    }


def main():
    assert_pinned_versions()
    # pyhf says of each q-mu that q-mu-tilde would be better.
    logging.getLogger("pyhf").setLevel(logging.CRITICAL)
    pyhf.set_backend("jax", pyhf.optimize.scipy_optimizer(tolerance=1e-14, maxiter=100_000))
    cases = [case("single", jnp.float32), case("double", jnp.float64)]
    for entry in cases:
        print(f"  {entry['name']}: CLs {entry['cls']}, p0 {entry['discovery']}, error {entry['uncertainty']}")
    write_figures("learned", {"cases": cases})


if __name__ == "__main__":
    main()
