"""A model of many equations, to measure reading and compiling: large_model.py EQUATIONS > FILE.

Every equation reads its own last period, another's last period and two of the same period; every fiftieth has a shock.
"""

import random
import sys

count = int(sys.argv[1])
random.seed(1)
print(
    """schema: grdp-model/1
id: large
title: {vi: Mô hình nhiều phương trình, en: A model of many equations}
clock: {unit: yr, first: 0, last: 0, policy_start: 1, horizon: 10}
headline: [x0]
parameters:"""
)
label = "label: {vi: số, en: number}"
for i in range(20):
    print(f"  p{i}: {{prior: 'normal(mean: {0.01 * (i + 1):.2f}, sd: 0.005)', unit: '1', {label}, source: assumed}}")
print("shocks:")
for i in range(5):
    print(f"  e{i}: {{law: 'normal(mean: 0, sd: 0.01)', unit: '1', {label}, source: assumed}}")
print("equations:")
for i in range(count):
    terms = [f"x{i}[-1]*(1 + 0.1*p{i % 20})", f"0.01*x{random.randrange(count)}[-1]"]
    if i:
        terms += [f"0.02*max(x{random.randrange(i)}, 0.1)", f"0.001*log(1 + abs(x{i - 1}))"]
    if i % 50 == 0:
        terms.append(f"e{i // 50 % 5}")
    report = "\n    report: X%d" % i if i % 500 == 0 else ""
    print(f"  x{i}:\n    unit: '1'\n    {label}{report}\n    first: 1\n    projection: {' + '.join(terms)}")
