"""The workspaces of the conformance figures: random ones of many kinds, and corner cases by hand."""

import numpy as np

from random_workspaces import CODES, Generator

LUMI = {"name": "lumi", "inits": [1.0], "bounds": [[0.5, 1.5]], "auxdata": [1.02], "sigmas": [0.03]}


class Varied(Generator):
    """Workspaces of few or many counts, with parameters that are shared or not, configured or not."""

    def __init__(self, seed, **settings):
        super().__init__(seed, **settings)
        self.scale = [1.0, 1.0, 0.2, 5.0, 0.05][seed % 5]
        self.unshared = self.chance(0.4)
        self.channel_name = None

    def channel(self, name):
        self.channel_name = name
        return super().channel(name)

    def own(self, name):
        return f"{name}_{self.channel_name}" if self.unshared and self.chance(0.5) else name

    def sample(self, channel, sample):
        result = super().sample(channel, sample)
        scaled = {"histosys", "shapesys", "staterror"}
        result["data"] = self.scaled(result["data"])
        for modifier in result["modifiers"]:
            if modifier["type"] in scaled:
                modifier["data"] = self.scaled(modifier["data"])
        return result

    def scaled(self, data):
        if isinstance(data, dict):
            return {key: self.scaled(values) for key, values in data.items()}
        return [round(self.scale * value, 3) for value in data]

    def factors(self, sample):
        result = super().factors(sample)
        for modifier in result:
            if modifier["name"] == "k_top":
                modifier["name"] = self.own("k_top")
        return result

    def systematics(self, nominal):
        result = super().systematics(nominal)
        for modifier in result:
            # What is shared by two types on a sample may not be so twice by one.
            if modifier["name"] in ("xsec", "ISR"):
                modifier["name"] = self.own(modifier["name"])
        return result


def parameter_sets(workspace):
    """The parameters of a workspace by name: their types and, at most, their bins."""
    found = {}
    for channel in workspace["channels"]:
        for sample in channel["samples"]:
            for modifier in sample["modifiers"]:
                entry = found.setdefault(modifier["name"], {"types": set(), "channels": {}})
                entry["types"].add(modifier["type"])
                entry["channels"][channel["name"]] = len(sample["data"])
    return found


def random_configuration(name, entry, random):
    """Settings of a parameter such as pyhf takes for its types, some of them left out."""
    types, size = entry["types"], sum(entry["channels"].values())

    def some(low, high, count=1):
        return np.round(random.uniform(low, high, count), 3).tolist()

    if "normfactor" in types:
        settings = {"inits": some(0.5, 1.1), "bounds": [[[0.0, 5.0], [-2.0, 8.0], [0.0, 1.2]][random.integers(3)]]}
        if name == "mu":
            # Tested at 0 and 1.
            settings["bounds"] = [[0.0, 10.0]] if random.uniform() < 0.5 else [[-1.0, 5.0]]
    elif types & {"normsys", "histosys"}:
        settings = {"inits": some(-0.5, 0.5), "auxdata": some(-0.5, 0.5), "bounds": [[-3.0, 2.5]]}
    elif types == {"staterror"}:
        settings = {"inits": some(0.8, 1.2, size), "auxdata": some(0.9, 1.1, size),
                    "sigmas": some(0.05, 0.3, size), "bounds": [[0.2, 3.0]] * size}
    elif types == {"shapesys"}:
        settings = {"inits": some(0.8, 1.2, size), "auxdata": some(10, 40, size),
                    "factors": some(10, 40, size), "bounds": [[0.1, 4.0]] * size}
    else:
        return None
    chosen = {key: value for key, value in settings.items() if random.uniform() < 0.5}
    if random.uniform() < 0.15 and name != "mu":
        chosen["fixed"] = True
    return {"name": name} | chosen if chosen else None


def configure(workspace, random):
    """Adds settings of about a third of the parameters."""
    parameters = workspace["measurements"][0]["config"]["parameters"]
    for name, entry in parameter_sets(workspace).items():
        if random.uniform() < 0.35:
            configuration = random_configuration(name, entry, random)
            if configuration:
                parameters.append(configuration)


def bound_shapes(workspace, end):
    """pyhf's code 2 jumps beyond 1 (its issue 2729); where it is used, histosys stays within."""
    parameters = workspace["measurements"][0]["config"]["parameters"]
    for name, entry in parameter_sets(workspace).items():
        if "histosys" in entry["types"]:
            known = next((one for one in parameters if one["name"] == name), None)
            if known is None:
                known = {"name": name}
                parameters.append(known)
            known["bounds"] = [[-end, end]]


