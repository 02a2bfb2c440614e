"""Writes figures/conformance.json: what pyhf makes of many workspaces, its fits and tests included.

    python conformance_reference.py [NAME ...]

With names, only these cases are made anew.

Each fit is made by SciPy's SLSQP and by Minuit, with tolerances tighter than pyhf's, and the better one is kept:
a fit that stops early shows in CLs, most of all where a test statistic is close to 0. Where a likelihood has several
maxima (`SEVERAL_MAXIMA`), SciPy starts from the best of many random points as well: from its usual start alone pyhf
then often ends in a lower maximum.
"""

import functools
import json
import logging
import multiprocessing
import os
import pathlib
import signal
import sys
import warnings

# Read when NumPy is first imported: the threads of SLSQP's small matrices cost more than the fits.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import pyhf
import scipy.optimize
from pyhf.exceptions import FailedMinimization

from conformance_cases import INTERPOLATION, corner_cases, random_workspace
from random_workspaces import CODES
from reference import assert_pinned_versions, plain, write_figures

CASES = 220
# Of a processor, for one fit.
SECONDS = 3
STEP = 1e-5
# Random points, and how many of the best of them are starts, each with other signs of the nuisances.
POINTS, STARTS = 600, 12
# The random workspaces in which a fit from another start ends in a higher maximum.
SEVERAL_MAXIMA = {
    6, 10, 16, 18, 31, 37, 38, 43, 51, 53, 54, 63, 71, 84, 94, 108, 111, 113, 121, 140, 146, 150, 151, 154, 155, 163,
    166, 174, 176, 186, 189, 190, 191,
}


class BestOptimizer:
    """pyhf's two optimizers in turn, then SciPy's once more where Minuit's is better.

    Compiling a model for JAX takes longer than its fits, so that the gradients are central differences: wrong by
    some 1e-8, which costs the square of that in the likelihood. All their points are one batch of pyhf's.
    """

    name = "best"

    def __init__(self):
        scipy = pyhf.optimize.scipy_optimizer(tolerance=1e-13, maxiter=300)
        minuit = pyhf.optimize.minuit_optimizer(tolerance=1e-4, strategy=0, maxiter=600)
        self.optimizers = [scipy, minuit, scipy]
        self.batch = None
        self.has_several_maxima = False

    def minimize(self, objective, data, pdf, init_pars, par_bounds, fixed_vals=None, return_fitted_val=False, **_):
        data, bounds = np.asarray(data, float), np.array(par_bounds, float)
        best, start = None, np.array(init_pars, float)

        def value(point):
            return float(objective(point, data, pdf)[0])

        @functools.lru_cache(maxsize=4)
        def remembered(key):
            point = np.frombuffer(key)
            ends = np.clip(np.array([[point - STEP], [point + STEP]]), *bounds.T)
            width = ends[1, 0] - ends[0, 0]
            points = np.tile(point, (2, len(point), 1))
            for end in (0, 1):
                np.fill_diagonal(points[end], ends[end, 0])
            below, above = np.asarray(self.batch.logpdf(points.reshape(-1, len(point)), data)).reshape(2, -1)
            return value(point), np.where(width > 0, -2 * (above - below) / np.where(width > 0, width, 1), 0)

        def value_and_gradient(point):
            result, gradient = remembered(np.array(point, float).tobytes())
            return result, gradient.copy()

        for turn, optimizer in enumerate(self.optimizers):
            if turn == 2 and gain < 1e-10:
                break
            gain = np.inf
            point = self.attempt(optimizer, value_and_gradient, start, bounds, fixed_vals or [])
            if point is None or not np.isfinite(value(point)):
                continue
            if best is not None:
                gain = value(best) - value(point)
            if gain > 0:
                best = start = point
        fixed_vals = fixed_vals or []
        for start in self.starts(value, np.array(init_pars, float), bounds, fixed_vals):
            point = self.attempt(self.optimizers[0], value_and_gradient, start, bounds, fixed_vals)
            if point is not None and np.isfinite(value(point)) and (best is None or value(point) < value(best) - 1e-9):
                best = point
        if best is None:
            raise FailedMinimization(scipy.optimize.OptimizeResult(message="none of the optimizers found a fit"))
        return (best, value(best)) if return_fitted_val else best

    def starts(self, value, initial, bounds, fixed):
        """The best of many random points, if the likelihood has several maxima."""
        if not self.has_several_maxima:
            return []
        random = np.random.default_rng(7)
        points = np.tile(initial, (POINTS, 1))
        # The start tells the nuisances around 0 from factors, which are positive.
        shifts = (bounds[:, 0] < 0) & (initial == 0)
        points[:, shifts] = random.normal(0, 1.3, (POINTS, shifts.sum()))
        points[:, ~shifts] *= np.exp(random.normal(0, 0.4, (POINTS, (~shifts).sum())))
        points = np.clip(points, *bounds.T)
        for index, held in fixed:
            points[:, index] = held
        values = np.array([value(point) for point in points])
        best = {}
        for index in np.argsort(np.where(np.isfinite(values), values, np.inf)):
            best.setdefault(tuple(points[index, shifts] > 0), points[index])
        return list(best.values())[:STARTS]

    def attempt(self, optimizer, function, start, bounds, fixed):
        """Where a fit ends, also if the optimizer is not sure of it; None where it breaks off."""
        previous = signal.signal(signal.SIGVTALRM, give_up)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            # pyhf's own `minimize` has no gradients with NumPy.
            found = optimizer._internal_minimize(
                function, start.copy(), do_grad=True, bounds=bounds.tolist(), fixed_vals=fixed, options={}
            ).x
        except FailedMinimization as failure:
            # Such as SLSQP gives at this tolerance, when rounding stops it.
            found = failure.result.x
        except (TimeoutError, ValueError, AttributeError):
            # An attribute error is what pyhf makes of Minuit's result where no parameter is free.
            return None
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, previous)
        point = np.clip(np.asarray(found, float), *bounds.T)
        for index, value in fixed:
            point[index] = value
        return point


