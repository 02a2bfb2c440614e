"""Writes figures/workspace.json: small workspaces, most of them spoilt, with pyhf's verdict on each.

A workspace counts as accepted when pyhf reads it, builds the model of its first measurement, and evaluates the
likelihood of the observed data there.
"""

import copy
import json
import logging
import warnings

import jsonpatch
import numpy as np
import pyhf

from reference import assert_pinned_versions, write_figures
from workspace_cases import GOOD, PATCH_SET, chosen, everywhere, patch_sets

def verdict(document):
    """How far pyhf gets with a document: schema, model, data or logpdf, and accepted after those."""
    stage = "schema"
    try:
        workspace = pyhf.Workspace(document)
        stage = "model"
        model = workspace.model()
        config = model.config
        initial, _, _ = config.suggested_init(), config.suggested_bounds(), config.suggested_fixed()
        stage = "data"
        data = workspace.data(model)
        stage = "logpdf"
        model.logpdf(initial, data)
    except Exception:  # noqa: BLE001, pyhf fails by what happens to go wrong
        return {"accepted": False, "stage": stage}
    return {"accepted": True}


# What only the text of a document shows, with what Python makes of it.
TEXTS = {
    "NaN": '{"a": NaN}',
    "Infinity": '{"a": [-Infinity]}',
    "a huge number": "[1e400]",
    "a key twice": '{"a": 1, "a": 2}',
    "a lone surrogate": r'["\ud800"]',
    "a pair of surrogates": r'["\ud83d\ude00"]',
    "escapes": r'["\"\\\/\b\f\n\r\t\u0041\u00e9"]',
    "a control character": '["\x01"]',
    "an unknown escape": r'["\x"]',
    "a short escape": r'["\u12"]',
    "a comma at the end": "[1, 2,]",
    "a comma at the end of an object": '{"a": 1,}',
    "no comma": "[1 2]",
    "no colon": '{"a" 1}',
    "a key without quotes": "{a: 1}",
    "single quotes": "['a']",
    "a comment": "[1] // one",
    "two values": "1 2",
    "nothing": "",
    "white space": " \n\t ",
    "an open array": "[1, [2, 3]",
    "an open string": '["abc',
    "an open object": '{"a": 1',
    "a leading zero": "[01]",
    "a plus": "[+1]",
    "no digit before the point": "[.5]",
    "no digit after the point": "[1.]",
    "no digit in the exponent": "[1e]",
    "a lone minus": "[-]",
    "hexadecimal": "[0x10]",
    "minus zero": "[-0, -0.0]",
    "numbers": "[0, 10, 1e5, 1E-7, 1.5e+300, 5e-324, 0.1, 123456789012345678, 1e15, 1e16, 123456789.125e-12]",
    "capital True": "[True]",
    "half a word": "[tru]",
    "scalars": "[true, false, null, 0, \"\"]",
    "a closing bracket too many": "[1]]",
    "mismatched brackets": "[1}",
    "a number alone": "3",
}


def text_case(name, text):
    """The canonical text, as pyhf hashes it, when Python reads this one."""
    try:
        value = json.loads(text)
        canonical = json.dumps(value, sort_keys=True, ensure_ascii=False)
        digests = {kind: pyhf.utils.digest(value, algorithm=kind) for kind in ("md5", "sha256")}
    except (ValueError, UnicodeEncodeError):
        return {"name": name, "text": text, "accepted": False}
    return {"name": name, "text": text, "accepted": True, "canonical": canonical, "digests": digests}


def random_numbers():
    """Numbers of all sizes, with what Python prints for them."""
    random = np.random.default_rng(7)
    values = random.integers(0, 2**63, 400, dtype=np.uint64).view(np.float64)
    # Between 2^53 and 2^54 integers have more digits than most formats show.
    values = [*values, *random.uniform(2.0**53, 2.0**54, 50), *random.normal(size=100)]
    values += [*(10.0 ** np.arange(-30, 30)), *(2.0 ** np.arange(40, 70))]
    values = [float(value) for value in values if np.isfinite(value)]
    bits = [str(np.float64(value).view(np.uint64)) for value in values]
    return {"bits": bits, "texts": [repr(value) for value in values]}


def patch_set_case(name, patch):
    document = jsonpatch.apply_patch(copy.deepcopy(PATCH_SET), patch)
    try:
        pyhf.PatchSet(document)
    except Exception:  # noqa: BLE001
        return {"name": name, "patch": patch, "accepted": False}
    return {"name": name, "patch": patch, "accepted": True}


def main():
    assert_pinned_versions()
    pyhf.set_backend("numpy")
    logging.disable()
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    cases = []
    for name, patch in [*chosen(), *everywhere(GOOD)]:
        document = jsonpatch.apply_patch(copy.deepcopy(GOOD), copy.deepcopy(patch))
        cases.append({"name": name, "patch": patch} | verdict(document))
    assert len({case["name"] for case in cases}) == len(cases)
    write_figures(
        "workspace",
        {
            "good": GOOD,
            "cases": cases,
            "texts": [text_case(name, text) for name, text in TEXTS.items()],
            "numbers": random_numbers(),
            "patchSet": PATCH_SET,
            "patchSets": [patch_set_case(name, patch) for name, patch in patch_sets()],
        },
    )


if __name__ == "__main__":
    main()
