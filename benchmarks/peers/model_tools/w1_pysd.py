"""W1 by PySD from a Vensim file, one draw at a time; w1_pysd.py DRAWS."""

import os, re, sys, tempfile, warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
import pysd

import equations as w1

warnings.simplefilter("ignore")
COUNT = int(sys.argv[1])
STATES = w1.starting_values()
KNOWN = [w1.known_of_year(t) for t in range(1, 16)]
INPUTS = ["e1", "e2", "e3"] + list(KNOWN[0])


def vensim(text):
    # What is said of this year is the coming value of a state, what is said of last year the state.
    text = re.sub(r"\b([a-z]+\d?)\b(?!\()", lambda m: f"{m[1]}_next" if m[1] in STATES else m[1], text)
    text = re.sub(r"\b([a-z]+\d?)\(-1\)", r"\1", text)
    return text.replace("exp(", "EXP(").replace("log(", "LN(").replace("min(", "MIN(")


lines = ["{UTF-8}"]
for name, value in STATES.items():
    lines.append(f"{name} = INTEG({name}_next - {name}, {value!r})\n~ ~ |")
for name, text in w1.equations():
    lines.append(f"{name}_next = {vensim(text)}\n~ ~ |" if name in STATES else f"{name} = {vensim(text)}\n~ ~ |")
for name in w1.PARAMETERS + INPUTS:
    lines.append(f"{name} = 0.5\n~ ~ |")
lines.append("INITIAL TIME = 0\n~ ~ |\nFINAL TIME = 14\n~ ~ |\nTIME STEP = 1\n~ ~ |\nSAVEPER = TIME STEP\n~ ~ |")
folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "w1.mdl")
with open(path, "w") as file:
    file.write("\n\n".join(lines) + "\n\\\\\\---/// Sketch information - do not modify anything except names\n")
model = pysd.read_vensim(path)
parameters, shocks = w1.draws(COUNT)
known = {name: pd.Series([year[name] for year in KNOWN], index=range(15)) for name in KNOWN[0]}


def work():
    results = np.empty((4, 15, COUNT))
    for draw in range(COUNT):
        inputs = dict(zip(w1.PARAMETERS, parameters[:, draw])) | known
        inputs |= {f"e{k + 1}": pd.Series(shocks[k, :, draw], index=range(15)) for k in range(3)}
        run = model.run(params=inputs, return_columns=["yt_next", "gr", "dsh", "abar"])
        results[:, :, draw] = run[["yt_next", "gr", "dsh", "abar"]].to_numpy().T
    return results


cpu, results = w1.timed(work)
w1.report("PySD", version("pysd"), COUNT, cpu, w1.check(results, parameters, shocks, "PySD"), "from a Vensim file; loading excluded")
