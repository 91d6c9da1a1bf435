// W1 written by hand for this machine: what a program made for one model can reach. Draws stay in
// registers and the first-level cache; the exponential and the logarithm are those of the kernels,
// inlined; random numbers are Philox4x32-10 by draw; quantiles are selected after counting.
//
//   clang++ -std=c++20 -O3 -ffp-contract=fast -march=native -pthread w1_limit.cpp -o w1_limit
//   ./w1_limit DRAWS REPETITIONS THREADS      one JSON object a line
//
// With -DLOGARITHMS shares, output and productivity are carried in logarithms, as models/w1.yaml has them.

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <thread>
#include <vector>

#ifdef __AVX512F__
#define LANES 8
#else
#define LANES 4
#endif
#include "../../Sources/CKernels/vector.h"
#include "../../Sources/CKernels/elementary.h"

#ifdef LOGARITHMS
#define TOOL "hand-written limit, in logarithms"
#else
#define TOOL "hand-written limit"
#endif

enum { S = 6, T = 15, COLUMNS = 4 * T, BLOCK = 256 };
static const double levels[7] = {.05, .10, .25, .50, .75, .90, .95};
static const double Y0[S] = {8, 22, 7, 18, 6, 39}, K0[S] = {18, 60, 14, 36, 12, 110};
static const double share0[S] = {.18, .17, .08, .20, .03, .34}, A0[S] = {.05, .12, .06, .18, .55, .15};
static const double alpha0[S] = {.35, .42, .30, .33, .40, .36}, gain[S] = {.6, 1, .7, 1.1, 1.4, .9};
static const double phi[S] = {.8, 1, 1.2, 1.1, .9, 1}, drift[S] = {.004, .002, -.002, .001, .010, 0};
static const double sigma[S] = {.14, .24, .16, .18, .26, .20}, chi[S] = {-.02, .10, -.04, -.03, -.01, -.02};
static const double xi[S] = {.15, .20, .20, .15, .15, .15}, d0[S] = {0, 0, 0, 0, 1, 0};
static const double d1[S] = {.05, .10, .04, .12, 0, .10}, reach[S] = {.3, .5, .2, .4, .6, .5};

/// What is known of a year before any draw.
struct Year {
  double labour, log_labour, spending, policy[S];  // log_labour: relative to 100
};

struct Uniforms {
  vd a, b;
};

static inline Uniforms uniforms(vu draw, uint32_t block, uint64_t seed) {
  const vu low = (vu)(uint64_t)0xffffffff;
  vu c0 = draw, c1 = draw >> 32, c2 = (vu)(uint64_t)block, c3 = (vu)(uint64_t)0;
  uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++, k0 += 0x9e3779b9, k1 += 0xbb67ae85) {
    vu p = (c0 & low) * (vu)(uint64_t)0xd2511f53, q = (c2 & low) * (vu)(uint64_t)0xcd9e8d57;
    c0 = (q >> 32) ^ c1 ^ (vu)(uint64_t)k0;
    c1 = q;
    c2 = (p >> 32) ^ c3 ^ (vu)(uint64_t)k1;
    c3 = p;
  }
  auto unit = [&](vu word) { return from_bits(word >> 12 | bits(splat(1))) - 0x1.fffffffffffffp-1; };
  return {unit((c0 & low) | c1 << 32), unit((c2 & low) | c3 << 32)};
}

/// Two normals by Box and Muller; sine and cosine of 2 pi u by Taylor series in the nearest quarter.
static inline Uniforms normals(vu draw, uint32_t block, uint64_t seed) {
  Uniforms u = uniforms(draw, block, seed);
  vd y = u.b * 4 + ROUNDING, r = (u.b * 4 - (y - ROUNDING)) * 0x1.921fb54442d18p0, z = r * r;
  vd s = splat(-1 / 1307674368e3), c = splat(1 / 20922789888e3);
  for (double k : {1 / 6227020800., -1 / 39916800., 1 / 362880., -1 / 5040., 1 / 120., -1 / 6.}) HORNER(s, z, k);
  for (double k : {-1 / 87178291200., 1 / 479001600., -1 / 3628800., 1 / 40320., -1 / 720., 1 / 24., -.5, 1.})
    HORNER(c, z, k);
  s = v_fma(r * z, s, r);
  vu quarter = bits(y);
  vi swap = (vi)(quarter << 63) >> 63;
  vd radius = v_sqrt(-2 * log_end(log_begin(u.a)));
  vd first = swap ? c : s, second = swap ? s : c;
  first = from_bits(bits(first) ^ (quarter & 2) << 62);
  second = from_bits(bits(second) ^ ((quarter + 1) & 2) << 62);
  return {radius * second, radius * first};
}

