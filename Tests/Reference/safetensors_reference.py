"""Writes figures/safetensors.json: files of a small network as the safetensors package writes them, in all precisions,
and the network's outputs by NumPy.

The network is `3 tanh 1 sigmoid` on two features. A bfloat16 is the upper half of a float.
"""

import base64

import numpy as np
from safetensors import TensorSpec, serialize

from reference import assert_pinned_versions, write_figures

SHAPES = {"layers.0.weight": (3, 2), "layers.0.bias": (3,), "layers.2.weight": (1, 3), "layers.2.bias": (1,)}


def rounded(values, dtype):
    """Values in a precision, as an array to write, and as the numbers that they stand for."""
    if dtype != "bfloat16":
        values = values.astype(dtype)
        return values, values.astype(float)
    bits = values.astype(np.float32).view(np.uint32) >> 16
    return bits.astype(np.uint16), (bits << 16).astype(np.uint32).view(np.float32).astype(float)


def main():
    assert_pinned_versions()
    generator = np.random.default_rng(7)
    weights = {name: generator.normal(size=shape) for name, shape in SHAPES.items()}
    inputs = generator.normal(size=(5, 2))
    cases = []
    for dtype in ["float64", "float32", "float16", "bfloat16"]:
        arrays, values = {}, {}
        for name, exact in weights.items():
            arrays[name], values[name] = rounded(exact, dtype)
        tensors = {
            name: TensorSpec(dtype=dtype, shape=array.shape, data_ptr=array.ctypes.data, data_len=array.nbytes)
            for name, array in arrays.items()
        }
        hidden = np.tanh(inputs @ values["layers.0.weight"].T + values["layers.0.bias"])
        logits = hidden @ values["layers.2.weight"].T + values["layers.2.bias"]
        cases.append({
            "name": dtype,
            "file": base64.b64encode(serialize(tensors, {"source": "elsewhere"})).decode(),
            "outputs": (1 / (1 + np.exp(-logits)))[:, 0],
        })
    write_figures("safetensors", {"inputs": inputs.ravel(), "cases": cases})


if __name__ == "__main__":
    main()
