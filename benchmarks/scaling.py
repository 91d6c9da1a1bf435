"""How the cost of W1 grows with draws, years and sectors; scaling.py GRDP RESULTS [ROUNDS].

Variants of models/w1.yaml are written to a temporary folder: another horizon, or each sector once more with its part of
output, capital, labour and public investment. A cost is the processor's seconds of `grdp run` on one thread, less those of
the same run with 256 draws (start, reading, compiling); medians of interleaved rounds."""

import json, math, os, re, resource, statistics, subprocess, sys, tempfile

GRDP, RESULTS = sys.argv[1:3]
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
START = 256
SHARED = ["output_first", "capital_first", "labour_share_first", "public_share"]


def variant(years, sectors):
    with open(f"{ROOT}/models/w1.yaml") as file:
        lines = file.read().splitlines()
    times = sectors // 6
    for number, line in enumerate(lines):
        line = re.sub(r"horizon: \d+", f"horizon: {years}", line)
        if line.startswith("  sector: ["):
            line = f"  sector: [{', '.join(f's{k + 1}' for k in range(sectors))}]"
        found = re.search(r"^  (\w+): .*values: \[([^]]*)\]", line)
        if found and "over: [sector]" in line:
            share = times if found[1] in SHARED else 1
            # Each copy differs a little: of equal sectors the engine would compute one.
            values = [
                repr(float(v) / share * (1 + 0.01 * copy)) for copy in range(times) for v in found[2].split(",")
            ]
            line = line.replace(f"[{found[2]}]", f"[{', '.join(values)}]")
        lines[number] = line
    return "\n".join(lines) + "\n"


def cpu(model, draws):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [GRDP, "run", model, "--draws", f"{draws}", "--threads", "1", "--out", f"{folder}/results", "--lang", "en"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def exponent(points):
    """The slope of a line through the logarithms."""
    x, y = [math.log(p[0]) for p in points], [math.log(p[1]) for p in points]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y)) / sum((a - mx) ** 2 for a in x)


series = {
    "draws": [(15, 6, n) for n in (1_000, 10_000, 100_000, 1_000_000)],
    "years": [(years, 6, 100_000) for years in (5, 15, 30)],
    "sectors": [(15, sectors, 100_000) for sectors in (6, 12, 24)],
}
cases = sorted({case for cases in series.values() for case in cases})
seconds = {case: [] for case in cases}
with tempfile.TemporaryDirectory() as folder:
    for years, sectors, _ in cases:
        with open(f"{folder}/w1-{years}-{sectors}.yaml", "w") as file:
            file.write(variant(years, sectors))
    for _ in range(ROUNDS):
        for case in cases:
            model = f"{folder}/w1-{case[0]}-{case[1]}.yaml"
            seconds[case].append(cpu(model, case[2]) - cpu(model, START))
cost = {case: statistics.median(found) for case, found in seconds.items()}
report = dict(rounds=ROUNDS, exponents={}, cases=[])
for place, (name, cases) in zip((2, 0, 1), series.items()):
    size = lambda case: case[2] - START if name == "draws" else case[place]
    report["exponents"][name] = exponent([(size(case), cost[case]) for case in cases])
for (years, sectors, draws), found in cost.items():
    report["cases"].append(dict(years=years, sectors=sectors, draws=draws, cpu_seconds=found))
    print(f"years {years:3}  sectors {sectors:3}  draws {draws:9,}  {found:8.4f} s  {found / draws / years * 1e9:7.1f} ns a draw-year")
print("exponents:", {name: round(value, 2) for name, value in report["exponents"].items()})
with open(RESULTS, "w") as file:
    json.dump(report, file, indent=1)
    file.write("\n")
