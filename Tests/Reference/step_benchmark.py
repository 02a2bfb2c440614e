"""Times an optimizer step of neos and of a compiled JAX program that computes the same, and prints the ratios.

    swift build -c release
    python Tests/Reference/step_benchmark.py [--repeats 5] [--steps N] [--problems published demo wide] [--json]

Each program runs in a process of its own, on all cores, in turns: neos, JAX, neos, JAX. A run takes a first step,
some steps that do not count, and then the steps that count, in parts of equal length; a time is that of a part,
divided by its steps; the minimum is that of whole runs. The first step is timed from the start of the process: `neos
run` of the session, and Python with its imports and JAX's compilation. neos evaluates before and after its first
step, JAX before it alone.

The JAX program is `published.py` and `likelihoods.py` as they are, with what makes it fast: all samples go through
the network at once, in single precision as in neos; the statistics are in double precision; the fit is a fixed
number of Newton's iterations, differentiated by the envelope theorem; loss, gradient and Adam are one compiled
function, whose state is updated in place, and each step is waited for. Before anything is timed, the losses of the
first steps are compared. No metrics are computed, and nothing is printed for a step.

The original programs are no counterpart, as what PyPI has of them does not run with the pinned versions:
- `pip install neos` (0.3.0) stops at "The 'sklearn' PyPI package is deprecated". With that check turned off, and
  pyhf 0.7.6 beside it, it imports, but calls relaxed with arguments that are gone: "missing a required argument:
  'init_pars'" with relaxed 0.4.0, "got an unexpected keyword argument 'lr'" with 0.3.0. The models of pyhf 0.7.6
  do not take traced templates either (TracerArrayConversionError).
- relaxed 0.4.0 alone, with a likelihood from here, fails in the fit of its `infer.hypotest` with jaxopt 0.8.5:
  "pytree structure error: different numbers of pytree children".
- neos 0.1.5 does not import: "cannot import name 'hist_kde' from 'relaxed'".
"""

import argparse
import functools
import json
import math
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WARM, PARTS = 5, 5
NEWTON = 10
# Of the losses, relative: as they are at the start, and after steps of networks in single precision.
CHECKED, AT_START, AFTER_STEPS = 3, 1e-5, 1e-3
# 'published' and 'demo' are those of the sessions, the latter on all of its events at once. So many steps that a run of
# the quicker ones outlasts the moods of a shared machine.
PROBLEMS = {
    "published": {
        "hidden": [1024], "events": 500, "bins": 2, "bandwidth": 0.5, "floor": 0, "seeds": (1, 13), "edges": False,
        "steps": 1000},
    "demo": {
        "hidden": [1024, 1024], "events": 2000, "bins": 4, "bandwidth": 0.09, "floor": 1e-3, "seeds": (0, 0),
        "edges": True, "steps": 50},
    "wide": {
        "hidden": [100, 100], "events": 2000, "bins": 10, "bandwidth": 0.1, "floor": 1e-3, "seeds": (0, 0),
        "edges": False, "steps": 200},
}
RATE = 1e-3


def session(problem):
    """The lines of a session that computes the problem, up to its first step."""
    events, network = problem["seeds"]
    layers = " ".join(f"{width} relu" for width in problem["hidden"])
    return [
        f"seed events={events} network={network}",
        f"data blobs samples=4 events={problem['events']}",
        f"network {layers} 1 sigmoid",
        f"histogram kde bins=0:1:{problem['bins']} bandwidth={problem['bandwidth']}",
        f"scale signal=2 background=10 luminosity=10 floor={problem['floor']}",
        "model histosys",
        "objective cls",
        f"optimizer adam rate={RATE}",
        "metrics none",
        *(["train edges"] if problem["edges"] else []),
    ]


