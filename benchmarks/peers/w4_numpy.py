"""W4 in numpy: a new process simulates 10,000 draws of W1 and writes their quantiles and probabilities: w4_numpy.py FILE."""

import csv, sys

import numpy as np

import six_sectors as model

quantiles, probabilities = model.summarise(
    model.simulate(*model.draw(np.random.Generator(np.random.Philox(1)), 10_000))
)
with open(sys.argv[1], "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["variable", "year", "statistic", "value"])
    for level, columns in zip(model.LEVELS, quantiles):
        for variable, values in zip(["output", "growth", "digital share", "adoption"], columns):
            for year, value in enumerate(values, 1):
                writer.writerow([variable, year, f"p{level * 100:02.0f}", repr(float(value))])
    for number, probability in enumerate(probabilities):
        writer.writerow([f"target {number}", model.YEARS, "probability", repr(float(probability))])
