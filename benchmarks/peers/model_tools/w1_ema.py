"""W1 by the EMA Workbench, one draw at a time, the model in plain Python; w1_ema.py DRAWS."""

import logging, math, re, sys
from importlib.metadata import version

import numpy as np
from ema_workbench import ArrayOutcome, IntegerParameter, Model, RealParameter, Samplers
from ema_workbench import SequentialEvaluator, ema_logging

import equations as w1

COUNT = int(sys.argv[1])
lines = ["def year(s, n, pp, qq, bb, mm, om, gg, da, de, ka, cr, et, th):", "  (" + ", ".join(f"{k}_1" for k in w1.starting_values()) + ") = s"]
lines.append("  (lab, gov, u0, u1, u2, u3, u4, u5, e1, e2, e3) = n")
for name, text in w1.equations():
    lines.append(f"  {name} = " + re.sub(r"(\w+)\(-1\)", r"\1_1", text))
lines.append("  return (" + ", ".join(w1.starting_values()) + "), (yt, gr, dsh, abar)")
space = dict(exp=math.exp, log=math.log, min=min)
exec("\n".join(lines), space)
KNOWN = [tuple(w1.known_of_year(t).values()) for t in range(1, 16)]
START = tuple(w1.starting_values().values())
RANGES = [(0.006, 0.024), (0.18, 0.42), (0.3, 0.9), (0.75, 1), (0.1, 0.3), (0.002, 0.018), (-0.04, 0.04), (0.035, 0.085), (0.06, 0.16), (0.1, 0.9), (0.024, 0.066), (0.6, 1)]
SHOCKS = np.random.default_rng(1).standard_normal((3, 15, COUNT))


def simulate(number=0, **parameters):
    state, results = START, ([], [], [], [])
    shocks = SHOCKS[:, :, int(number)]
    for t in range(15):
        state, now = space["year"](state, KNOWN[t] + tuple(shocks[:, t]), **parameters)
        for column, value in zip(results, now):
            column.append(value)
    return dict(zip(["output", "growth", "share", "adoption"], results))


model = Model("w1", function=simulate)
model.uncertainties = [RealParameter(n, *r) for n, r in zip(w1.PARAMETERS, RANGES)] + [
    IntegerParameter("number", 0, COUNT - 1)
]
model.outcomes = [ArrayOutcome(n) for n in ["output", "growth", "share", "adoption"]]
ema_logging.log_to_stderr(logging.ERROR)


def work():
    with SequentialEvaluator(model) as evaluator:
        return evaluator.perform_experiments(scenarios=COUNT, uncertainty_sampling=Samplers.LHS)


cpu, (experiments, outcomes) = w1.timed(work)
parameters = experiments[w1.PARAMETERS].to_numpy().T.astype(float)
shocks = SHOCKS[:, :, experiments["number"].to_numpy().astype(int)]
results = np.stack([np.asarray(outcomes[n]).T for n in ["output", "growth", "share", "adoption"]])
w1.report("EMA Workbench", version("ema_workbench"), COUNT, cpu, w1.check(results, parameters, shocks, "EMA Workbench"), "sequential, model in plain Python")
