"""Writes figures/random.json: keys, words, reals and permutations drawn by jax.random, in both layouts."""

import jax
import jax.numpy as jnp
import numpy as np

from reference import assert_pinned_versions, write_figures

LAYOUTS = {"original": False, "partitionable": True}
SEEDS = (1, 13, 2**63 + 12345)
COUNTS = (1, 2, 5, 8)
LONG_NORMAL = 20_000
LONG_PERMUTATION = 100_000
MEAN = (1.0, -2.0, 0.5)
COVARIANCE = ((2.0, 0.6, -0.3), (0.6, 1.0, 0.2), (-0.3, 0.2, 0.5))


def draws(key, dtype):
    """Short runs to compare number by number, and the extremes of a long run for the tails."""
    long = jax.random.normal(key, (LONG_NORMAL,), dtype)
    return {
        "uniform": jax.random.uniform(key, (5,), dtype),
        "uniformFrom": jax.random.uniform(key, (8,), dtype, -3, 0.7),
        "normal": jax.random.normal(key, (101,), dtype),
        "longNormalSum": np.sum(np.asarray(long, np.float64)),
        "longNormalExtremes": (long.min(), long.max()),
        "truncatedNormal": jax.random.truncated_normal(key, -2, 2, (51,), dtype),
        "truncatedTail": jax.random.truncated_normal(key, 1.5, np.inf, (8,), dtype),
    }


def case(layout, seed):
    """Everything that is drawn from one key."""
    key = jax.random.PRNGKey(jnp.asarray(seed, jnp.uint64))
    rank = np.arange(LONG_PERMUTATION)
    return {
        "name": f"{layout} {seed}",
        "layout": layout,
        "seed": seed,
        "words": key,
        "split2": jax.random.split(key),
        "split5": jax.random.split(key, 5),
        "foldedIn": [jax.random.fold_in(key, data) for data in (0, 1, 2**32 - 1)],
        "bits32": [jax.random.bits(key, (count,), jnp.uint32) for count in COUNTS],
        "bits64": [jax.random.bits(key, (count,), jnp.uint64) for count in COUNTS],
        "float": draws(key, jnp.float32),
        "double": draws(key, jnp.float64),
        "multivariateNormal": jax.random.multivariate_normal(
            key, jnp.asarray(MEAN), jnp.asarray(COVARIANCE), (7,)
        ).ravel(),
        "permutations": [jax.random.permutation(key, count) for count in (1, 2, 10, 100)],
        "longPermutationStart": jax.random.permutation(key, LONG_PERMUTATION)[:5],
        # Each place counts in the sum, so that one pair out of order changes it.
        "longPermutationSum": int(np.sum(np.asarray(jax.random.permutation(key, LONG_PERMUTATION)) * rank)),
    }


def inverse_error_function(dtype):
    """Arguments over the whole range, close to the ends too, and the values there."""
    end = np.logspace(-1, -7 if dtype == np.float32 else -15.6, 40)
    x = np.concatenate([np.linspace(0, 0.9, 19), 1 - end, [np.nextafter(dtype(1), dtype(0))]]).astype(dtype)
    return {"x": x, "y": jax.lax.erf_inv(jnp.asarray(x))}


def main():
    assert_pinned_versions()
    cases = []
    for layout, partitionable in LAYOUTS.items():
        jax.config.update("jax_threefry_partitionable", partitionable)
        cases += [case(layout, seed) for seed in SEEDS]
    write_figures(
        "random",
        {
            "mean": MEAN,
            "covariance": COVARIANCE,
            "inverseErrorFunctionFloat": inverse_error_function(np.float32),
            "inverseErrorFunctionDouble": inverse_error_function(np.float64),
            "cases": cases,
        },
    )


if __name__ == "__main__":
    main()
