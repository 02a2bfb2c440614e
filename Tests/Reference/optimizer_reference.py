"""Writes figures/optimizer.json: parameters, step by step, and learning rates."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax.example_libraries import optimizers

from reference import assert_close, assert_pinned_versions, write_figures

COUNT, STEPS, RATE = 11, 12, 0.03
DECAY = 0.02


def by_jax(make):
    """An optimizer of jax.example_libraries as a function from start and gradients to the path."""

    def path(start, gradients):
        initialize, update, current = make
        update = jax.jit(update)
        state = initialize(start)
        for step, gradient in enumerate(gradients):
            state = update(step, gradient, state)
            yield current(state)

    return path


def by_optax(transformation):
    """An optimizer of optax, likewise."""

    def path(start, gradients):
        parameters, state = start, transformation.init(start)
        for gradient in gradients:
            updates, state = transformation.update(gradient, state, parameters)
            parameters = optax.apply_updates(parameters, updates)
            yield parameters

    return path


OPTIMIZERS = {
    "sgd": ("sgd", {}, by_jax(optimizers.sgd(RATE))),
    "momentum": ("sgd", {"momentum": 0.9}, by_jax(optimizers.momentum(RATE, 0.9))),
    "adam": ("adam", {}, by_jax(optimizers.adam(RATE))),
    "adam with other betas": (
        "adam",
        {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3},
        by_jax(optimizers.adam(RATE, b1=0.8, b2=0.95, eps=1e-3)),
    ),
    "adamw": ("adamw", {"weightDecay": DECAY}, by_optax(optax.adamw(RATE, weight_decay=DECAY))),
}


def paths(start, gradients):
    for name, (kind, settings, path) in OPTIMIZERS.items():
        for precision, dtype in (("single", jnp.float32), ("double", jnp.float64)):
            parameters = list(path(jnp.asarray(start, dtype), jnp.asarray(gradients, dtype)))
            assert parameters[-1].dtype == dtype
            yield {
                "name": name,
                "kind": kind,
                "settings": settings,
                "precision": precision,
                # The first steps and the last show every term; the others add nothing.
                "steps": [0, 1, 2, STEPS - 1],
                "parameters": [parameters[step].astype(float) for step in (0, 1, 2, STEPS - 1)],
            }


def schedules():
    base, warmup, steps = 0.01, 5, 20
    warm = optax.linear_schedule(0.0, base, warmup)
    exponential = optax.exponential_decay(base, steps, 0.3)
    cosine = optax.cosine_decay_schedule(base, steps, 0.1)
    constant = optax.constant_schedule(base)
    counts = list(range(0, 32, 2)) + [100]
    for name, decay in (("constant", constant), ("exponential", exponential), ("cosine", cosine)):
        for length, schedule in ((0, decay), (warmup, optax.join_schedules([warm, decay], [warmup]))):
            yield {
                "name": name,
                "base": base,
                "warmupSteps": length,
                "steps": steps,
                "factor": {"constant": 1.0, "exponential": 0.3, "cosine": 0.1}[name],
                "at": counts,
                "rates": [float(schedule(jnp.asarray(count))) for count in counts],
            }


def main():
    assert_pinned_versions()
    random = np.random.default_rng(5)
    # Rounded first, so that both precisions start from the same numbers.
    start = random.normal(size=COUNT).astype(np.float32).astype(float)
    # Gradients over many magnitudes, and one that is always 0: there epsilon keeps Adam from 0 / 0.
    scales = 10.0 ** np.linspace(-9, 3, COUNT)
    gradients = (random.normal(size=(STEPS, COUNT)) * scales).astype(np.float32).astype(float)
    gradients[:, 4] = 0
    pair = {"a": gradients[0], "b": gradients[1]}
    clipped, _ = optax.clip_by_global_norm(2.0).update(pair, optax.EmptyState())
    norm = optax.global_norm(pair)
    assert_close(clipped["a"][-1], gradients[0][-1] * 2.0 / norm, 1e-12, "clipping")
    write_figures(
        "optimizer",
        {
            "rate": RATE,
            "start": start,
            "gradients": gradients,
            "paths": list(paths(start, gradients)),
            "schedules": list(schedules()),
            "clipping": {"limit": 2.0, "norm": norm, "first": clipped["a"], "second": clipped["b"]},
        },
    )


if __name__ == "__main__":
    main()