def jax_steps(problem):
    """Takes a step at each turn, and yields the loss before it once the step is finished."""
    import reference  # noqa: F401 (JAX's settings)
    import jax
    import jax.numpy as jnp
    from jax.example_libraries.optimizers import adam

    from asymptotics import expected_cls
    from likelihoods import HISTOSYS
    from published import blobs, network, yields

    event_seed, network_seed = problem["seeds"]
    samples = blobs(HISTOSYS.templates, problem["events"], event_seed)
    events = jnp.concatenate(list(samples.values())).astype(jnp.float32)
    weights, predict = network(problem["hidden"], seed=network_seed)
    edges = jnp.linspace(0, 1, problem["bins"] + 1)

    def newton(likelihood, templates, mu, data):
        def minus_log(alpha):
            return -likelihood.log_density(templates, likelihood.with_poi(mu, alpha[None]), data)

        def iterate(_, place):
            alpha, lower, upper = place
            (value, slope), (_, curvature) = jax.jvp(
                jax.value_and_grad(minus_log), (alpha,), (jnp.ones_like(alpha),))
            # Where a rate would be negative there is no likelihood: back to 0, which has one.
            rising = jnp.where(jnp.isnan(value), alpha > 0, slope > 0)
            lower, upper = jnp.where(rising, lower, alpha), jnp.where(rising, alpha, upper)
            # Where Newton's step would leave the bracket, it is halved.
            found = jnp.where(jnp.isnan(value), jnp.nan, alpha - slope / curvature)
            inside = (found >= lower) & (found <= upper)
            return jnp.where(inside, found, (lower + upper) / 2), lower, upper

        place = tuple(map(jnp.asarray, (0.0, *likelihood.bounds(0)[0])))
        return jax.lax.stop_gradient(jax.lax.fori_loop(0, NEWTON, iterate, place)[0])[None]

    def loss(trained):
        inner = trained.get("inner", edges[1:-1])
        binning = jnp.concatenate([edges[:1], inner, edges[-1:]]), problem["bandwidth"]
        scores = jnp.split(predict(trained["weights"], events), len(samples))
        templates = {name: yields(name, s, *binning) + problem["floor"] for name, s in zip(samples, scores)}
        return expected_cls(HISTOSYS, templates, newton)

    initialize, update, current = adam(RATE)

    @functools.partial(jax.jit, donate_argnums=0)
    def step(state):
        number, memory = state
        value, gradient = jax.value_and_grad(loss)(current(memory))
        return value, (number + 1, update(number, gradient, memory))

    trained = {"weights": weights, **({"inner": edges[1:-1]} if problem["edges"] else {})}
    state = jnp.asarray(0), initialize(trained)
    while True:
        value, state = jax.block_until_ready(step(state))
        yield float(value)


def peer(problem, steps):
    """The JAX program: says when the first step, the others that do not count, and each part are finished."""
    losses = jax_steps(problem)
    if not steps:
        print(json.dumps([next(losses) for _ in range(CHECKED + 1)]))
        return
    for count in [1, WARM, *[steps] * PARTS]:
        last = [next(losses) for _ in range(count)][-1]
        print("finished", flush=True)
    assert math.isfinite(last), f"the loss is {last}"


def jax_command(name, steps):
    return [sys.executable, str(pathlib.Path(__file__).resolve()), "--peer", name, "--steps", str(steps)]


def times(command, steps):
    """The seconds from the start of a process to its first step, and those of a step in each part."""
    start, marks = time.monotonic(), []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if line.strip() == "finished":
                marks.append(time.monotonic())
    if process.returncode or len(marks) != PARTS + 2:
        sys.exit(f"{command[0]} failed with {process.returncode}")
    return marks[0] - start, [(end - begin) / steps for begin, end in zip(marks[1:], marks[2:])]


def check(neos, name, path):
    """Both programs have the same losses, at the start and after a few steps."""
    path.write_text("\n".join([*session(PROBLEMS[name]), "show loss", f"step {CHECKED}"]) + "\n")
    answer = subprocess.run([neos, "run", "--json", str(path)], check=True, capture_output=True, text=True).stdout
    events = [json.loads(line) for line in answer.splitlines()]
    ours = [event["rows"][0][1] for event in events if event["event"] == "show"]
    ours += [event["loss"] for event in events if event["event"] == "step"]
    theirs = json.loads(subprocess.run(jax_command(name, 0), check=True, capture_output=True, text=True).stdout)
    assert len(ours) == len(theirs) == CHECKED + 1, f"{name}: {len(ours)} losses, {len(theirs)} of JAX"
    for step, (our, their) in enumerate(zip(ours, theirs)):
        error, limit = abs(our / their - 1), AFTER_STEPS if step else AT_START
        assert error <= limit, f"{name}, step {step}: loss {our}, JAX {their}, {error:.1g} apart, {limit:.1g} allowed"
    return max(abs(our / their - 1) for our, their in zip(ours, theirs))