def random_workspace(index, quadratic):
    """One of the random workspaces; its observations are still to be drawn."""
    generator = Varied(
        1000 + index,
        channels=1 + index % 4,
        samples=2 + index // 4 % (3 if index % 4 < 2 else 2),
        zeros=index % 4 in (2, 3),
        poi="" if index % 23 == 22 else "mu",
        largest=[12, 3, 2, 1, 6, 4, 3, 2][index % 8],
    )
    workspace = generator.workspace()
    if index % 3 == 1:
        configure(workspace, generator.random)
    if quadratic:
        bound_shapes(workspace, 1.0)
    return workspace


def modifier(name, kind, data=None):
    return {"name": name, "type": kind, "data": data}


def sample(name, data, *modifiers):
    return {"name": name, "data": data, "modifiers": list(modifiers)}


def workspace(channels, observed, poi="mu", parameters=()):
    """A workspace of channels given as lists of samples."""
    return {
        "channels": [{"name": name, "samples": samples} for name, samples in channels.items()],
        "observations": [{"name": name, "data": observed[name]} for name in channels],
        "measurements": [{"name": "meas", "config": {"poi": poi, "parameters": list(parameters)}}],
        "version": "1.0.0",
    }


MU = modifier("mu", "normfactor")
NORM = modifier("norm", "normsys", {"hi": 1.2, "lo": 0.85})


def signal(data):
    return sample("signal", data, MU)


def one(samples, observed, poi="mu", parameters=()):
    return workspace({"SR": samples}, {"SR": observed}, poi, parameters)


def shape(hi, lo, name="shape"):
    return modifier(name, "histosys", {"hi_data": hi, "lo_data": lo})


