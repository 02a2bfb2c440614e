"""Writes figures/workspace.json: small workspaces, most of them spoilt, with pyhf's verdict on each.

A case is a JSON Patch to one good workspace, so that the file stays small. A workspace counts as accepted when
pyhf reads it, builds the model of its first measurement, and evaluates the likelihood of the observed data there.
"""

import copy
import json
import logging
import warnings

import jsonpatch
import numpy as np
import pyhf

from reference import assert_pinned_versions, write_figures

GOOD = {
    "channels": [
        {
            "name": "SR",
            "samples": [
                {
                    "name": "signal",
                    "data": [3.0, 6],
                    "modifiers": [
                        {"name": "mu", "type": "normfactor", "data": None},
                        {"name": "lumi", "type": "lumi", "data": None},
                    ],
                },
                {
                    "name": "background",
                    "data": [50.0, 52.5],
                    "modifiers": [
                        {
                            "name": "jes",
                            "type": "histosys",
                            "data": {"hi_data": [52.0, 54.0], "lo_data": [47.0, 51.0]},
                        },
                        {"name": "jes", "type": "normsys", "data": {"hi": 1.1, "lo": 0.95}},
                        {"name": "uncorrelated", "type": "shapesys", "data": [3.0, 7.0]},
                        {"name": "stat_SR", "type": "staterror", "data": [2.0, 2.5]},
                    ],
                },
            ],
        },
        {
            "name": "CR",
            "samples": [
                {
                    "name": "background",
                    "data": [100.0, 110.0, 120.0],
                    "modifiers": [
                        {"name": "free", "type": "shapefactor", "data": None},
                        {"name": "stat_CR", "type": "staterror", "data": [5.0, 6.0, 7.0]},
                    ],
                },
                {
                    "name": "other",
                    "data": [10.0, 0.0, 8.0],
                    "modifiers": [
                        {"name": "stat_CR", "type": "staterror", "data": [1.0, 0.0, 1.5]},
                        {"name": "cross_section", "type": "normsys", "data": {"hi": 1.2, "lo": 0.8}},
                    ],
                },
            ],
        },
    ],
    "observations": [{"name": "SR", "data": [51, 58]}, {"name": "CR", "data": [108.0, 111.0, 130.0]}],
    "measurements": [
        {
            "name": "main",
            "config": {
                "poi": "mu",
                "parameters": [
                    {
                        "name": "lumi",
                        "auxdata": [1.0],
                        "sigmas": [0.02],
                        "bounds": [[0.9, 1.1]],
                        "inits": [1.0],
                    },
                    {"name": "jes", "fixed": True},
                    {"name": "mu", "inits": [1.0], "bounds": [[0, 5]]},
                ],
            },
        },
        {"name": "background only", "config": {"poi": "", "parameters": []}},
    ],
    "version": "1.0.0",
}

SR, CR = "/channels/0/samples", "/channels/1/samples"
CONFIG = "/measurements/0/config"
MODIFIERS = {
    "normfactor": None,
    "shapefactor": None,
    "lumi": None,
    "normsys": {"hi": 1.1, "lo": 0.9},
    "histosys": {"hi_data": [4.0, 7.0], "lo_data": [2.0, 5.0]},
    "shapesys": [1.0, 2.0],
    "staterror": [1.0, 2.0],
}


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


def add(path, value):
    return {"op": "add", "path": path, "value": value}


def replace(path, value):
    return {"op": "replace", "path": path, "value": value}


def remove(path):
    return {"op": "remove", "path": path}


def modifier(name, kind, data="typical"):
    return {"name": name, "type": kind, "data": MODIFIERS[kind] if data == "typical" else data}


def nodes(value, path=""):
    """Every place of a document with its value."""
    yield path, value
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for key, entry in entries:
        yield from nodes(entry, f"{path}/{key}")