def measure(neos, name, steps, repeats, folder):
    path = folder / f"{name}.neos"
    difference = check(neos, name, path)
    counts = [1, WARM, *[steps] * PARTS]
    lines = [line for count in counts for line in (f"step {count}", "echo finished")]
    path.write_text("\n".join([*session(PROBLEMS[name]), *lines]) + "\n")
    commands = {"neos": [neos, "run", "--quiet", str(path)], "jax": jax_command(name, steps)}
    found = {program: [] for program in commands}
    for _ in range(repeats):
        for program, command in commands.items():
            found[program].append(times(command, steps))
    result = {"difference": difference, "steps": PARTS * steps}
    for program, runs in found.items():
        parts = [part for _, run in runs for part in run]
        result[program] = {
            # A part can look short where the line before it was read late; a whole run cannot by much.
            "median": statistics.median(parts), "minimum": min(statistics.mean(run) for _, run in runs),
            "first": statistics.median(first for first, _ in runs)}
    for key in ("median", "minimum", "first"):
        result[f"{key} ratio"] = result["jax"][key] / result["neos"][key]
    return result


def processor():
    """The name of the CPU, and how many cores there are."""
    information = pathlib.Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return (names or [platform.processor() or platform.machine()])[0], os.cpu_count()


def warn_of_product_settings():
    """Says on stderr what is set for OpenBLAS in place of its own choice for the processor."""
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        if name in os.environ:
            print(
                f"{name}={os.environ[name]} is set: matrix products may be slower than OpenBLAS has them by itself",
                file=sys.stderr)


def row(name, result):
    def milliseconds(program):
        return f"{1e3 * result[program]['median']:.3g} ({1e3 * result[program]['minimum']:.3g})"

    cells = [
        f"{name}, {result['steps']}", milliseconds("neos"), milliseconds("jax"), f"{result['median ratio']:.2f}",
        f"{result['neos']['first']:.3f}", f"{result['jax']['first']:.2f}", f"{result['first ratio']:.0f}",
        f"{result['difference']:.0e}"]
    return f"| {' | '.join(cells)} |"


def at_least_one(text):
    """The value of an option that counts something."""
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(f"at least 1, found {text}")
    return count


def check_program(parser, neos):
    """Ends with an error of the parser where the program is not there."""
    if shutil.which(neos) is None:
        parser.error(f"argument --neos: there is no program {neos}; `swift build -c release` makes it")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neos", default=str(ROOT / ".build/release/neos"))
    parser.add_argument("--repeats", type=at_least_one, default=5, help="runs of each program")
    counts = ", ".join(f"{name} {problem['steps']}" for name, problem in PROBLEMS.items())
    parser.add_argument("--steps", type=int, help=f"steps of a run that count, in {PARTS} parts (default: {counts})")
    parser.add_argument("--problems", nargs="+", choices=PROBLEMS, default=list(PROBLEMS))
    parser.add_argument("--json", action="store_true", help="print JSON, times in seconds")
    parser.add_argument("--peer", choices=PROBLEMS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        peer(PROBLEMS[options.peer], options.steps)
        return
    check_program(parser, options.neos)
    warn_of_product_settings()
    cpu, cores = processor()
    results = {}
    if not options.json:
        print(f"{cpu}, {cores} cores; {options.repeats} runs in {PARTS} parts\n")
        print(
            "| problem, steps of a run | neos ms/step: median (min) | JAX | ratio | neos first step s | JAX | ratio "
            "| losses apart |")
        print("|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in options.problems:
            steps = max(1, (PROBLEMS[name]["steps"] if options.steps is None else options.steps) // PARTS)
            results[name] = measure(options.neos, name, steps, options.repeats, pathlib.Path(folder))
            if not options.json:
                print(row(name, results[name]), flush=True)
    if options.json:
        print(json.dumps({"cpu": cpu, "cores": cores, "problems": results}, indent=2))


if __name__ == "__main__":
    main()