def corner_cases():
    """Name and workspace of each."""
    two = [50.0, 52.0]
    shapesys, stat = modifier("bkg", "shapesys", [3.0, 7.0]), modifier("stat", "staterror", [3.0, 7.0])
    yield "documented", one([signal([12.0, 11.0]), sample("bkg", two, shapesys)], [51.0, 48.0])
    yield "single bin", one([signal([3.0]), sample("bkg", [9.0], modifier("b", "shapesys", [2.0]))], [8.0])
    yield "no nuisance", one([signal([3.0]), sample("bkg", [9.0])], [11.0])
    yield "signal only", one([signal([3.0, 5.0])], [2.0, 6.0])
    yield "deficit", one([signal([12.0, 11.0]), sample("bkg", two, shapesys)], [31.0, 28.0])
    yield "excess", one([signal([12.0, 11.0]), sample("bkg", two, shapesys)], [91.0, 95.0])
    yield "mu at its upper bound", one(
        [signal([2.0, 1.0]), sample("bkg", [5.0, 5.0], modifier("b", "shapesys", [1.0, 1.0]))], [70.0, 60.0])
    yield "negative mu allowed", one(
        [signal([12.0, 11.0]), sample("bkg", two, shapesys)], [41.0, 38.0],
        parameters=[{"name": "mu", "bounds": [[-5.0, 5.0]]}])
    yield "fractional counts", one([signal([2.5, 1.25]), sample("bkg", [5.5, 3.25], NORM)], [6.75, 4.5])
    yield "large counts", one([signal([1.2e4, 1.1e4]), sample("bkg", [5e6, 5.2e6], NORM)], [5.01e6, 5.21e6])
    yield "tiny yields", one([signal([0.02, 0.03]), sample("bkg", [0.001, 0.002], NORM)], [1.0, 1.0])
    yield "zero bins of shapesys", one(
        [signal([5.0, 5.0, 5.0]), sample("bkg", [20.0, 0.0, 30.0], modifier("b", "shapesys", [4.0, 3.0, 0.0])),
         sample("other", [1.0, 2.0, 1.0])], [21.0, 4.0, 33.0])
    yield "zero bins of staterror", one(
        [signal([5.0, 5.0, 5.0]), sample("bkg", [20.0, 0.0, 30.0], modifier("b", "staterror", [4.0, 3.0, 0.0])),
         sample("other", [1.0, 2.0, 1.0])], [21.0, 4.0, 33.0])
    yield "fixed zero bins set free", one(
        [signal([5.0, 5.0]), sample("bkg", [20.0, 0.0], modifier("b", "staterror", [4.0, 3.0])),
         sample("other", [1.0, 2.0])], [21.0, 4.0], parameters=[{"name": "b", "fixed": False}])
    yield "zero histosys", one(
        [signal([5.0, 5.0]), sample("bkg", [20.0, 0.0], shape([22.0, 0.0], [17.0, 0.0])),
         sample("other", [1.0, 2.0])], [21.0, 4.0])
    yield "histosys of an empty nominal bin", one(
        [signal([5.0, 5.0]), sample("bkg", [20.0, 0.0], shape([22.0, 1.0], [17.0, 0.5])),
         sample("other", [3.0, 6.0])], [25.0, 9.0])
    yield "no effect of normsys and histosys", one(
        [signal([5.0, 5.0]), sample("bkg", [20.0, 9.0], shape([20.0, 9.0], [20.0, 9.0]),
                                    modifier("norm", "normsys", {"hi": 1.0, "lo": 1.0}))], [21.0, 14.0])
    yield "one-sided histosys", one(
        [signal([5.0, 5.0]), sample("bkg", [20.0, 9.0], shape([23.0, 11.0], [22.0, 10.0]))], [26.0, 14.0])
    yield "all-zero signal", one([signal([0.0, 0.0]), sample("bkg", two, shapesys)], [51.0, 48.0])
    yield "all-zero signal and no other parameter", one([signal([0.0]), sample("bkg", [20.0])], [22.0])
    yield "signal zero in a bin", one([signal([0.0, 11.0]), sample("bkg", two, shapesys)], [51.0, 68.0])
    yield "negative signal bin", one([signal([-4.0, 11.0]), sample("bkg", two, shapesys)], [45.0, 68.0])
    yield "no POI", one([sample("bkg", two, shapesys, NORM)], [51.0, 48.0], poi="")
    yield "no POI, normfactor present", one([signal([2.0, 3.0]), sample("bkg", two, NORM)], [51.0, 58.0], poi="")
    yield "all fixed but mu", one(
        [signal([12.0, 11.0]), sample("bkg", two, shapesys, NORM)], [60.0, 48.0],
        parameters=[{"name": "bkg", "fixed": True}, {"name": "norm", "fixed": True, "inits": [0.7]}])
    yield "lumi", one(
        [sample("signal", [12.0, 11.0], MU, modifier("lumi", "lumi")),
         sample("bkg", two, modifier("lumi", "lumi"), stat)], [60.0, 48.0], parameters=[LUMI])
    yield "lumi as the parameter of interest", one(
        [sample("signal", [12.0, 11.0], modifier("lumi", "lumi")), sample("bkg", two, stat)], [60.0, 48.0],
        poi="lumi", parameters=[LUMI | {"bounds": [[0.0, 3.0]], "sigmas": [0.5]}])
    yield "normsys as the parameter of interest", one(
        [sample("signal", [12.0, 11.0], NORM), sample("bkg", two, stat)], [60.0, 48.0], poi="norm")
    yield "shapefactor", workspace(
        {"SR": [signal([8.0, 9.0]), sample("bkg", two, modifier("free", "shapefactor"))],
         "CR": [sample("bkg", [100.0, 120.0], modifier("free", "shapefactor"), NORM)]},
        {"SR": [60.0, 55.0], "CR": [108.0, 111.0]})
    yield "shapefactor of a shorter channel", workspace(
        {"CR": [sample("bkg", [100.0, 120.0, 80.0], modifier("free", "shapefactor"))],
         "SR": [signal([8.0, 9.0]), sample("bkg", two, modifier("free", "shapefactor"), stat)]},
        {"SR": [60.0, 55.0], "CR": [108.0, 111.0, 79.0]})
    yield "shapefactor of one bin as the parameter of interest", one(
        [sample("signal", [8.0], modifier("free", "shapefactor")), sample("bkg", [50.0], NORM)], [56.0], poi="free")
    yield "shared staterror", workspace(
        {"SR": [signal([8.0, 9.0]), sample("bkg", two, modifier("stat", "staterror", [5.0, 6.0]))],
         "CR": [sample("bkg", [100.0, 120.0], modifier("stat", "staterror", [9.0, 8.0]), NORM)]},
        {"SR": [60.0, 55.0], "CR": [108.0, 111.0]})
    yield "staterror of two samples", one(
        [signal([8.0, 9.0]), sample("a", [30.0, 20.0], modifier("stat", "staterror", [2.0, 3.0]), NORM),
         sample("b", [20.0, 32.0], modifier("stat", "staterror", [4.0, 1.0]))], [62.0, 55.0])
    yield "staterror of the signal too", one(
        [sample("signal", [8.0, 9.0], MU, modifier("stat", "staterror", [1.0, 1.5])),
         sample("b", [20.0, 32.0], modifier("stat", "staterror", [4.0, 1.0]))], [30.0, 35.0])
    yield "a normsys and a histosys of one name", one(
        [signal([8.0, 9.0]), sample("b", two, modifier("shape", "normsys", {"hi": 1.1, "lo": 0.95}),
                                    shape([55.0, 50.0], [47.0, 53.0]))], [62.0, 55.0])
    yield "anticorrelated normsys", workspace(
        {"SR": [signal([8.0, 9.0]), sample("bkg", two, modifier("norm", "normsys", {"hi": 0.8, "lo": 1.3}))],
         "CR": [sample("bkg", [100.0, 120.0], NORM)]},
        {"SR": [60.0, 55.0], "CR": [118.0, 131.0]})
    yield "nuisances beyond 1", workspace(
        {"SR": [signal([8.0, 9.0]), sample("bkg", two, NORM)],
         "CR": [sample("bkg", [1000.0, 1200.0], NORM, shape([1100.0, 1250.0], [930.0, 1180.0]))]},
        {"SR": [80.0, 75.0], "CR": [1708.0, 1911.0]})
    yield "nuisance at its bound", workspace(
        {"SR": [signal([8.0, 9.0]), sample("bkg", two, NORM)], "CR": [sample("bkg", [1000.0], NORM)]},
        {"SR": [80.0, 75.0], "CR": [1500.0]}, parameters=[{"name": "norm", "bounds": [[-1.0, 1.0]]}])
    yield "free normalization without influence", one(
        [signal([8.0, 9.0]), sample("a", [0.0, 0.0], modifier("k", "normfactor")), sample("b", two, stat)],
        [62.0, 55.0])
    yield "two free normalizations of one sample", one(
        [signal([8.0, 9.0]),
         sample("b", two, modifier("k", "normfactor"), modifier("l", "normfactor"), stat)], [62.0, 55.0])
    yield "mu on two samples", one(
        [signal([8.0, 9.0]), sample("second", [1.0, 2.0], MU, NORM), sample("b", two, stat)], [62.0, 55.0])
    yield "mu squared", one(
        [sample("signal", [8.0, 9.0], MU, modifier("k", "normfactor")), sample("b", two, stat)], [62.0, 55.0],
        parameters=[{"name": "k", "inits": [0.8], "fixed": True}])
    yield "a small lower bound of gamma", one(
        [signal([8.0]), sample("b", [2.0], modifier("b", "shapesys", [1.9]))], [4.0])
    # Counts of 0.
    yield "observed 0 in a bin", one([signal([12.0, 11.0]), sample("bkg", [5.0, 3.0], NORM)], [6.0, 0.0])
    yield "observed 0 everywhere", one(
        [signal([3.0, 2.0]), sample("bkg", [5.0, 3.0], modifier("b", "shapesys", [1.0, 1.0]))], [0.0, 0.0])
    yield "observed 0 in one bin", one([signal([3.0]), sample("bkg", [1.5], modifier("b", "staterror", [0.5]))], [0.0])
    yield "observed 0, nothing expected", one(
        [signal([0.0, 3.0]), sample("bkg", [0.0, 3.0], NORM)], [0.0, 4.0])
    yield "observed 0, no background", one([signal([4.0, 3.0]), sample("bkg", [0.0, 3.0], NORM)], [0.0, 4.0])
    yield "observed 0, negative mu", one(
        [signal([4.0, 3.0]), sample("bkg", [1.0, 3.0], NORM)], [0.0, 4.0],
        parameters=[{"name": "mu", "bounds": [[-5.0, 5.0]]}])
    yield "observed 0, negative shape", one(
        [signal([4.0, 3.0]), sample("bkg", [1.0, 6.0], shape([3.0, 3.0], [0.1, 8.5]))], [0.0, 11.0])
    yield "observed 0, negative shape of lines", one(
        [signal([4.0, 3.0]), sample("bkg", [1.0, 6.0], shape([3.0, 3.0], [0.1, 8.5]))], [0.0, 11.0])


# Corner cases that are not interpolated by pyhf's defaults.
INTERPOLATION = {
    "observed 0, negative shape of lines": CODES[1],
    "one-sided histosys": CODES[1],
    "zero histosys": CODES[2],
}
