"""What every reference script shares: JAX's settings, the pins, and the JSON writer.

Import this before anything draws or computes: the settings are global to a process.
"""

import json
from importlib.metadata import version
from pathlib import Path

import jax
import numpy as np

jax.config.update("jax_enable_x64", True)
# The published seeds were drawn by the generator of this setting; JAX has since changed its default.
jax.config.update("jax_threefry_partitionable", False)

FOLDER = Path(__file__).parent


def assert_pinned_versions():
    """The figures are comparable to the last digits only if the same versions wrote them."""
    for line in (FOLDER / "requirements.txt").read_text().split():
        package, pinned = line.split("==")
        installed = version(package)
        assert installed == pinned, f"{package} is {installed}, the figures need {pinned}"


def plain(value):
    """Arrays become nested lists; JAX and NumPy scalars become Python numbers."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, (jax.Array, np.ndarray, np.generic)):
        return np.asarray(value).tolist()
    return value


def write_figures(name, content):
    """Writes figures/NAME.json, floats at full precision, and refuses NaN and infinity."""
    path = FOLDER / "figures" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(plain(content), allow_nan=False, separators=(",", ":"))
    # One case a line, so that a change of one case shows as one line.
    path.write_text(text.replace('{"name":', '\n{"name":') + "\n")


def assert_close(actual, expected, tolerance, what):
    """Relative where the figures are large, absolute where they are small."""
    actual, expected = np.asarray(actual, float), np.asarray(expected, float)
    error = np.max(np.abs(actual - expected) / np.maximum(1.0, np.abs(expected)), initial=0.0)
    assert error <= tolerance, f"{what}: {error:.3g} apart, {tolerance:.3g} allowed"
