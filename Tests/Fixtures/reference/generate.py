"""Writes the rows of this folder by running the reference program on draws of its own.

    python3 generate.py FOLDER_OF_REFERENCE_PY

The program itself is not part of this repository. Needs numpy and PyYAML. The layout is that of the reference's own oracle;
the draws, the shocks and the scenarios are others. Which corner each scenario reaches: README.md.
"""

import csv
import pathlib
import sys

import numpy as np
import yaml

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import reference as ref  # noqa: E402

HERE = pathlib.Path(__file__).parent
POOL, PARAMETER_SEED, SHOCK_SEED = 2000, 4021, 4022
DRAWS = [3, 9, 437, 596, 695, 864]  # of the pool: chosen because between them they reach every corner
SYMBOLS = {
    "digital_budget_share": "theta", "claimed_crowd_in": "mu_claim", "training": "train", "infrastructure_target": "infra",
    "online_service_target": "egov", "sme_support": "sme", "fdi_promotion": "promo", "platform_target": "platform",
    "institutional_reform": "reform", "electronics_demand_growth": "ext",
}
COLUMNS = ("share D1 D2 D3 real nom L LPr LPn tax tfp G cost scale CI adopt adoptS INF E H R PLT inv_rate ICTMsh").split()


def write(name, header, rows):
    with open(HERE / name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def number(x):
    return "" if np.isnan(x) else repr(float(x))


par = {k: v[DRAWS] for k, v in ref.draw_params(POOL, PARAMETER_SEED).items()}
shk = {k: v[:, DRAWS] for k, v in ref.draw_shocks(POOL, SHOCK_SEED).items()}
write("parameters.csv", ["draw", *par], [[i, *(repr(float(v[i])) for v in par.values())] for i in range(len(DRAWS))])
single = [k for k in shk if k not in ("tfps", "meas")]
write(
    "shocks.csv", ["draw", "year", *single, *(f"tfps_{s}" for s in ref.S)],
    [[i, ref.TH + 1 + t, *(repr(float(shk[k][t, i])) for k in single), *(repr(float(x)) for x in shk["tfps"][t, i])]
     for i in range(len(DRAWS)) for t in range(ref.T1 - ref.TH)])

scenarios, expected = [], []
for path in sorted((HERE / "scenarios").glob("*.yaml")):
    text = yaml.safe_load(path.read_text())
    policy = ref.scenario(**{SYMBOLS[k]: float(v) for part in ("levers", "assumptions") for k, v in text.get(part, {}).items()})
    definition = text.get("definition", "gso")
    scenarios.append([text["id"], definition, *(repr(float(policy[k])) for k in ref.LEVERS)])
    out = ref.simulate(par, shk, policy, definition)
    for i in range(len(DRAWS)):
        for t, year in enumerate(ref.YEARS):
            expected.append([text["id"], definition, i, year, *(number(out[k][t, i]) for k in COLUMNS),
                             *(number(x) for x in out["Y"][t, i]), *(number(x) for x in out["delta"][t, i])])
write("scenarios.csv", ["scenario", "definition", *ref.LEVERS], scenarios)
write("expected.csv", ["scenario", "definition", "draw", "year", *COLUMNS, *(f"Y_{s}" for s in ref.S), *(f"delta_{s}" for s in ref.S)], expected)
