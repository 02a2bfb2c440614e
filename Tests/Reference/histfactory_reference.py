"""Writes figures/histfactory.json: random workspaces with their models as pyhf has them, at random points."""

import jax
import numpy as np
import pyhf

from random_workspaces import CODES, Generator, configured
from reference import assert_pinned_versions, write_figures

CASES = 26


def random_point(model, random, quadratic):
    """Parameters at which every bin expects counts, and data near what they predict."""
    config = model.config
    while True:
        parameters = np.array(config.suggested_init())
        for index, name in enumerate(config.par_names):
            if parameters[index] == 0 or name == "JES":
                # pyhf's code 2 jumps beyond 1.
                parameters[index] = random.uniform(-0.95, 0.95) if quadratic else random.normal(0, 1.2)
            else:
                parameters[index] = random.uniform(0.6, 1.4)
        expected = np.asarray(model.expected_data(parameters))
        if np.all(expected[: config.nmaindata] > 0.5):
            break
    data = np.abs(expected) * random.uniform(0.7, 1.3, len(expected))
    data[: config.nmaindata] = random.poisson(data[: config.nmaindata])
    position = config.nmaindata
    for parameter_set in map(config.param_set, config.auxdata_order):
        stop = position + parameter_set.n_parameters
        if parameter_set.pdf_type == "normal":
            data[position:stop] += random.normal(0, 0.1, stop - position)
        position = stop
    return parameters, data


def case(name, workspace, settings, random):
    extra = {} if settings is None else {"modifier_settings": settings}
    model = pyhf.Workspace(workspace).model(**extra)
    config = model.config
    density = jax.jit(lambda parameters, data: model.logpdf(parameters, data)[0])
    gradient = jax.jit(jax.grad(lambda parameters, data: model.logpdf(parameters, data)[0]))
    hessian = jax.jit(jax.hessian(lambda parameters, data: model.logpdf(parameters, data)[0]))
    quadratic = settings is not None and settings["histosys"]["interpcode"] == "code2"
    points = []
    for index in range(2):
        parameters, data = random_point(model, random, quadratic)
        if index == 1 and config.poi_name == "mu":
            parameters[config.poi_index] = 0.0
        points.append({
            "parameters": parameters,
            "expectedData": model.expected_data(parameters),
            "data": data,
            "logpdf": density(parameters, data),
            "gradient": gradient(parameters, data),
            # The lower triangle.
            "hessian": [row[: i + 1] for i, row in enumerate(hessian(parameters, data))],
        })
    codes = settings or {"normsys": {"interpcode": "code4"}, "histosys": {"interpcode": "code4p"}}
    return {
        "name": name,
        "workspace": workspace,
        "normSys": codes["normsys"]["interpcode"],
        "histoSys": codes["histosys"]["interpcode"],
        "parameterNames": config.par_names,
        "parameterSets": list(config.par_order),
        "initial": config.suggested_init(),
        "bounds": config.suggested_bounds(),
        "fixed": config.suggested_fixed(),
        "auxiliaryData": config.auxdata,
        "auxiliaryOrder": config.auxdata_order,
        "poiIndex": config.poi_index,
        "observed": pyhf.Workspace(workspace).data(model),
        "points": points,
    }


def generator(index):
    settings = {}
    channels, samples = 1 + index % 3, 2 + index % 3
    # A measurement without a parameter of interest, one with a nuisance parameter as such.
    poi = {7: "", 11: "lumi"}.get(index, "mu")
    if index % 2 == 1:
        # The number of bins is drawn before anything of the samples.
        bins = Generator(index, 3, 4).bins.get("CR", 0)
        channels, samples = 3, 4
        settings["configured"] = configured(index // 2, bins)
    return Generator(index, channels, samples, zeros=index % 4 in (2, 3), poi=poi, **settings)


def main():
    assert_pinned_versions()
    pyhf.set_backend("jax", precision="64b")
    random = np.random.default_rng(30)
    cases = []
    for index in range(CASES):
        workspace = generator(index).workspace()
        cases.append(case(f"random {index}", workspace, CODES[index % len(CODES)], random))
    write_figures("histfactory", {"cases": cases})


if __name__ == "__main__":
    main()
