"""Writes figures/network.json: initial weights, values and gradients of networks built by stax."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import nn
from jax.example_libraries import stax
from jax.flatten_util import ravel_pytree
from jax.nn.initializers import normal, variance_scaling
from jax.random import PRNGKey

from reference import assert_close, assert_pinned_versions, write_figures

SEED = 13
FAMILIES = {"glorot": (1.0, "fan_avg"), "he": (2.0, "fan_in")}
DISTRIBUTIONS = {"normal": "normal", "uniform": "uniform", "truncated": "truncated_normal"}
PRECISIONS = {"single": jnp.float32, "double": jnp.float64}
ACTIVATIONS = {
    "relu": stax.Relu,
    "sigmoid": stax.Sigmoid,
    "tanh": stax.Tanh,
    "softmax": stax.Softmax,
    "softplus": stax.Softplus,
    "leaky-relu": stax.LeakyRelu,
    "elu": stax.Elu,
    # stax has the exact gelu; the approximation is what jax.nn.gelu means by default.
    "gelu": stax.elementwise(nn.gelu),
    "identity": stax.Identity,
}


def build(layers, initializer="glorot-truncated", precision=jnp.float32):
    """A stax network of widths and names of activations."""
    family, distribution = initializer.split("-")
    scale, mode = FAMILIES[family]
    draw = variance_scaling(scale, mode, DISTRIBUTIONS[distribution], dtype=precision)
    return stax.serial(
        *(
            stax.Dense(layer, W_init=draw, b_init=normal(dtype=precision))
            if isinstance(layer, int)
            else ACTIVATIONS[layer]
            for layer in layers
        )
    )


def initial_weights(inputs, layers, initializer="glorot-truncated", precision="single", keep=None):
    """Weights as one flat list, or of a large network the first and the last few of every tensor."""
    initialize, _ = build(layers, initializer, PRECISIONS[precision])
    tensors = [np.ravel(leaf) for leaf in jax.tree.leaves(initialize(PRNGKey(SEED), (-1, inputs))[1])]
    assert all(tensor.dtype == PRECISIONS[precision] for tensor in tensors)
    offsets = np.cumsum([0] + [len(tensor) for tensor in tensors])
    places = [
        offset + place
        for offset, tensor in zip(offsets, tensors)
        for place in range(len(tensor))
        if keep is None or place < keep or place >= len(tensor) - keep
    ]
    flat = np.concatenate(tensors)
    return {
        "name": f"{initializer} {precision} {inputs} {' '.join(map(str, layers))}",
        "inputs": inputs,
        "layers": [str(layer) for layer in layers],
        "initializer": initializer,
        "precision": precision,
        "count": len(flat),
        "places": places,
        "weights": flat[np.array(places)].astype(float),
    }


def passes(name, inputs, layers, events, seed):
    """Values, and the gradients of sum(cotangent * outputs) in weights and inputs, in double precision."""
    random = np.random.default_rng(seed)
    initialize, apply = build(layers, precision=jnp.float64)
    flat, restore = ravel_pytree(initialize(PRNGKey(seed), (-1, inputs))[1])
    weights = random.normal(size=flat.shape)
    features = random.normal(size=(events, inputs))
    outputs, pullback = jax.vjp(lambda flat, x: apply(restore(flat), x), weights, features)
    cotangent = random.normal(size=outputs.shape)
    weight_gradient, input_gradient = pullback(cotangent)

    def loss(flat):
        return jnp.sum(cotangent * apply(restore(flat), features))

    step = 1e-6 * weight_gradient / jnp.linalg.norm(weight_gradient)
    slope = (loss(weights + step) - loss(weights - step)) / 2e-6
    assert_close(slope, jnp.linalg.norm(weight_gradient), 1e-6, f"slope of {name}")
    return {
        "name": name,
        "inputCount": inputs,
        "layers": [str(layer) for layer in layers],
        "weights": weights,
        "inputs": np.ravel(features),
        "outputs": np.ravel(outputs),
        "cotangent": np.ravel(cotangent),
        "weightGradient": weight_gradient,
        "inputGradient": np.ravel(input_gradient),
    }


def function_values():
    """Every activation and its derivative by JAX, from deep in one tail to deep in the other."""
    points = np.array([-700.0, -100, -40, -20, -5, -1.5, -0.3, -1e-8, 0, 1e-8, 0.3, 1.5, 5, 20, 40, 100, 700])
    cases = []
    for name, (_, apply) in ACTIVATIONS.items():
        if name != "softmax":
            values, slopes = jax.vmap(jax.value_and_grad(lambda x: apply((), x)))(points)
            cases.append({"name": name, "values": values, "slopes": slopes})
    return {"points": points, "cases": cases}


def main():
    assert_pinned_versions()
    small = [4, "relu", 3, "sigmoid", 1]
    names = [f"{family}-{distribution}" for family in FAMILIES for distribution in DISTRIBUTIONS]
    weights = [initial_weights(2, small, name, precision) for name in names for precision in PRECISIONS]
    weights.append(initial_weights(2, [1024, "relu", 1, "sigmoid"], keep=6))
    weights.append(initial_weights(2, [1024, "relu", 1024, "relu", 1, "sigmoid"], keep=6))
    cases = [
        passes(f"hidden {name}", 3, [6, name, 2], events=7, seed=index)
        for index, name in enumerate(ACTIVATIONS)
    ]
    cases += [
        passes("softmax output", 2, [5, "relu", 4, "softmax"], events=6, seed=20),
        passes("many inputs", 9, [7, "tanh", 1, "sigmoid"], events=5, seed=21),
        passes(
            "activations in a row", 3, ["tanh", 4, "relu", "sigmoid", 3, "gelu", "softplus"], events=4, seed=22
        ),
    ]
    write_figures("network", {"initialWeights": weights, "passes": cases, "functions": function_values()})


if __name__ == "__main__":
    main()