/// Beta with whole shapes: a ratio of sums of exponentials.
static inline vd beta(const vd *u, int a, int b) {
  vd x = u[0], y = u[a];
  for (int i = 1; i < a; i++) x *= u[i];
  for (int i = 1; i < b; i++) y *= u[a + i];
  x = log_end(log_begin(x));
  y = log_end(log_begin(y));
  return x / (x + y);
}

static inline vd e(vd x) { return exp_end(exp_begin(x)); }
static inline vd ln(vd x) { return log_end(log_begin(x)); }

/// LANES draws from `draw` on; column c goes to out + c BLOCK.
static inline void simulate(const Year *years, uint64_t seed, uint64_t draw, double *out) {
  vu lane;
  for (int i = 0; i < LANES; i++) lane[i] = draw + i;
  vd n[10], u[18];
  for (int i = 0; i < 5; i++) {
    Uniforms two = normals(lane, i, seed);
    n[2 * i] = two.a, n[2 * i + 1] = two.b;
  }
  for (int i = 0; i < 9; i++) {
    Uniforms two = uniforms(lane, 8 + i, seed);
    u[2 * i] = two.a, u[2 * i + 1] = two.b;
  }
  vd p = .012 * e(.30 * n[0]), q = .28 * e(.20 * n[1]), b = .60 + .15 * n[2];
  vd M = .70 + .30 * beta(u, 4, 2), om = .20 + .05 * n[3], g = .010 + .004 * n[4];
  vd da = .02 * n[5], keep = .97 - .06 * beta(u + 6, 3, 3), ka = .10 * e(.25 * n[6]);
  vd cr = .5 + .2 * n[7], eta = .04 * e(.25 * n[8]), th = .5 + .5 * beta(u + 12, 4, 2);
  cr = cr > 0 ? cr : splat(0);
  vd crowd = cr * th, q_M = q / M;
  vd A[S], K[S], tfp[S], share[S], Y[S], P[S], pull[S];
#ifdef LOGARITHMS
  double log_share0[S], log_Y0[S];
  vd log_share[S], log_P[S], log_P_total = splat(0);
  for (int s = 0; s < S; s++) {
    log_share0[s] = log(share0[s]), log_Y0[s] = log(Y0[s]);
    log_share[s] = splat(log_share0[s]), log_P[s] = splat(log_Y0[s] - log_share0[s] - log(100));
  }
#endif
  double total0 = 0;
  for (int s = 0; s < S; s++) {
    A[s] = splat(A0[s]), K[s] = splat(K0[s]), tfp[s] = splat(0), share[s] = splat(share0[s]);
    Y[s] = splat(Y0[s]), P[s] = splat(Y0[s] / (share0[s] * 100)), total0 += Y0[s];
  }
  vd z = splat(0), price = splat(0), KG = splat(80), total = splat(total0), P_total = total / 100;
  vd shock[3];
  Uniforms spare{};
  for (int t = 0; t < T; t++) {
    const Year &year = years[t];
    // Three normals a year come in pairs over two years.
    Uniforms two = normals(lane, 32 + 3 * (t / 2) + (t & 1) * 2, seed);
    if (t & 1) {
      shock[0] = spare.b, shock[1] = two.a, shock[2] = two.b;
    } else {
      spare = normals(lane, 33 + 3 * (t / 2), seed);
      shock[0] = two.a, shock[1] = two.b, shock[2] = spare.a;
    }
    z = .5 * z + .010 * shock[0];
    vd boost = e(.08 * shock[1] - .0032);
    price = .6 * price + .10 * shock[2];
    KG = .95 * KG + th * year.spending;
    vd public_part = ka * ln(KG * (1. / 80)), inverse = 1 / P_total, sum = splat(0);
#pragma clang loop unroll(full)
    for (int s = 0; s < S; s++) {
      vd next = A[s] + (p + q_M * e(b * year.policy[s]) * A[s]) * (M - A[s]);
      next = next < M ? next : M;
      tfp[s] += g + drift[s] + om * (gain[s] * (next - A[s]));
      A[s] = next;
      K[s] = keep * K[s] + sigma[s] * boost * Y[s] + crowd * (xi[s] * year.spending);
#ifdef LOGARITHMS
      vd response = eta * (log_P[s] - log_P_total);
      pull[s] = share[s] * e(response);
      log_share[s] += response;
#else
      pull[s] = share[s] * e(eta * ln(P[s] * inverse));
#endif
      sum += pull[s];
    }
    vd scale = 1 / sum, last = total, digital = splat(0), adoption = splat(0);
#ifdef LOGARITHMS
    vd log_sum = ln(sum);
#endif
    total = splat(0);
#pragma clang loop unroll(full)
    for (int s = 0; s < S; s++) {
      share[s] = pull[s] * scale;
      vd alpha = alpha0[s] + da;
#ifdef LOGARITHMS
      log_share[s] -= log_sum;
      vd log_L = log_share[s] + (year.log_labour - log_share0[s]);
      vd log_Y = tfp[s] + alpha * ln(K[s] * (1 / K0[s])) + (1 - alpha) * log_L + public_part * phi[s] + z +
                 chi[s] * price + log_Y0[s];
      Y[s] = e(log_Y);
      log_P[s] = log_Y - log_share[s] - (year.log_labour + log(100));
#else
      vd L = share[s] * year.labour;
      Y[s] = Y0[s] * e(tfp[s] + alpha * ln(K[s] * (1 / K0[s])) + (1 - alpha) * ln(L * (1 / (share0[s] * 100))) +
                       public_part * phi[s] + z + chi[s] * price);
      P[s] = Y[s] / L;
#endif
      total += Y[s];
      digital += (d0[s] + d1[s] * A[s]) * Y[s];
      adoption += share[s] * A[s];
    }
    P_total = total * (1 / year.labour);
#ifdef LOGARITHMS
    log_P_total = ln(P_total);
#endif
    store(out + (0 * T + t) * BLOCK, total);
    store(out + (1 * T + t) * BLOCK, 100 * (total / last - 1));
    store(out + (2 * T + t) * BLOCK, 100 * digital / total);
    store(out + (3 * T + t) * BLOCK, adoption);
  }
}

