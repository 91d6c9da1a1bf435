"""Draws and known answers for models/w1.yaml, in plain Python floats: python3 expected.py

Writes parameters.csv, shocks.csv and expected.csv. The equations are written out again here from the description of the
workload, sector by sector and without arrays, so that they share nothing with the model file.
"""

import csv
import math
import pathlib
import random

here = pathlib.Path(__file__).parent
NAMES = ["p", "q", "b", "M", "om", "g", "da", "de", "ka", "cr", "eta", "th"]
SECTORS = [  # Y0, K0, sh0, A0, al, w, phi, gs, sig, chi, xi, d0, d1, ub
    (8, 18, .18, .05, .35, .6, .8, .004, .14, -.02, .15, 0, .05, .3),
    (22, 60, .17, .12, .42, 1.0, 1.0, .002, .24, .10, .20, 0, .10, .5),
    (7, 14, .08, .06, .30, .7, 1.2, -.002, .16, -.04, .20, 0, .04, .2),
    (18, 36, .20, .18, .33, 1.1, 1.1, .001, .18, -.03, .15, 0, .12, .4),
    (6, 12, .03, .55, .40, 1.4, .9, .010, .26, -.01, .15, 1, 0, .6),
    (39, 110, .34, .15, .36, .9, 1.0, 0, .20, -.02, .15, 0, .10, .5),
]
YEARS = 15


def draw(rng):
    n, beta = rng.gauss, rng.betavariate
    return [
        math.exp(math.log(.012) + .30 * n(0, 1)), math.exp(math.log(.28) + .20 * n(0, 1)), .60 + .15 * n(0, 1), .70 + .30 * beta(4, 2),
        .20 + .05 * n(0, 1), .010 + .004 * n(0, 1), .02 * n(0, 1), .03 + .06 * beta(3, 3), math.exp(math.log(.10) + .25 * n(0, 1)),
        max(0., .5 + .2 * n(0, 1)), math.exp(math.log(.04) + .25 * n(0, 1)), .5 + .5 * beta(4, 2)]


def path(values, shocks):
    p, q, b, M, om, g, da, de, ka, cr, eta, th = values
    state = [dict(A=s[3], a=0., K=s[1], sh=s[2], Y=s[0], P=s[0] / (s[2] * 100)) for s in SECTORS]
    z = o = 0.
    KG, Y, P = 80., 100., 1.
    for t in range(1, YEARS + 1):
        e1, e2, e3 = shocks[t - 1]
        z, o = .5 * z + .010 * e1, .6 * o + .10 * e3
        v = math.exp(.08 * e2 - .0032)
        G = 5 * 1.03 ** (t - 1) + (1.5 if 3 <= t <= 8 else 0)
        KG = .95 * KG + th * G
        workers = 100 * 1.008**t
        pulls = [x["sh"] * (x["P"] / P) ** eta for x in state]
        digital = 0.
        for x, pull, (Y0, K0, sh0, _, al, w, phi, gs, sig, chi, xi, d0, d1, ub) in zip(state, pulls, SECTORS):
            m = math.exp(b * ub * (1 - math.exp(-t / 5)))
            A = min(M, x["A"] + (p + q * m * x["A"] / M) * (M - x["A"]))
            x["a"] += g + gs + om * w * (A - x["A"])
            x["K"] = (1 - de) * x["K"] + sig * v * x["Y"] + cr * th * xi * G
            x["sh"] = pull / sum(pulls)
            x["A"] = A
            labour = x["sh"] * workers
            x["Y"] = Y0 * math.exp(
                x["a"] + (al + da) * math.log(x["K"] / K0) + (1 - al - da) * math.log(labour / (sh0 * 100))
                + ka * phi * math.log(KG / 80) + z + chi * o)
            x["P"] = x["Y"] / labour
            digital += (d0 + d1 * A) * x["Y"]
        total = sum(x["Y"] for x in state)
        yield t, total, 100 * (total / Y - 1), 100 * digital / total, sum(x["sh"] * x["A"] for x in state)
        Y, P = total, total / workers


def main():
    rng = random.Random(20211026)
    draws = [(draw(rng), [[rng.gauss(0, 1) for _ in range(3)] for _ in range(YEARS)]) for _ in range(8)]
    files = {
        "parameters.csv": [["draw", *NAMES]] + [[i, *values] for i, (values, _) in enumerate(draws)],
        "shocks.csv": [["draw", "year", "e1", "e2", "e3"]] + [[i, t + 1, *e] for i, (_, s) in enumerate(draws) for t, e in enumerate(s)],
        "expected.csv": [["scenario", "draw", "year", "Y", "gr", "dsh", "abar"]] + [["w1", i, *row] for i, d in enumerate(draws) for row in path(*d)],
    }
    for name, rows in files.items():
        with open(here / name, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
