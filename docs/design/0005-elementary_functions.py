"""Minimax polynomials of the elementary functions in Sources/CKernels/elementary.h (needs mpmath).

Remez exchange at 60 digits for a weighted error w(x) (f(x) - sum c_k b_k(x)); the coefficients are
rounded to double one after another, lowest degree first, and the rest is fitted again each time.
"""
import mpmath as mp

mp.mp.dps = 60


def exchange(f, weight, powers, low, high, nodes, rounds=40):
    """Remez exchange from the given nodes; the coefficients and the nodes found."""
    n = len(powers)
    grid = [low + (high - low) * (1 - mp.cos(mp.pi * mp.mpf(k) / 2000)) / 2 for k in range(2001)]
    fg = [f(x) for x in grid]
    wg = [weight(x) for x in grid]
    for _ in range(rounds):
        a = mp.matrix(n + 1, n + 1)
        b = mp.matrix(n + 1, 1)
        for i, x in enumerate(nodes):
            w = weight(x)
            for j, p in enumerate(powers):
                a[i, j] = w * x**p
            a[i, n] = (-1) ** i
            b[i] = w * f(x)
        solution = mp.lu_solve(a, b)
        c = [solution[j] for j in range(n)]
        error = [w * (y - sum(cj * x**p for cj, p in zip(c, powers))) for x, y, w in zip(grid, fg, wg)]
        extremes = []
        for i, e in enumerate(error):
            if extremes and mp.sign(error[extremes[-1]]) == mp.sign(e):
                if abs(e) > abs(error[extremes[-1]]):
                    extremes[-1] = i
            elif e:
                extremes.append(i)
        while len(extremes) > n + 1:
            extremes.pop(0 if abs(error[extremes[0]]) < abs(error[extremes[-1]]) else -1)
        if len(extremes) < n + 1:
            raise ArithmeticError("no alternation")
        new = [grid[i] for i in extremes]
        if new == nodes:
            break
        nodes = new
    return c, nodes


def remez(f, weight, powers, low, high):
    """From no weight to the whole weight by steps, each starting where the last ended."""
    n = len(powers)
    nodes = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (n - k) / n) for k in range(n + 1)]
    for step in range(7):
        # A node where the weight vanishes says nothing.
        nodes = [x if weight(x) else x + (high - low) / 50 for x in nodes]
        part = mp.mpf(step) / 6
        c, nodes = exchange(f, lambda x: weight(x) ** part, powers, low, high, nodes)
    return c


def rounded(f, weight, powers, low, high):
    """Coefficients as doubles, and the greatest weighted error of the polynomial they make."""
    fixed = []
    rest = list(powers)
    while rest:
        left = lambda x: f(x) - sum(c * x**p for c, p in fixed)
        c = remez(left, weight, rest, low, high)
        fixed.append((mp.mpf(float(c[0])), rest[0]))
        rest = rest[1:]
    points = [low + (high - low) * mp.mpf(k) / 5000 for k in range(5001)]
    worst = max(abs(weight(x) * (f(x) - sum(c * x**p for c, p in fixed))) for x in points)
    return [float(c) for c, _ in fixed], worst


def nearest(f, weight, powers, low, high):
    """Coefficients rounded all at once, where the leading ones are given beforehand."""
    c = [mp.mpf(float(x)) for x in remez(f, weight, powers, low, high)]
    points = [low + (high - low) * mp.mpf(k) / 5000 for k in range(5001)]
    worst = max(abs(weight(x) * (f(x) - sum(y * x**p for y, p in zip(c, powers)))) for x in points)
    return [float(x) for x in c], worst


def show(name, result):
    coefficients, error = result
    print(f"{name}: error 2^{float(mp.log(error, 2)):.2f}")
    for c in coefficients:
        print("   ", c.hex())


if __name__ == "__main__":
    slack = 1 + mp.mpf(2) ** -40
    half = mp.log(2) / 2 * slack
    most = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * slack

    # exp(r) = 1 + r + r^2/2 + r^3 h(r); relative to the exponential.
    def tail(r):
        if abs(r) < mp.mpf(10) ** -12:
            return mp.mpf(1) / 6 + r / 24 + r * r / 120
        return (mp.exp(r) - 1 - r - r * r / 2) / r**3

    show("exp", nearest(tail, lambda r: abs(r) ** 3 * mp.exp(-r), range(0, 10), -half, half))

    # With z = s^2, log((1+s)/(1-s)) = 2 s + s (c_1 z + c_2 z^2 + ...); relative to the logarithm.
    def rest(z):
        s = mp.sqrt(z)
        return (mp.log((1 + s) / (1 - s)) - 2 * s) / s if z > mp.mpf(10) ** -25 else 2 * z / 3

    show("log", rounded(rest, lambda z: mp.mpf(1) / 2, range(1, 8), mp.mpf(0), most))

    # The same with 2/3 and 2/5 carried in two numbers: c_1 z + c_2 z^2 + z^3 R(z).
    def beyond(z):
        if z < mp.mpf(10) ** -9:
            return mp.mpf(2) / 7 + 2 * z / 9 + 2 * z * z / 11
        return (rest(z) - 2 * z / 3 - 2 * z * z / 5) / z**3

    show("log in two", nearest(beyond, lambda z: z**3 / 2, range(7), mp.mpf(0), most))