/// Exact quantiles, definition 7: count in 2,048 bins laid by a sample, keep the bins with a rank.
static void quantiles(const double *x, size_t n, double *result) {
  const int bins = 2048;
  double low = x[0], high = x[0];
  for (size_t i = 0; i < std::min<size_t>(n, 4096); i++) low = std::min(low, x[i]), high = std::max(high, x[i]);
  double scale = high > low ? bins / (high - low) : 0;
  auto bin = [&](double v) { return (int)std::min(std::max(0., (v - low) * scale), bins - 1.); };
  static thread_local std::vector<uint16_t> place;
  place.resize(n);
  uint32_t count[bins] = {};
  for (size_t i = 0; i < n; i++) place[i] = (uint16_t)bin(x[i]);
  for (size_t i = 0; i < n; i++) count[place[i]]++;
  std::vector<double> kept[14];
  uint8_t bucket[bins];
  memset(bucket, 255, sizeof bucket);
  size_t rank[14], base[14];
  int of[14], buckets = 0, at = 0;
  size_t below = 0;
  for (int k = 0; k < 14; k++) {
    rank[k] = std::min(n - 1, (size_t)(levels[k / 2] * (n - 1)) + k % 2);
    while (below + count[at] <= rank[k]) below += count[at++];
    if (bucket[at] == 255) bucket[at] = (uint8_t)buckets, base[buckets++] = below;
    of[k] = bucket[at];
  }
  for (size_t i = 0; i < n; i++)
    if (uint8_t b = bucket[place[i]]; b != 255) kept[b].push_back(x[i]);
  for (int k = 0; k < 7; k++) {
    double value[2];
    for (int j = 0; j < 2; j++) {
      auto &v = kept[of[2 * k + j]];
      auto middle = v.begin() + (rank[2 * k + j] - base[of[2 * k + j]]);
      std::nth_element(v.begin(), middle, v.end());
      value[j] = *middle;
    }
    double h = levels[k] * (n - 1);
    result[k] = value[0] + (h - floor(h)) * (value[1] - value[0]);
  }
}

