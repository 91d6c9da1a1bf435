"""W1 in numpy on one thread: w1_numpy.py DRAWS REPETITIONS [--chunked] [--logarithms] prints one JSON object a line.

It stops unless the three probabilities are within five Monte Carlo errors of the reference."""

import json, resource, sys, time

import numpy as np

import six_sectors as model

REFERENCE = [0.460, 0.592, 0.255]


def ensemble(draws, seed, chunk, logarithms):
    rng = np.random.Generator(np.random.Philox(seed))
    if not chunk:
        return model.simulate(*model.draw(rng, draws), logarithms)
    results = np.empty((4, model.YEARS, draws))
    for first in range(0, draws, chunk):
        n = min(chunk, draws - first)
        results[:, :, first : first + n] = model.simulate(*model.draw(rng, n), logarithms)
    return results


def main():
    draws, repetitions = int(float(sys.argv[1])), int(sys.argv[2])
    chunk, logarithms = 2048 if "--chunked" in sys.argv else 0, "--logarithms" in sys.argv
    tool = "numpy" + " chunked" * (chunk > 0) + ", in logarithms" * logarithms
    for repetition in range(repetitions):
        wall, cpu = time.perf_counter(), time.process_time()
        results = ensemble(draws, repetition + 1, chunk, logarithms)
        simulated = time.perf_counter()
        quantiles, probabilities = model.summarise(results)
        done, cpu = time.perf_counter(), time.process_time() - cpu
        for found, expected in zip(probabilities, REFERENCE):
            allowed = 5 * (expected * (1 - expected) / draws) ** 0.5 + 1e-3
            if abs(found - expected) > allowed:
                sys.exit(f"wrong: {probabilities} instead of {REFERENCE}")
        print(json.dumps({
            "workload": "W1", "tool": tool, "draws": draws, "threads": 1,
            "seconds": done - wall, "cpu_seconds": cpu,
            "phases": {"simulate": simulated - wall, "summarise": done - simulated},
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }))  # fmt: skip


main()
