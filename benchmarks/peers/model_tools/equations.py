"""W1 as 77 scalar equations a year, for tools that take one draw at a time; and one draw to try them on.

A name followed by (-1) is last year's. Years count from 1; `six_sectors.py` is what results are compared with."""

import os, sys, time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import numpy as np

import six_sectors as model

N = 6
PARAMETERS = ["pp", "qq", "bb", "mm", "om", "gg", "da", "de", "ka", "cr", "et", "th"]
LAST = {name: [float(v) for v in model.SECTORS[name]] for name in model.SECTORS}


def starting_values():
    values = dict(z=0.0, oo=0.0, kg=80.0, yt=100.0, pt=1.0)
    for s in range(N):
        y, share = LAST["output"][s], LAST["labour"][s]
        values |= {f"a{s}": LAST["adoption"][s], f"k{s}": LAST["capital"][s], f"tfp{s}": 0.0}
        values |= {f"sh{s}": share, f"y{s}": y, f"p{s}": y / (share * 100)}
    return values


def known_of_year(t):
    """What no draw changes: labour, public investment, policy."""
    values = dict(lab=100 * 1.008**t, gov=5 * 1.03 ** (t - 1) + (1.5 if 3 <= t <= 8 else 0))
    return values | {f"u{s}": LAST["reach"][s] * (1 - np.exp(-t / 5)) for s in range(N)}


def equations():
    """Pairs of a name and the text of its equation, in order; the operators are Python's."""
    e = [
        ("z", "0.5*z(-1) + 0.010*e1"),
        ("v", "exp(0.08*e2 - 0.0032)"),
        ("oo", "0.6*oo(-1) + 0.10*e3"),
        ("kg", "0.95*kg(-1) + th*gov"),
        ("lkg", "log(kg/80)"),
    ]
    for s in range(N):
        c = {name: repr(LAST[name][s]) for name in LAST}
        e += [
            (f"m{s}", f"exp(bb*u{s})"),
            (f"a{s}", f"min(mm, a{s}(-1) + (pp + qq*m{s}*a{s}(-1)/mm)*(mm - a{s}(-1)))"),
            (f"tfp{s}", f"tfp{s}(-1) + gg + ({c['drift']}) + om*{c['gain']}*(a{s} - a{s}(-1))"),
            (f"i{s}", f"{c['invested']}*v*y{s}(-1) + cr*th*{c['public_share']}*gov"),
            (f"k{s}", f"(1 - de)*k{s}(-1) + i{s}"),
            (f"h{s}", f"sh{s}(-1)*exp(et*log(p{s}(-1)/pt(-1)))"),
        ]
    e.append(("ht", " + ".join(f"h{s}" for s in range(N))))
    for s in range(N):
        c = {name: repr(LAST[name][s]) for name in LAST}
        e += [
            (f"sh{s}", f"h{s}/ht"),
            (f"l{s}", f"sh{s}*lab"),
            (
                f"y{s}",
                f"{c['output']}*exp(tfp{s} + ({c['elasticity']} + da)*log(k{s}/{c['capital']})"
                f" + (1 - {c['elasticity']} - da)*log(l{s}/({c['labour']}*100))"
                f" + ka*{c['public_weight']}*lkg + z + ({c['exposure']})*oo)",
            ),
            (f"p{s}", f"y{s}/l{s}"),
            (f"d{s}", f"({c['digital_base']} + {c['digital_slope']}*a{s})*y{s}"),
        ]
    return e + [
        ("yt", " + ".join(f"y{s}" for s in range(N))),
        ("pt", "yt/lab"),
        ("gr", "100*(yt/yt(-1) - 1)"),
        ("dsh", "100*(" + " + ".join(f"d{s}" for s in range(N)) + ")/yt"),
        ("abar", " + ".join(f"sh{s}*a{s}" for s in range(N))),
    ]


def draws(count, seed=1):
    return model.draw(np.random.default_rng(seed), count)


def check(results, parameters, shocks, tool):
    """Compares (4, YEARS, n) with numpy; gives the largest relative difference."""
    known = model.simulate(parameters, shocks)
    found = float(np.max(np.abs(results - known) / np.maximum(1e-3, np.abs(known))))
    if not found < 1e-6:
        sys.exit(f"{tool} is wrong by {found}")
    return found


def report(tool, version, count, cpu, difference, note=""):
    import json

    print(json.dumps(dict(
        workload="W1", tool=tool, version=version, draws=count, threads=1, cpu_seconds=cpu,
        microseconds_per_draw=1e6 * cpu / count, largest_difference=difference, note=note,
    )))  # fmt: skip


def timed(work, runs=5):
    """The median of the processor's seconds, and the last result."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
    return sorted(seconds)[runs // 2], result
