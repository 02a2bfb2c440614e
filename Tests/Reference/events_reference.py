"""Writes figures/events.json: the first events of the published generators, in both layouts."""

import jax
import jax.numpy as jnp
import numpy as np

from reference import assert_pinned_versions, write_figures

LAYOUTS = {"original": False, "partitionable": True}
MEANS = {"signal": (-1, 1), "nominal": (1, -1), "up": (2.5, 2), "down": (-2.5, -1.5)}
ROLES = {3: ("signal", "up", "down"), 4: ("signal", "nominal", "up", "down")}
# Settings other than the published ones, for the sample "up".
CHANGED = {"mean": (0.5, 3.0), "covariance": ((2.0, -0.5), (-0.5, 0.7)), "eventCount": 41}


def blob(seed, mean, covariance, count):
    """neos.makers draws every sample from the same key."""
    key = jax.random.PRNGKey(seed)
    events = jax.random.multivariate_normal(
        key, jnp.asarray(mean, float), jnp.asarray(covariance, float), shape=(count,)
    )
    return {"first": np.asarray(events[:3]).ravel(), "sums": events.sum(axis=0)}


def case(layout, sample_count, seed, count):
    return {
        "name": f"{layout} {sample_count}",
        "layout": layout,
        "sampleCount": sample_count,
        "seed": seed,
        "eventCount": count,
        "roles": ROLES[sample_count],
        "samples": [blob(seed, MEANS[role], np.eye(2), count) for role in ROLES[sample_count]],
        "changedUp": blob(seed, CHANGED["mean"], CHANGED["covariance"], CHANGED["eventCount"]),
    }


def main():
    assert_pinned_versions()
    cases = []
    for layout, partitionable in LAYOUTS.items():
        jax.config.update("jax_threefry_partitionable", partitionable)
        cases += [case(layout, 3, 1, 500), case(layout, 4, 1, 500), case(layout, 4, 7, 33)]
    write_figures("events", {"changed": CHANGED, "cases": cases})


if __name__ == "__main__":
    main()
