"""W3 by SALib and numpy on one thread: w3_salib.py RUNS prints one line of JSON; RUNS is 14 times a power of two."""

import sys

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sample

import six_sectors as model
from report import Work, expect

RANGES = dict(
    p=[0.006, 0.024], q=[0.18, 0.42], b=[0.3, 0.9], M=[0.75, 1], om=[0.1, 0.3], g=[0.002, 0.018],
    da=[-0.04, 0.04], de=[0.035, 0.085], ka=[0.06, 0.16], cr=[0.1, 0.9], eta=[0.024, 0.066], th=[0.6, 1],
)  # fmt: skip
# First order of p, q, b and so on, as 2^18 points give it.
KNOWN = [0.0001, 0.004, 0.0001, 0.024, 0.168, 0.527, 0.008, 0.204, 0.003, 0.014, 0.017, 0.020]

runs = int(float(sys.argv[1]))
points = runs // (len(RANGES) + 2)
problem = dict(num_vars=len(RANGES), names=list(RANGES), bounds=list(RANGES.values()))
work = Work()
inputs = sample.sample(problem, points, calc_second_order=False)
work.ended("draw")
output = np.empty(len(inputs))
for start in range(0, len(inputs), 20_000):
    part = inputs[start : start + 20_000].T
    shocks = np.zeros((3, model.YEARS, part.shape[1]))
    output[start : start + 20_000] = model.simulate(part, shocks)[0, -1]
work.ended("simulate")
found = analysis.analyze(problem, output, calc_second_order=False, seed=1)
work.ended("estimate")
work.report("W3", "SALib + numpy", len(inputs))
expect(found["S1"], KNOWN, 0.01, "indices")
