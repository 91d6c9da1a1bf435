"""W2 by numpy, scipy and statsmodels on one thread: w2_python.py WAY COUNT prints one line of JSON.

W2a (refits of a regression to resampled rows): lstsq, normal, statsmodels. W2b (one regression of COUNT
rows): lstsq_b, statsmodels_b. W2c (growth curves): curve_fit. It stops unless the answers are right."""

import sys

import numpy as np

from known_data import TIMES, growth, regression
from report import Work, expect

WAY, COUNT = sys.argv[1], int(float(sys.argv[2]))
ROWS, COEFFICIENTS = 63, 8
# What resampling is known to give, within its own error: standard deviations of the coefficients of W2a.
SPREAD = [0.1265, 0.1198, 0.1234, 0.1323, 0.1510, 0.1174, 0.1215, 0.1267]
# Of a million rows, the first, second and last coefficient.
LARGE = [1.00001408299935, 2.00006859270152, 20.0000603687658]


def lstsq():
    columns, response = regression(ROWS, COEFFICIENTS)
    rng = np.random.default_rng(1)
    work = Work()
    refits = np.empty((COUNT, COEFFICIENTS))
    for refit in range(COUNT):
        rows = rng.integers(0, ROWS, ROWS)
        refits[refit] = np.linalg.lstsq(columns[rows], response[rows], rcond=None)[0]
    work.report("W2a", "numpy lstsq", COUNT)
    return refits


def statsmodels():
    from statsmodels.api import OLS

    columns, response = regression(ROWS, COEFFICIENTS)
    rng = np.random.default_rng(1)
    work = Work()
    refits = np.empty((COUNT, COEFFICIENTS))
    for refit in range(COUNT):
        rows = rng.integers(0, ROWS, ROWS)
        refits[refit] = OLS(response[rows], columns[rows]).fit().params
    work.report("W2a", "statsmodels OLS", COUNT)
    return refits


def normal():
    """Normal equations of many resamples at once: how often each row is drawn, times its products."""
    columns, response = regression(ROWS, COEFFICIENTS)
    rng = np.random.default_rng(1)
    work = Work()
    both = np.column_stack([columns, response])
    first, second = np.triu_indices(COEFFICIENTS + 1)
    products = both[:, first] * both[:, second]
    refits = np.empty((COUNT, COEFFICIENTS))
    for start in range(0, COUNT, 4000):
        n = min(4000, COUNT - start)
        rows = rng.integers(0, ROWS, (n, ROWS)) + ROWS * np.arange(n)[:, None]
        counts = np.bincount(rows.ravel(), minlength=n * ROWS).reshape(n, ROWS).astype(float)
        squares = np.empty((n, COEFFICIENTS + 1, COEFFICIENTS + 1))
        squares[:, first, second] = squares[:, second, first] = counts @ products
        refits[start : start + n] = np.linalg.solve(squares[:, :-1, :-1], squares[:, :-1, -1:])[:, :, 0]
    work.report("W2a", "numpy normal equations, batched", COUNT)
    return refits


def large(tool, solve):
    columns, response = regression(COUNT, 20)
    work = Work()
    found = solve(columns, response)
    work.report("W2b", tool, COUNT)
    if COUNT == 1_000_000:
        expect([found[0], found[1], found[19]], LARGE, 1e-12, "coefficients")


def curve_fit():
    from scipy.optimize import curve_fit

    def logistic(t, ceiling, rate, midpoint):
        return ceiling / (1 + np.exp(-rate * (t - midpoint)))

    series = growth(COUNT)
    work = Work()
    found = np.array([curve_fit(logistic, TIMES, values, p0=(1, 0.3, 8))[0] for values in series])
    work.report("W2c", "scipy curve_fit", COUNT)
    expect(found.mean(0), [0.9, 0.45, 7], 0.01, "curves")


if WAY in ("lstsq", "normal", "statsmodels"):
    refits = dict(lstsq=lstsq, normal=normal, statsmodels=statsmodels)[WAY]()
    expect(refits.std(0) / SPREAD, np.ones(COEFFICIENTS), 6 / (2 * COUNT) ** 0.5 + 0.02, "spread")
elif WAY == "lstsq_b":
    large("numpy lstsq", lambda x, y: np.linalg.lstsq(x, y, rcond=None)[0])
elif WAY == "statsmodels_b":
    from statsmodels.api import OLS

    large("statsmodels OLS", lambda x, y: OLS(y, x).fit().params)
elif WAY == "curve_fit":
    curve_fit()
else:
    sys.exit(__doc__)
