"""Known answers for models/klein_1.yaml, in exact decimal arithmetic from data.csv: python3 expected.py > expected.csv

One-step predictions with the published two-stage least-squares coefficients (four decimals) and the values observed in the
same year. The sums of squared residuals that follow, 21.92499, 29.04868 and 10.00528, are those of the textbooks (21.92525,
29.04686, 10.00496 with all digits of the coefficients) up to the rounding of the coefficients.
"""

import csv
import pathlib
import sys
from decimal import Decimal as D

here = pathlib.Path(__file__).parent
data = {int(r["year"]): {k: D(v) for k, v in r.items() if k != "year"} for r in csv.DictReader(open(here / "data.csv"))}
c = {k: D(v) for k, v in next(csv.DictReader(open(here / "parameters.csv"))).items()}
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["scenario", "draw", "year", "C_hat", "I_hat", "Wp_hat", "C_residual", "I_residual", "Wp_residual"])
for year in range(1921, 1942):
    now, past = data[year], data[year - 1]
    consumption = c["a0"] + c["a1"] * now["P"] + c["a2"] * past["P"] + c["a3"] * (now["Wp"] + now["Wg"])
    investment = c["b0"] + c["b1"] * now["P"] + c["b2"] * past["P"] + c["b3"] * past["K"]
    wages = c["c0"] + c["c1"] * now["X"] + c["c2"] * past["X"] + c["c3"] * (year - 1931)
    out.writerow(["textbook", 0, year, consumption, investment, wages, now["C"] - consumption, now["I"] - investment, now["Wp"] - wages])