static double now(clockid_t clock) {
  timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int argc, char **argv) {
  size_t n = argc > 1 ? (size_t)atof(argv[1]) : 100000;
  int repetitions = argc > 2 ? atoi(argv[2]) : 5, threads = argc > 3 ? atoi(argv[3]) : 1;
  Year years[T];
  for (int t = 1; t <= T; t++) {
    Year &year = years[t - 1];
    year.labour = 100 * pow(1.008, t);
    year.log_labour = t * log(1.008);
    year.spending = 5 * pow(1.03, t - 1) + (t >= 3 && t <= 8 ? 1.5 : 0);
    for (int s = 0; s < S; s++) year.policy[s] = reach[s] * (1 - exp(-t / 5.));
  }
  for (int repetition = 0; repetition < repetitions; repetition++) {
    double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    double *values = (double *)malloc(sizeof(double) * n * COLUMNS);
    std::atomic<size_t> next(0);
    auto all = [&](auto work) {
      next = 0;
      std::vector<std::thread> others;
      for (int i = 1; i < threads; i++) others.emplace_back(work);
      work();
      for (auto &thread : others) thread.join();
    };
    all([&] {
      alignas(64) static thread_local double block[COLUMNS * BLOCK];
      for (size_t start; (start = BLOCK * next++) < n;) {
        size_t count = std::min<size_t>(BLOCK, n - start);
        for (size_t i = 0; i < count; i += LANES) simulate(years, 1 + repetition, start + i, block + i);
        for (int c = 0; c < COLUMNS; c++) memcpy(values + c * n + start, block + c * BLOCK, 8 * count);
      }
    });
    double simulated = now(CLOCK_MONOTONIC);
    std::vector<double> result(COLUMNS * 7);
    all([&] {
      for (size_t c; (c = next++) < COLUMNS;) quantiles(values + c * n, n, &result[7 * c]);
    });
    size_t rich = 0, digital = 0, met = 0;
    for (size_t i = 0; i < n; i++) {
      bool r = values[(T - 1) * n + i] >= 195, d = values[(3 * T - 1) * n + i] >= 19;
      rich += r, digital += d, met += r && d && values[(4 * T - 1) * n + i] >= .85;
    }
    double done = now(CLOCK_MONOTONIC);
    cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    free(values);
    const double expected[3] = {.460, .592, .255}, found[3] = {1. * rich / n, 1. * digital / n, 1. * met / n};
    for (int i = 0; i < 3; i++)
      if (fabs(found[i] - expected[i]) > 5 * sqrt(expected[i] * (1 - expected[i]) / n) + 1e-3) {
        fprintf(stderr, "wrong: probability %d is %g, not %g\n", i, found[i], expected[i]);
        return 1;
      }
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"workload\": \"W1\", \"tool\": \"" TOOL "\", \"draws\": %zu, \"threads\": %d, "
           "\"seconds\": %.6f, \"cpu_seconds\": %.6f, \"phases\": {\"simulate\": %.6f, \"summarise\": %.6f}, "
           "\"peak_mb\": %.1f}\n",
           n, threads, done - wall, cpu, simulated - wall, done - simulated, usage.ru_maxrss / 1024.);
  }
}
