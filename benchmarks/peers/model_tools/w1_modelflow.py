"""W1 by ModelFlow, one draw at a time; w1_modelflow.py DRAWS."""

import contextlib, io, sys
from importlib.metadata import version

import numpy as np
import pandas as pd
from modelclass import model

import equations as w1

COUNT = int(sys.argv[1])
text = "\n".join(f"FRML <> {name} = {body} $" for name, body in w1.equations())
flow = model(text)
parameters, shocks = w1.draws(COUNT)
years = range(0, 16)
base = pd.DataFrame(0.0, index=years, columns=sorted({n.upper() for n in flow.allvar}))
for name, value in w1.starting_values().items():
    base.loc[0, name.upper()] = value
for t in range(1, 16):
    for name, value in w1.known_of_year(t).items():
        base.loc[t, name.upper()] = value


def work():
    results = np.empty((4, 15, COUNT))
    for draw in range(COUNT):
        frame = base.copy()
        for name, value in zip(w1.PARAMETERS, parameters[:, draw]):
            frame[name.upper()] = value
        for number in range(3):
            frame.loc[1:, f"E{number + 1}"] = shocks[number, :, draw]
        with contextlib.redirect_stdout(io.StringIO()):
            solved = flow(frame, 1, 15, silent=1)
        results[:, :, draw] = solved.loc[1:15, ["YT", "GR", "DSH", "ABAR"]].to_numpy().T
    return results


cpu, results = w1.timed(work)
w1.report("ModelFlow", version("modelflowib"), COUNT, cpu, w1.check(results, parameters, shocks, "ModelFlow"), "its Python solver; filling the table included")
