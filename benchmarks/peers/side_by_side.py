"""Runs grdp, numpy and the hand-written limit by turns and compares medians; used by benchmarks/run.

  side_by_side.py GRDP LIMIT RESULTS [ROUNDS [DRAWS ...]]
"""

import json, os, statistics, subprocess, sys

GRDP, LIMIT, RESULTS = sys.argv[1:4]
ROUNDS = int(sys.argv[4]) if len(sys.argv) > 4 else 5
SIZES = [int(float(size)) for size in sys.argv[5:]] or [10_000, 100_000, 1_000_000]
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ALONE = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")


def grdp(workload, draws, threads):
    return [GRDP, "bench", workload, "--draws", f"{draws}", "--threads", f"{threads}", "--repetitions", "1", "--json"]


def numpy(draws, *more):
    return [sys.executable, f"{HERE}/w1_numpy.py", f"{draws}", "1", *more]


def cases():
    cores = os.cpu_count() or 1
    for draws in SIZES:
        yield draws, 1, "grdp", grdp("W1", draws, 1)
        yield draws, 1, "hand-written limit", [LIMIT, f"{draws}", "1", "1"]
        yield draws, 1, "numpy", numpy(draws)
        yield draws, 1, "numpy chunked", numpy(draws, "--chunked")
        if draws >= 100_000 and cores > 1:
            yield draws, cores, "grdp", grdp("W1", draws, cores)
            yield draws, cores, "hand-written limit", [LIMIT, f"{draws}", "1", f"{cores}"]


def measure(command):
    done = subprocess.run(command, cwd=ROOT, env=ALONE, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return found[0] if isinstance(found, list) else found


samples = {}
for turn in range(ROUNDS):
    for draws, threads, tool, command in cases():
        samples.setdefault((draws, threads, tool), []).append(measure(command))

rows = []
for (draws, threads, tool), found in samples.items():
    row = dict(workload="W1", tool=tool, draws=draws, threads=threads, rounds=ROUNDS)
    for key in ("seconds", "cpu_seconds", "peak_mb"):
        row[key] = statistics.median(each[key] for each in found)
    row["seconds_min"] = min(each["seconds"] for each in found)
    row["seconds_max"] = max(each["seconds"] for each in found)
    row["phases"] = {
        name: statistics.median(each["phases"][name] for each in found) for name in ("simulate", "summarise")
    }
    for key in ("isa", "machine", "cores", "version", "commit", "checksum"):
        if key in found[0]:
            row[key] = found[0][key]
    rows.append(row)

ours = {(row["draws"], row["threads"]): row for row in rows if row["tool"] == "grdp"}
print(f"{'draws':>9} {'threads':>7}  {'tool':20} {'seconds':>9} {'CPU s':>9} {'peak MB':>8}  grdp is")
for row in rows:
    base = ours[row["draws"], row["threads"]]
    # Processor seconds where one thread is compared with one: other work on the machine moves them less.
    key = "cpu_seconds" if row["threads"] == 1 else "seconds"
    row["times_as_fast"] = row[key] / base[key]
    print(
        f"{row['draws']:9,} {row['threads']:7}  {row['tool']:20} {row['seconds']:9.4f} {row['cpu_seconds']:9.4f} "
        f"{row['peak_mb']:8.0f}  {row['times_as_fast']:.2f} times as fast"
    )
with open(RESULTS, "w") as file:
    json.dump(rows, file, indent=1)
    file.write("\n")
