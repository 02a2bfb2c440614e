"""Random workspaces that use every modifier, every way to share a parameter, and every setting of a measurement."""

import numpy as np

CHANNELS = ["SR_b", "SR_a", "CR", "VR"]
SAMPLES = ["signal", "ttbar", "Wjets", "fakes"]


class Generator:
    """Draws one workspace. What it must contain is said by the arguments, the rest is random."""

    def __init__(self, seed, channels=2, samples=3, zeros=False, configured=(), poi="mu", largest=4):
        self.random = np.random.default_rng(seed)
        self.names = self.random.permutation(CHANNELS[:channels]).tolist()
        self.samples = SAMPLES[:samples]
        self.zeros, self.configured, self.poi = zeros, configured, poi
        # A shapefactor has as many parameters as its first channel has bins, so that none after may have more.
        sizes = sorted(self.random.integers(1, largest + 1, channels).tolist(), reverse=True)
        self.bins = dict(zip(sorted(self.names), sizes))
        # A staterror of a channel of its own where the measurement configures it.
        is_configured = any(entry["name"] == "stat_CR" for entry in configured)
        self.shared_stat = not is_configured and self.chance(0.5)

    def uniform(self, low, high, size=None):
        return np.round(self.random.uniform(low, high, size), 3).tolist()

    def chance(self, probability):
        return self.random.uniform() < probability

    def workspace(self):
        channels = [{"name": name, "samples": self.channel(name)} for name in self.names]
        observations = [{"name": name, "data": self.uniform(20, 90, self.bins[name])} for name in self.names]
        parameters = [
            {"name": "lumi", "inits": [1.0], "bounds": [[0.5, 1.5]], "auxdata": [1.02], "sigmas": [0.03]},
            {"name": "absent", "fixed": True},
            *self.configured,
        ]
        measurement = {"name": "meas", "config": {"poi": self.poi, "parameters": parameters}}
        return {
            "channels": channels,
            "observations": observations,
            "measurements": [measurement],
            "version": "1.0.0",
        }

    def channel(self, name):
        """All samples in an order of their own; the signal may be absent."""
        samples = [sample for sample in self.samples if sample != "signal" or self.chance(0.8) or name == self.names[0]]
        return [self.sample(name, sample) for sample in self.random.permutation(samples).tolist()]

    def sample(self, channel, sample):
        size = self.bins[channel]
        nominal = self.uniform(2, 12, size) if sample == "signal" else self.uniform(10, 40, size)
        if self.zeros and sample == "fakes":
            nominal[0] = 0.0
        modifiers = self.factors(sample) + self.systematics(nominal) + self.bin_factors(channel, sample, nominal)
        return {
            "name": sample,
            "data": nominal,
            "modifiers": [modifiers[i] for i in self.random.permutation(len(modifiers))],
        }

    def factors(self, sample):
        result = []
        if sample == "signal":
            result.append({"name": "mu", "type": "normfactor", "data": None})
        if sample in ("ttbar", "Wjets") and self.chance(0.7):
            result.append({"name": "k_top", "type": "normfactor", "data": None})
        if self.chance(0.6):
            result.append({"name": "lumi", "type": "lumi", "data": None})
        return result

    def systematics(self, nominal):
        """JES is a histosys and a normsys, also of one sample."""
        result = []
        for name in ("JES", "xsec", "ISR"):
            if name != "ISR" and self.chance(0.6):
                hi, lo = self.uniform(0.9, 1.4), self.uniform(0.7, 1.1)
                result.append({"name": name, "type": "normsys", "data": {"hi": hi, "lo": lo}})
            if name != "xsec" and self.chance(0.6):
                hi, lo = ((np.array(nominal) * self.random.uniform(*r, len(nominal))).round(3).tolist()
                          for r in ((0.9, 1.3), (0.75, 1.05)))
                result.append({"name": name, "type": "histosys", "data": {"hi_data": hi, "lo_data": lo}})
        return result

    def bin_factors(self, channel, sample, nominal):
        result = []
        relative = self.random.uniform(0.05, 0.3, len(nominal))
        uncertainty = (np.array(nominal) * relative + 0.1).round(3).tolist()
        if sample != "signal":
            if sample == "fakes":
                if self.zeros:
                    uncertainty[-1] = 0.0
                result.append({"name": f"fakes_{channel}", "type": "shapesys", "data": uncertainty})
                if self.zeros:
                    result.append({"name": f"few_{channel}", "type": "staterror", "data": uncertainty})
            else:
                name = "stat_all" if self.shared_stat else f"stat_{channel}"
                result.append({"name": name, "type": "staterror", "data": uncertainty})
        if sample == "Wjets" and self.chance(0.6):
            result.append({"name": "shape", "type": "shapefactor", "data": None})
        return result


CODES = [
    None,
    {"normsys": {"interpcode": "code1"}, "histosys": {"interpcode": "code0"}},
    {"normsys": {"interpcode": "code4"}, "histosys": {"interpcode": "code2"}},
    {"normsys": {"interpcode": "code1"}, "histosys": {"interpcode": "code4p"}},
    {"normsys": {"interpcode": "code4"}, "histosys": {"interpcode": "code0"}},
]


def configured(seed, workspace_bins):
    """Settings of single parameters, by turns."""
    size = workspace_bins
    settings = [
        [{"name": "mu", "inits": [0.7], "bounds": [[-1.0, 5.0]]}, {"name": "xsec", "fixed": True}],
        [{"name": "JES", "inits": [0.2], "auxdata": [0.1]}, {"name": "k_top", "inits": [1.1], "fixed": True}],
        [
            {"name": "fakes_CR", "inits": [0.9] * size, "factors": [30.0 + i for i in range(size)]},
            {"name": "stat_CR", "sigmas": [0.1 + 0.01 * i for i in range(size)]},
        ],
        [
            {"name": "fakes_CR", "auxdata": [25.0 + i for i in range(size)], "fixed": False},
            {"name": "stat_CR", "auxdata": [0.95] * size, "bounds": [[0.1, 4.0]] * size},
        ],
    ]
    return settings[seed % len(settings)]
