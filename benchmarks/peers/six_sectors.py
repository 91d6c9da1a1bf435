"""The six-sector model W1 in numpy: the equations of models/w1.yaml, whole columns of draws at a time."""

import numpy as np

YEARS = 15
SECTORS = dict(
    output=[8, 22, 7, 18, 6, 39], capital=[18, 60, 14, 36, 12, 110],
    labour=[0.18, 0.17, 0.08, 0.20, 0.03, 0.34], adoption=[0.05, 0.12, 0.06, 0.18, 0.55, 0.15],
    elasticity=[0.35, 0.42, 0.30, 0.33, 0.40, 0.36], gain=[0.6, 1.0, 0.7, 1.1, 1.4, 0.9],
    public_weight=[0.8, 1.0, 1.2, 1.1, 0.9, 1.0], drift=[0.004, 0.002, -0.002, 0.001, 0.010, 0.0],
    invested=[0.14, 0.24, 0.16, 0.18, 0.26, 0.20], exposure=[-0.02, 0.10, -0.04, -0.03, -0.01, -0.02],
    public_share=[0.15, 0.20, 0.20, 0.15, 0.15, 0.15], digital_base=[0, 0, 0, 0, 1, 0],
    digital_slope=[0.05, 0.10, 0.04, 0.12, 0, 0.10], reach=[0.3, 0.5, 0.2, 0.4, 0.6, 0.5],
)  # fmt: skip
TABLE = {name: np.array(values, float)[:, None] for name, values in SECTORS.items()}
PARAMETERS = ["p", "q", "b", "M", "om", "g", "da", "de", "ka", "cr", "eta", "th"]


def draw(rng, n):
    """Parameters (12, n) and standard normal shocks (3, YEARS, n)."""
    normal = rng.standard_normal
    parameters = np.stack([
        0.012 * np.exp(0.30 * normal(n)), 0.28 * np.exp(0.20 * normal(n)), 0.60 + 0.15 * normal(n),
        0.70 + 0.30 * rng.beta(4, 2, n), 0.20 + 0.05 * normal(n), 0.010 + 0.004 * normal(n),
        0.02 * normal(n), 0.03 + 0.06 * rng.beta(3, 3, n), 0.10 * np.exp(0.25 * normal(n)),
        np.maximum(0, 0.5 + 0.2 * normal(n)), 0.04 * np.exp(0.25 * normal(n)), 0.5 + 0.5 * rng.beta(4, 2, n),
    ])  # fmt: skip
    return parameters, normal((3, YEARS, n))


def simulate(parameters, shocks, logarithms=False):
    """Total output, its growth, the digital share, average adoption: (4, YEARS, n).

    With `logarithms`, shares, output and productivity are carried in them, as models/w1.yaml has it."""
    p, q, b, ceiling, om, g, da, de, ka, cr, eta, th = parameters
    c = TABLE
    n = parameters.shape[1]
    one = np.ones((6, n))
    adoption, capital, share = c["adoption"] * one, c["capital"] * one, c["labour"] * one
    output, tfp = c["output"] * one, np.zeros((6, n))
    productivity = output / (share * 100)
    total = output.sum(0)
    total_productivity = total / 100
    log_share, log_productivity, log_total = np.log(share), np.log(productivity), np.zeros(n)
    z, price, public = np.zeros(n), np.zeros(n), np.full(n, 80.0)
    alpha = c["elasticity"] + da
    results = np.empty((4, YEARS, n))
    for t in range(1, YEARS + 1):
        labour = 100 * 1.008**t
        spending = 5 * 1.03 ** (t - 1) + (1.5 if 3 <= t <= 8 else 0)
        policy = c["reach"] * (1 - np.exp(-t / 5))
        z = 0.5 * z + 0.010 * shocks[0, t - 1]
        boost = np.exp(0.08 * shocks[1, t - 1] - 0.0032)
        price = 0.6 * price + 0.10 * shocks[2, t - 1]
        public = 0.95 * public + th * spending
        log_public = np.log(public / 80)
        before = adoption
        rate = p + q * np.exp(b * policy) * before / ceiling
        adoption = np.minimum(ceiling, before + rate * (ceiling - before))
        tfp = tfp + g + c["drift"] + om * c["gain"] * (adoption - before)
        investment = c["invested"] * boost * output + cr * th * c["public_share"] * spending
        capital = (1 - de) * capital + investment
        if logarithms:
            response = eta * (log_productivity - log_total)
            pull = share * np.exp(response)
        else:
            pull = share * (productivity / total_productivity) ** eta
        total_pull = pull.sum(0)
        share = pull / total_pull
        if logarithms:
            log_share = log_share + response - np.log(total_pull)
            relative = log_share + np.log(labour / 100 / c["labour"])
        else:
            workers = share * labour
            relative = np.log(workers / (c["labour"] * 100))
        log_output = (
            tfp + alpha * np.log(capital / c["capital"]) + (1 - alpha) * relative
            + ka * c["public_weight"] * log_public + z + c["exposure"] * price
        )  # fmt: skip
        output = c["output"] * np.exp(log_output)
        if logarithms:
            log_productivity = log_output + np.log(c["output"] / labour) - log_share
        else:
            productivity = output / workers
        digital = (c["digital_base"] + c["digital_slope"] * adoption) * output
        last, total = total, output.sum(0)
        if logarithms:
            log_total = np.log(total / labour)
        else:
            total_productivity = total / labour
        results[0, t - 1] = total
        results[1, t - 1] = 100 * (total / last - 1)
        results[2, t - 1] = 100 * digital.sum(0) / total
        results[3, t - 1] = (share * adoption).sum(0)
    return results


LEVELS = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95]


def summarise(results):
    """Quantiles (7, 4, YEARS) and the three probabilities of the last year."""
    quantiles = np.quantile(results, LEVELS, axis=2)
    rich, digital = results[0, -1] >= 195, results[2, -1] >= 19
    all_met = rich & digital & (results[3, -1] >= 0.85)
    return quantiles, [rich.mean(), digital.mean(), all_met.mean()]
