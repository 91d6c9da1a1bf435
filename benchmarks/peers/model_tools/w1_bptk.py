"""W1 by BPTK-Py, one draw at a time; w1_bptk.py DRAWS."""

import re, sys
from importlib.metadata import version

import numpy as np
from BPTK_Py import Model
from BPTK_Py import sd_functions as sd

import equations as w1

COUNT = int(sys.argv[1])
STATES = w1.starting_values()
KNOWN = [w1.known_of_year(t) for t in range(1, 16)]
INPUTS = ["e1", "e2", "e3"] + list(KNOWN[0])
parameters, shocks = w1.draws(COUNT)

model = Model(starttime=0.0, stoptime=14.0, dt=1.0, name="w1")
space = {}
for name in w1.PARAMETERS:
    space[name] = model.constant(name)
for name in INPUTS:
    space[name] = model.converter(name)
for name, value in STATES.items():
    space[f"{name}_last"] = stock = model.stock(f"{name}_last")
    stock.initial_value = value
for name, text in w1.equations():
    space[name] = model.converter(name)
functions = dict(exp=sd.exp, log=sd.log if hasattr(sd, "log") else sd.ln, min=sd.min)
for name, text in w1.equations():
    space[name].equation = eval(re.sub(r"(\w+)\(-1\)", r"\1_last", text), functions, space)
for name in STATES:
    flow = model.biflow(f"{name}_change")
    flow.equation = space[name] - space[f"{name}_last"]
    space[f"{name}_last"].equation = flow


def lookup(name, values):
    model.points[name] = [[float(t), float(v)] for t, v in enumerate(values)]


for name in KNOWN[0]:
    lookup(name, [year[name] for year in KNOWN])
for name in INPUTS:
    if name not in model.points:
        lookup(name, np.zeros(15))
    space[name].equation = sd.lookup(sd.time(), name)


def work():
    results = np.empty((4, 15, COUNT))
    for draw in range(COUNT):
        for name, value in zip(w1.PARAMETERS, parameters[:, draw]):
            space[name].equation = float(value)
        for k in range(3):
            lookup(f"e{k + 1}", shocks[k, :, draw])
        model.reset_cache()
        for place, name in enumerate(["yt", "gr", "dsh", "abar"]):
            results[place, :, draw] = [space[name](float(t)) for t in range(15)]
    return results


cpu, results = w1.timed(work, runs=3)
w1.report("BPTK-Py", version("BPTK-Py"), COUNT, cpu, w1.check(results, parameters, shocks, "BPTK-Py"), "its Python side; it drops the parentheses of a - (b + c), so the equations do without them")
