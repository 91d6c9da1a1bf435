"""Known answers for models/solow_swan.yaml, in 50-digit decimal arithmetic: python3 expected.py > expected.csv

k follows k' = (s k^a + (1 - d) k)/((1 + n)(1 + g)), iterated directly on capital per effective worker (the model works on
capital, labour and technology). k_star and the convergence factor are closed forms. Saving is .24 in year 0, and after it .24 in the
scenario that the model file stands for, .3 in thrifty.yaml.
"""

import csv
import pathlib
import sys
from decimal import Decimal as D, getcontext

getcontext().prec = 50
here = pathlib.Path(__file__).parent
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["scenario", "draw", "year", "k", "k_star", "convergence", "growth"])
for scenario, s in ("solow_swan", D("0.24")), ("thrifty", D("0.3")):
    for row in csv.DictReader(open(here / "parameters.csv")):
        a, d, n, g = (D(row[c]) for c in ("a", "d", "n", "g"))
        grow = (1 + n) * (1 + g)
        k_star = (s / (grow - (1 - d))) ** (1 / (1 - a))
        convergence = a + (1 - a) * (1 - d) / grow
        k = D(1)
        for year in range(401):
            if year:
                saved = D("0.24") if year == 1 else s
                new = (saved * k**a + (1 - d) * k) / grow
                growth = (1 + g) * (new / k) ** a - 1
                k = new
            if year in (1, 2, 5, 10, 50, 100, 200, 400):
                out.writerow([scenario, row["draw"], year, *(f"{x:.20e}" for x in (k, k_star, convergence, growth))])
