"""Known answers for models/sir.yaml, in 50-digit decimal arithmetic: python3 expected.py > expected.csv

Two independent routes: the daily recursion, and for the end of the epidemic the final-size equation
ln(S/S0) = -beta/gamma (N - S)/N solved by Newton's method (column S_final; no day-by-day path is used for it). `year` is the day.
"""

import csv
import pathlib
import sys
from decimal import Decimal as D, getcontext

getcontext().prec = 50
here = pathlib.Path(__file__).parent
N = D(763)
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["scenario", "draw", "year", "S", "I", "R", "S_final"])
for row in csv.DictReader(open(here / "parameters.csv")):
    beta, gamma = D(row["beta"]), D(row["gamma"])
    first = N - 1
    final = D(1)
    for _ in range(200):
        f = (final / first).ln() + beta / gamma * (N - final) / N
        final -= f / (1 / final - beta / gamma / N)
    s, i, r = first, D(1), D(0)
    for day in range(121):
        if day:
            escaped = s * (-beta * i / N).exp()
            s, i, r = escaped, i + (s - escaped) - gamma * i, r + gamma * i
        if day in (1, 2, 3, 5, 7, 9, 10, 15, 20, 30, 60, 120):
            out.writerow(["sir", row["draw"], day, *(f"{x:.20e}" for x in (s, i, r, final))])