def give_up(*_):
    raise TimeoutError


def rounded(value):
    """Fifteen digits, which JSON then needs at most."""
    return np.vectorize(lambda x: float(f"{x:.15g}"), otypes=[float])(np.asarray(value, float)).tolist()


def random_point(model, random, limit):
    """Parameters at which every bin expects counts; nuisances within a limit if there is one."""
    config = model.config
    for _ in range(1000):
        parameters = np.array(config.suggested_init())
        for index in range(len(parameters)):
            name = config.par_names[index].split("[")[0]
            parameter_set = config.param_set(name)
            # The start tells the nuisances around 0 from lumi and staterror, which are around 1.
            if getattr(parameter_set, "pdf_type", "") == "normal" and parameter_set.suggested_init[0] < 0.6:
                parameters[index] = random.uniform(-limit, limit) if limit else random.normal(0, 1.2)
            else:
                parameters[index] = random.uniform(0.6, 1.4)
        parameters = np.round(parameters, 6)
        expected = np.asarray(model.expected_data(parameters))[: config.nmaindata]
        if np.all(expected > 0):
            return parameters, expected
    raise ValueError("no point at which all bins expect counts")


def case(name, spec, settings, random, draws=False, has_several_maxima=False):
    interpolation = {} if settings is None else {"modifier_settings": settings}
    limit = 0.95 if settings and settings["histosys"]["interpcode"] == "code2" else None
    model = pyhf.Workspace(spec).model(**interpolation)
    config = model.config
    pyhf.optimizer.has_several_maxima = has_several_maxima
    pyhf.optimizer.batch = pyhf.Workspace(spec).model(batch_size=2 * config.npars, **interpolation)
    if draws:
        # What the model expects at another point, and sometimes far from it.
        _, expected = random_point(model, random, 0.8)
        counts = random.poisson(expected * random.choice([1.0, 1.0, 1.3], len(expected)))
        position = 0
        by_name = {observation["name"]: observation for observation in spec["observations"]}
        for channel in config.channels:
            bins = config.channel_nbins[channel]
            by_name[channel]["data"] = counts[position : position + bins].tolist()
            position += bins
    data = pyhf.Workspace(spec).data(model)
    try:
        parameters, _ = random_point(model, random, limit)
    except ValueError:
        parameters = np.array(config.suggested_init())
    codes = settings or {"normsys": {"interpcode": "code4"}, "histosys": {"interpcode": "code4p"}}
    result = {
        "name": name,
        "workspace": json.dumps(plain(spec), separators=(",", ":")),
        "normSys": codes["normsys"]["interpcode"],
        "histoSys": codes["histosys"]["interpcode"],
        "parameters": rounded(parameters),
        "expectedData": rounded(model.expected_data(parameters)),
    }
    # JSON has no infinity; where there is none here, the logarithm is minus infinity or not defined.
    logpdf = float(model.logpdf(parameters, data)[0])
    result["logpdf"] = rounded(logpdf) if np.isfinite(logpdf) else None
    try:
        _, value = pyhf.infer.mle.fit(data, model, return_fitted_val=True)
        result["twiceNLL"] = rounded(value)
    except FailedMinimization:
        result["twiceNLL"] = None
    result["observed"] = result["expected"] = None
    if config.poi_name is not None:
        try:
            observed, expected = pyhf.infer.hypotest(1.0, data, model, return_expected_set=True)
            values = [float(value) for value in (observed, *expected)]
            if np.all(np.isfinite(values)):
                result["observed"], result["expected"] = rounded(values[0]), rounded(values[1:])
            else:
                print(name, "CLs", values, flush=True)
        except (FailedMinimization, ValueError, pyhf.exceptions.UnspecifiedPOI) as error:
            print(name, "no CLs:", str(error).splitlines()[:1], flush=True)
    return result


def start_process():
    os.nice(10)
    logging.getLogger("pyhf").setLevel(logging.CRITICAL + 1)
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    pyhf.set_backend("numpy", BestOptimizer())


def make(job):
    kind, index = job
    random = np.random.default_rng([51, index])
    if kind == "corner":
        name, spec = list(corner_cases())[index]
        return case(name, spec, INTERPOLATION.get(name), random)
    settings = CODES[index % len(CODES)]
    quadratic = settings is not None and settings["histosys"]["interpcode"] == "code2"
    return case(f"random {index}", random_workspace(index, quadratic), settings, random, True, index in SEVERAL_MAXIMA)


def main():
    assert_pinned_versions()
    jobs = [("corner", index) for index in range(len(list(corner_cases())))]
    jobs += [("random", index) for index in range(CASES)]
    names = [name for name, _ in corner_cases()] + [f"random {index}" for index in range(CASES)]
    made = {}
    if chosen := sys.argv[1:]:
        figures = pathlib.Path(__file__).parent / "figures" / "conformance.json"
        made = {case["name"]: case for case in json.loads(figures.read_text())["cases"] if case["name"] not in chosen}
        jobs = [job for job, name in zip(jobs, names) if name not in made]
    # Processes of their own: those that are forked after JAX has started may hang.
    with multiprocessing.get_context("spawn").Pool(2, start_process) as pool:
        for result in pool.imap(make, jobs):
            made[result["name"]] = result
            print(result["name"], result["twiceNLL"], result["observed"], flush=True)
    write_figures("conformance", {"cases": [made[name] for name in names]})


if __name__ == "__main__":
    main()
