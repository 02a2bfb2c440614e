"""Small workspaces and sets of patches, most of them spoilt: what the reading of workspaces is tested on.

Each is a JSON Patch to a good document, so that the figures stay small.
"""

import copy
import json

import pyhf

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


def shared(kind):
    """Modifiers of a type that share a name with others."""
    name = "lumi" if kind == "lumi" else "same"
    # The signal has a lumi already.
    start = [remove(f"{SR}/0/modifiers/1")] if kind == "lumi" else []
    yield f"{kind} twice on a sample", start + [add(f"{SR}/0/modifiers/-", modifier(name, kind))] * 2
    yield f"{kind} on two samples", start + [add(f"{SR}/{i}/modifiers/-", modifier(name, kind)) for i in (0, 1)]
    three = {kind: [1, 2, 3] for kind in ("shapesys", "staterror")}
    three["histosys"] = {"hi_data": [1, 2, 3], "lo_data": [1, 2, 3]}
    yield f"{kind} in two channels of different bins", [
        *start,
        add(f"{SR}/1/modifiers/-", modifier(name, kind)),
        add(f"{CR}/0/modifiers/-", modifier(name, kind, three.get(kind, MODIFIERS[kind]))),
    ]
    yield f"{kind} on different samples of different channels", [
        *start,
        add(f"{SR}/0/modifiers/-", modifier(name, kind)),
        add(f"{CR}/1/modifiers/-", modifier(name, kind, three.get(kind, MODIFIERS[kind]))),
    ]
    yield f"{kind} on a sample of one channel, a sample of both", [
        *start,
        add(f"{SR}/0/modifiers/-", modifier(name, kind)),
        add(f"{SR}/1/modifiers/-", modifier(name, kind)),
        add(f"{CR}/0/modifiers/-", modifier(name, kind, three.get(kind, MODIFIERS[kind]))),
    ]
    for other in MODIFIERS:
        if other != kind:
            both = "lumi" if "lumi" in (kind, other) else "same"
            yield f"{kind} and {other} share a name on a sample", [
                *start,
                add(f"{SR}/0/modifiers/-", modifier(both, kind)),
                add(f"{SR}/0/modifiers/-", modifier(both, other)),
            ]
            yield f"{kind} and {other} share a name on two samples", [
                *start,
                add(f"{SR}/0/modifiers/-", modifier(both, kind)),
                add(f"{SR}/1/modifiers/-", modifier(both, other)),
            ]


def configured(kind):
    """Modifiers of a type as a measurement configures them."""
    name = "lumi" if kind == "lumi" else "same"
    # The signal has a lumi already.
    start = [remove(f"{SR}/0/modifiers/1")] if kind == "lumi" else []
    yield f"{kind} as the parameter of interest", [
        *start,
        add(f"{SR}/0/modifiers/-", modifier(name, kind)),
        replace(f"{CONFIG}/poi", name),
    ]
    values = {"inits": 1.0, "bounds": [0.5, 1.5], "auxdata": 1.0, "sigmas": 0.1, "factors": 100.0}
    for key, value in values.items():
        for count in (1, 2, 9):
            settings = start + [add(f"{SR}/0/modifiers/-", modifier(name, kind))]
            if kind == "lumi":
                settings.append(add(f"{CONFIG}/parameters/0/{key}", [value] * count))
            else:
                settings.append(add(f"{CONFIG}/parameters/-", {"name": name, key: [value] * count}))
            yield f"{key} of a {kind}: {count}", settings
    for value in (True, False):
        setting = add(f"{CONFIG}/parameters/-", {"name": name, "fixed": value})
        if kind == "lumi":
            setting = add(f"{CONFIG}/parameters/0/fixed", value)
        yield f"fixed of a {kind}: {json.dumps(value)}", [
            *start,
            add(f"{SR}/0/modifiers/-", modifier(name, kind)),
            setting,
        ]


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
    yield "slash in a normfactor's name", [
        replace(f"{SR}/0/modifiers/0/name", "a/b"),
        replace(f"{CONFIG}/poi", "a/b"),
    ]
    yield "slash in a shapesys's name", [replace(f"{SR}/1/modifiers/2/name", "a/b")]
    yield "slash in a staterror's name", [replace(f"{SR}/1/modifiers/3/name", "a/b")]
    yield "two channels of one name", [replace("/channels/1/name", "SR")]
    yield "a channel twice", [add("/channels/-", GOOD["channels"][0])]
    yield "two samples of one name", [replace(f"{CR}/1/name", "background")]
    yield "a sample twice without its shapesys", [
        remove(f"{SR}/1/modifiers/2"),
        {"op": "copy", "from": f"{SR}/1", "path": f"{SR}/-"},
    ]
    yield "two measurements of one name", [replace("/measurements/1/name", "main")]
    yield "two observations of one channel", [add("/observations/-", {"name": "SR", "data": [1, 1]})]
    yield "observation of an unknown channel", [add("/observations/-", {"name": "VR", "data": [1, 1]})]
    yield "observation too long", [add("/observations/0/data/-", 1)]
    yield "observation too short", [remove("/observations/1/data/0")]
    yield "observations compensate in length", [
        add("/observations/0/data/-", 1),
        remove("/observations/1/data/0"),
    ]
    yield "histosys lengths compensate", [
        remove(f"{SR}/1/modifiers/0/data/hi_data/0"),
        add(f"{CR}/0/modifiers/-", modifier("jes", "histosys", {"hi_data": [1, 2, 3, 4], "lo_data": [1, 2, 3]})),
    ]
    yield "histosys hi and lo both short", [
        remove(f"{SR}/1/modifiers/0/data/hi_data/0"),
        remove(f"{SR}/1/modifiers/0/data/lo_data/0"),
    ]
    for kind in MODIFIERS:
        yield from shared(kind)
        yield from configured(kind)
    for key in ("auxdata", "sigmas", "bounds", "inits"):
        yield f"lumi without {key}", [remove(f"{CONFIG}/parameters/0/{key}")]
    yield "lumi of width 0", [replace(f"{CONFIG}/parameters/0/sigmas", [0.0])]
    yield "lumi without configuration", [remove(f"{CONFIG}/parameters/0")]
    yield "no lumi, no configuration", [
        remove(f"{CONFIG}/parameters/0"),
        remove(f"{SR}/0/modifiers/1"),
    ]
    yield "configuration of an unknown parameter", [
        add(f"{CONFIG}/parameters/-", {"name": "nothing", "inits": [1, 2]})
    ]
    yield "two configurations of an unknown parameter", [
        add(f"{CONFIG}/parameters/-", {"name": "nothing"})
    ] * 2
    yield "two configurations of a parameter", [
        add(f"{CONFIG}/parameters/-", {"name": "mu", "inits": [1]})
    ]
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
        replace(SR, [{"name": "a", "data": [1], "modifiers": [modifier("free_SR", "shapefactor")]}]),
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