def everywhere(good):
    """Each node left out, and each replaced by values of other types."""
    for path, value in nodes(good):
        if path:
            yield f"without {path}", [remove(path)]
        substitutes = [None, "x", []] + ([] if isinstance(value, (int, float)) else [True])
        for substitute in substitutes:
            if substitute != value:
                yield f"{path} is {json.dumps(substitute)}", [replace(path, substitute)]
        if isinstance(value, dict):
            yield f"{path} with an extra key", [add(f"{path}/extra", 1)]
        if isinstance(value, list) and value:
            yield f"{path} with an entry again", [add(f"{path}/-", copy.deepcopy(value[-1]))]


def chosen():
    """What the schema does not say."""
    yield "good", []
    yield "version 1.0.1", [replace("/version", "1.0.1")]
    yield "true for a number", [replace(f"{SR}/0/data/0", True)]
    yield "negative yield", [replace(f"{SR}/1/data/0", -50.0)]
    yield "all yields zero", [replace(f"{SR}/0/data", [0, 0])]
    yield "negative observation", [replace("/observations/0/data/0", -1)]
    yield "negative uncertainties", [
        replace(f"{SR}/1/modifiers/2/data", [-3, -7]),
        replace(f"{SR}/1/modifiers/3/data", [-2, -2]),
    ]
    yield "normsys with lo negative", [replace(f"{SR}/1/modifiers/1/data/lo", -0.5)]
    yield "normsys with hi zero", [replace(f"{SR}/1/modifiers/1/data/hi", 0)]
    yield "empty names", [
        replace("/channels/0/name", ""),
        replace("/observations/0/name", ""),
        replace(f"{SR}/0/name", ""),
        replace(f"{SR}/0/modifiers/0/name", ""),
        replace(f"{CONFIG}/poi", ""),
    ]
    yield "slash in a normfactor's name", [replace(f"{SR}/0/modifiers/0/name", "a/b"), replace(f"{CONFIG}/poi", "a/b")]
    yield "slash in a shapesys's name", [replace(f"{SR}/1/modifiers/2/name", "a/b")]
    yield "slash in a staterror's name", [replace(f"{SR}/1/modifiers/3/name", "a/b")]
    yield "two channels of one name", [replace("/channels/1/name", "SR")]
    yield "a channel twice", [add("/channels/-", GOOD["channels"][0])]
    yield "two samples of one name", [replace(f"{CR}/1/name", "background")]
    yield "a sample twice without its shapesys", [remove(f"{SR}/1/modifiers/2"), {"op": "copy", "from": f"{SR}/1", "path": f"{SR}/-"}]
    yield "two measurements of one name", [replace("/measurements/1/name", "main")]
    yield "two observations of one channel", [add("/observations/-", {"name": "SR", "data": [1, 1]})]
    yield "observation of an unknown channel", [add("/observations/-", {"name": "VR", "data": [1, 1]})]
    yield "observation too long", [add("/observations/0/data/-", 1)]
    yield "observation too short", [remove("/observations/1/data/0")]
    yield "observations compensate in length", [add("/observations/0/data/-", 1), remove("/observations/1/data/0")]
    yield "histosys lengths compensate", [
        remove(f"{SR}/1/modifiers/0/data/hi_data/0"),
        add(f"{CR}/0/modifiers/-", modifier("jes", "histosys", {"hi_data": [1, 2, 3, 4], "lo_data": [1, 2, 3]})),
    ]
    yield "histosys hi and lo both short", [
        remove(f"{SR}/1/modifiers/0/data/hi_data/0"),
        remove(f"{SR}/1/modifiers/0/data/lo_data/0"),
    ]
    for kind in MODIFIERS:
        name = "lumi" if kind == "lumi" else "same"
        yield f"{kind} twice on a sample", [add(f"{SR}/0/modifiers/-", modifier(name, kind))] * 2
        yield f"{kind} on two samples", [add(f"{SR}/{i}/modifiers/-", modifier(name, kind)) for i in (0, 1)]
        three = {"histosys": {"hi_data": [1, 2, 3], "lo_data": [1, 2, 3]}, "shapesys": [1, 2, 3], "staterror": [1, 2, 3]}
        yield f"{kind} in two channels of different bins", [
            add(f"{SR}/1/modifiers/-", modifier(name, kind)),
            add(f"{CR}/0/modifiers/-", modifier(name, kind, three.get(kind, MODIFIERS[kind]))),
        ]
        yield f"{kind} on different samples of different channels", [
            add(f"{SR}/0/modifiers/-", modifier(name, kind)),
            add(f"{CR}/1/modifiers/-", modifier(name, kind, three.get(kind, MODIFIERS[kind]))),
        ]
        yield f"{kind} on a sample of one channel, a sample of both", [
            add(f"{SR}/0/modifiers/-", modifier(name, kind)),
            add(f"{SR}/1/modifiers/-", modifier(name, kind)),
            add(f"{CR}/0/modifiers/-", modifier(name, kind, three.get(kind, MODIFIERS[kind]))),
        ]
        for other in MODIFIERS:
            if other != kind:
                both = "lumi" if "lumi" in (kind, other) else "same"
                yield f"{kind} and {other} share a name on a sample", [
                    add(f"{SR}/0/modifiers/-", modifier(both, kind)),
                    add(f"{SR}/0/modifiers/-", modifier(both, other)),
                ]
                yield f"{kind} and {other} share a name on two samples", [
                    add(f"{SR}/0/modifiers/-", modifier(both, kind)),
                    add(f"{SR}/1/modifiers/-", modifier(both, other)),
                ]
        yield f"{kind} as the parameter of interest", [
            add(f"{SR}/0/modifiers/-", modifier(name, kind)),
            replace(f"{CONFIG}/poi", name),
        ]
        values = {"inits": 1.0, "bounds": [0.5, 1.5], "auxdata": 1.0, "sigmas": 0.1, "factors": 100.0}
        for key, value in values.items():
            for count in (1, 2, 9):
                settings = [add(f"{SR}/0/modifiers/-", modifier(name, kind))]
                if kind == "lumi":
                    settings.append(add(f"{CONFIG}/parameters/0/{key}", [value] * count))
                else:
                    settings.append(add(f"{CONFIG}/parameters/-", {"name": name, key: [value] * count}))
                yield f"{key} of a {kind}: {count}", settings
        for value in (True, False):
            setting = {"name": name, "fixed": value} | (GOOD["measurements"][0]["config"]["parameters"][0] if kind == "lumi" else {})
            yield f"fixed of a {kind}: {json.dumps(value)}", [
                add(f"{SR}/0/modifiers/-", modifier(name, kind)),
                remove(f"{CONFIG}/parameters/0") if kind == "lumi" else add(f"{CONFIG}/parameters/-", {"name": "nothing"}),
                *([] if kind == "lumi" else [remove(f"{SR}/0/modifiers/1")]),
                add(f"{CONFIG}/parameters/-", setting),
            ]
    for key in ("auxdata", "sigmas", "bounds", "inits"):
        yield f"lumi without {key}", [remove(f"{CONFIG}/parameters/0/{key}")]
    yield "lumi of width 0", [replace(f"{CONFIG}/parameters/0/sigmas", [0.0])]
    yield "lumi without configuration", [remove(f"{CONFIG}/parameters/0")]
    yield "no lumi, no configuration", [remove(f"{CONFIG}/parameters/0"), remove(f"{SR}/0/modifiers/1")]
    yield "configuration of an unknown parameter", [add(f"{CONFIG}/parameters/-", {"name": "nothing", "inits": [1, 2]})]
    yield "two configurations of an unknown parameter", [add(f"{CONFIG}/parameters/-", {"name": "nothing"})] * 2
    yield "two configurations of a parameter", [add(f"{CONFIG}/parameters/-", {"name": "mu", "inits": [1]})]
    yield "two configurations in the second measurement", [
        add("/measurements/1/config/parameters/-", {"name": "mu"})
    ] * 2
    yield "bounds of one number", [replace(f"{CONFIG}/parameters/2/bounds", [[0]])]
    yield "bounds of three numbers", [replace(f"{CONFIG}/parameters/2/bounds", [[0, 1, 2]])]
    yield "bounds upside down", [replace(f"{CONFIG}/parameters/2/bounds", [[5, 0]])]
    yield "bounds without width", [replace(f"{CONFIG}/parameters/2/bounds", [[1, 1]])]
    yield "initial value outside the bounds", [replace(f"{CONFIG}/parameters/2/inits", [7])]
    yield "unknown parameter of interest", [replace(f"{CONFIG}/poi", "nu")]
    yield "unknown parameter of interest in the second measurement", [replace("/measurements/1/config/poi", "nu")]
    yield "parameter of interest of several bins", [replace(f"{CONFIG}/poi", "stat_SR")]
    yield "parameter of interest of one bin", [
        replace("/channels/0/samples", [{"name": "a", "data": [1], "modifiers": [modifier("free_SR", "shapefactor")]}]),
        replace("/observations/0/data", [1]),
        replace(f"{CONFIG}/poi", "free_SR"),
    ]
    yield "no parameter of interest", [replace(f"{CONFIG}/poi", "")]
    yield "no modifiers at all", [
        *[replace(f"/channels/{i}/samples/{j}/modifiers", []) for i in (0, 1) for j in (0, 1)],
        replace(f"{CONFIG}/poi", ""),
    ]
    yield "unknown modifier type", [replace(f"{SR}/1/modifiers/1/type", "normsis")]
    yield "lumi by another name", [replace(f"{SR}/0/modifiers/1/name", "luminosity")]


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
    values = [*values, *random.uniform(2.0**53, 2.0**54, 50), *(10.0 ** np.arange(-30, 30)), *(2.0 ** np.arange(40, 70)), *random.normal(size=100)]
    values = [float(value) for value in values if np.isfinite(value)]
    return {"bits": [str(np.float64(value).view(np.uint64)) for value in values], "texts": [repr(v) for v in values]}


