"""The data of W2, as `grdp bench` makes them: multiples of the roots of primes without their whole part."""

import numpy as np

PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73]


def sequence(count, number):
    """Mean 0 and variance 1."""
    multiple = np.arange(1, count + 1) * np.sqrt(float(PRIMES[number]))
    return np.sqrt(12.0) * (multiple - np.floor(multiple) - 0.5)


def regression(rows, coefficients):
    """Columns, the intercept first, and the response: coefficient k is k, errors have variance 1."""
    columns = np.stack([np.ones(rows)] + [sequence(rows, k) for k in range(coefficients - 1)], axis=1)
    return columns, columns @ np.arange(1.0, coefficients + 1) + sequence(rows, coefficients - 1)


TIMES = np.arange(15.0)


def growth(series):
    """Shares that grow to 0.9, with errors of standard deviation 0.02: one row each."""
    errors = sequence(series * len(TIMES), 0).reshape(series, len(TIMES))
    return 0.9 / (1 + np.exp(-0.45 * (TIMES - 7))) + 0.02 * errors
