"""One line of JSON about one piece of work, for side_by_side.py."""

import json, resource, sys, time


class Work:
    """Times what happens after it is made, phase by phase."""

    def __init__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        self.last, self.phases = self.wall, {}

    def ended(self, phase):
        now = time.perf_counter()
        self.phases[phase] = now - self.last
        self.last = now

    def report(self, workload, tool, draws, threads=1):
        seconds, cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu
        print(json.dumps({
            "workload": workload, "tool": tool, "draws": draws, "threads": threads, "seconds": seconds,
            "cpu_seconds": cpu, "phases": self.phases,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }))  # fmt: skip


def expect(found, known, tolerance, what):
    """Stops unless every number is the known one."""
    for a, b in zip(found, known):
        if not abs(a - b) <= tolerance * max(1, abs(b)):
            sys.exit(f"wrong {what}: {list(found)} instead of {list(known)}")