PATCH_SET = {
    "version": "1.0.0",
    "metadata": {
        "references": {"hepdata": "ins1748602"},
        "digests": {kind: pyhf.utils.digest(GOOD, algorithm=kind) for kind in ("md5", "sha256")},
        "labels": ["mass", "decay"],
        "description": "two points",
        "analysis_id": "SUSY-0",
    },
    "patches": [
        {
            "metadata": {"name": "heavy", "values": [1400, "bb"]},
            "patch": [{"op": "replace", "path": "/channels/0/samples/0/data", "value": [1.0, 2.0]}],
        },
        {"metadata": {"name": "light", "values": [600.5, "bb"], "note": 3}, "patch": []},
    ],
}


def patch_sets():
    """Sets of patches, most of them spoilt."""
    yield "good", []
    yield "two of one name", [replace("/patches/1/metadata/name", "heavy")]
    yield "two of one point", [replace("/patches/1/metadata/values", [1400.0, "bb"])]
    yield "a name with a space", [replace("/patches/1/metadata/name", "a b")]
    yield "a label with a dash", [replace("/metadata/labels/1", "a-b")]
    yield "other digest", [add("/metadata/digests/sha1", "00")]
    yield "upper case md5", [replace("/metadata/digests/md5", "A" * 32)]
    yield "upper case sha256", [replace("/metadata/digests/sha256", "A" * 64)]
    yield "short sha256", [replace("/metadata/digests/sha256", "a" * 32)]
    yield "one digest", [remove("/metadata/digests/md5")]
    yield "no digest", [replace("/metadata/digests", {})]
    yield "eight digits", [replace("/metadata/references/hepdata", "ins12345678")]
    yield "unknown operation", [replace("/patches/0/patch/0/op", "put")]
    yield "copy without from", [replace("/patches/0/patch/0/op", "copy")]
    yield "remove with a value", [replace("/patches/0/patch/0/op", "remove")]
    yield "version 1.1.0", [replace("/version", "1.1.0")]
    yield from everywhere(PATCH_SET)


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
