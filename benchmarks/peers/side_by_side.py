"""Runs grdp and its peers by turns, in another order each round, and compares medians; used by benchmarks/run.

  side_by_side.py GRDP RELEASE LIMIT LOGARITHMS DGELS RESULTS [ROUNDS [WORKLOAD[:DRAWS] ...]]

Every command prints one line of JSON; W4 is a whole process of the program RELEASE, timed from outside. A row says how many
times as fast grdp is per draw, so a slow peer may do fewer of them."""

import json, os, random, resource, shutil, statistics, subprocess, sys, tempfile, time

GRDP, RELEASE, LIMIT, LOGARITHMS, DGELS, RESULTS = sys.argv[1:7]
ROUNDS = int(sys.argv[7]) if len(sys.argv) > 7 else 5
ALL = ["W1:10000", "W1:100000", "W1:1000000", "W2a", "W2b", "W2c", "W3", "W4"]
CHOSEN = sys.argv[8:] or ALL
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ALONE = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", PYTHONDONTWRITEBYTECODE="1")
CORES = os.cpu_count() or 1
FOLDER = tempfile.TemporaryDirectory()
OUT = f"{FOLDER.name}/out"


def grdp(workload, draws, threads=1):
    return [GRDP, "bench", workload, "--draws", f"{draws}", "--threads", f"{threads}", "--repetitions", "1", "--json"]


def python(script, *arguments):
    return [sys.executable, f"{HERE}/{script}", *map(str, arguments)]


def cases(workload, draws):
    """Threads, tool and command, grdp first."""
    if workload == "W1":
        yield 1, "grdp", grdp("W1", draws)
        yield 1, "hand-written limit", [LIMIT, f"{draws}", "1", "1"]
        yield 1, "numpy", python("w1_numpy.py", draws, 1)
        yield 1, "numpy chunked", python("w1_numpy.py", draws, 1, "--chunked")
        yield 1, "hand-written limit, in logarithms", [LOGARITHMS, f"{draws}", "1", "1"]
        yield 1, "numpy chunked, in logarithms", python("w1_numpy.py", draws, 1, "--chunked", "--logarithms")
        if draws >= 100_000 and CORES > 1:
            yield CORES, "grdp", grdp("W1", draws, CORES)
            yield CORES, "hand-written limit", [LIMIT, f"{draws}", "1", f"{CORES}"]
            yield CORES, "hand-written limit, in logarithms", [LOGARITHMS, f"{draws}", "1", f"{CORES}"]
    elif workload == "W2a":
        yield 1, "grdp", grdp("W2a", 100_000)
        yield 1, "numpy normal equations, batched", python("w2_python.py", "normal", 100_000)
        yield 1, "numpy lstsq", python("w2_python.py", "lstsq", 10_000)
        yield 1, "statsmodels OLS", python("w2_python.py", "statsmodels", 3_000)
    elif workload == "W2b":
        yield 1, "grdp", grdp("W2b", 1_000_000)
        yield 1, "LAPACK dgels", [DGELS, "1000000"]
        yield 1, "numpy lstsq", python("w2_python.py", "lstsq_b", 1_000_000)
        yield 1, "statsmodels OLS", python("w2_python.py", "statsmodels_b", 1_000_000)
    elif workload == "W2c":
        yield 1, "grdp", grdp("W2c", 10_000)
        yield 1, "scipy curve_fit", python("w2_python.py", "curve_fit", 1_000)
    elif workload == "W3":
        yield 1, "grdp", grdp("W3", 229_376)
        yield 1, "SALib + numpy", python("w3_salib.py", 229_376)
    elif workload == "W4":
        run = [RELEASE, "run", "models/w1.yaml", "--draws", "10000", "--out", f"{OUT}/run"]
        for threads in sorted({1, CORES}):
            yield threads, "grdp", run + ["--threads", f"{threads}"]
            yield threads, "numpy", python("w4_numpy.py", f"{OUT}/results.csv")


def measure(command, isWhole):
    if isWhole:
        shutil.rmtree(OUT, ignore_errors=True)
        os.mkdir(OUT)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=ALONE, capture_output=True, text=True)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    if isWhole:
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return dict(draws=10_000, seconds=seconds, cpu_seconds=cpu, phases={}, peak_mb=None)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return found[0] if isinstance(found, list) else found


def row(workload, threads, tool, found):
    row = dict(workload=workload, tool=tool, draws=found[0]["draws"], threads=threads, rounds=ROUNDS)
    for key in ("seconds", "cpu_seconds", "peak_mb"):
        if found[0][key] is not None:
            row[key] = statistics.median(each[key] for each in found)
    row["seconds_min"] = min(each["seconds"] for each in found)
    row["seconds_max"] = max(each["seconds"] for each in found)
    row["phases"] = {
        name: statistics.median(each["phases"][name] for each in found) for name in found[0]["phases"]
    }
    for key in ("isa", "machine", "cores", "version", "commit", "checksum"):
        if key in found[0]:
            row[key] = found[0][key]
    return row


def compared(rows):
    base = {row["threads"]: row for row in rows if row["tool"] == "grdp"}
    for row in rows:
        # Processor seconds where one thread is compared with one: other work on the machine moves them less.
        key = "cpu_seconds" if row["threads"] == 1 else "seconds"
        own = base[row["threads"]]
        row["times_as_fast"] = row[key] / row["draws"] / (own[key] / own["draws"])
    return rows


rows = []
print("| workload | draws | threads | tool | seconds | CPU s | peak MB | grdp is so many times as fast | rounds |")
print("|---|---|---|---|---|---|---|---|---|")
for name in CHOSEN:
    workload, _, draws = name.partition(":")
    work = list(cases(workload, int(float(draws or 10_000))))
    samples = [[] for _ in work]
    for turn in range(ROUNDS):
        # Another order each time: what a process leaves behind, in memory above all, is for the next to bear.
        for case in random.Random(turn).sample(range(len(work)), len(work)):
            samples[case].append(measure(work[case][2], workload == "W4"))
    new = compared([row(workload, case[0], case[1], found) for case, found in zip(work, samples)])
    for each in new:
        peak = f"{each['peak_mb']:.0f}" if "peak_mb" in each else ""
        print(
            f"| {workload} | {each['draws']:,} | {each['threads']} | {each['tool']} | {each['seconds']:.3f} | "
            f"{each['cpu_seconds']:.3f} | {peak} | {each['times_as_fast']:.2f} | {ROUNDS} |",
            flush=True,
        )
    rows += new
# Rows of the workloads that were not run this time stay.
if os.path.exists(RESULTS):
    fresh = {(row["workload"], row["draws"] if row["workload"] == "W1" else 0) for row in rows}
    with open(RESULTS) as file:
        rows = [
            row for row in json.load(file)
            if (row["workload"], row["draws"] if row["workload"] == "W1" else 0) not in fresh
        ] + rows  # fmt: skip
rows.sort(key=lambda row: (row["workload"], row["draws"] if row["workload"] == "W1" else 0))
with open(RESULTS, "w") as file:
    json.dump(rows, file, indent=1)
    file.write("\n")
