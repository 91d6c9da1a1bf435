// The body of every kernel, for vectors of `LANES` doubles. It is included once per level, with
// `LANES`, `LEVEL` and `TABLE` (the name of the table to define) set, inside a region that carries
// the level's target attribute. There is no include guard: each level is its own source file.
//
// Contraction is off in the including file. Only what is written `v_fma` is fused.

#include "vector.h"

#include "elementary.h"
#include "sleef.h"

/// 1 where the mask is set, else 0.
static inline vd one_where(vi mask) { return from_bits((vu)mask & bits(splat(1))); }

// Loops over rows. `EXPRESSION` is made of the vectors `x`, `y`.

#define STEP _Pragma("clang loop unroll_count(4)") for (size_t i = 0; i < n; i += LANES)

#define UNARY(name, EXPRESSION) \
  static void name(double *out, const double *a, size_t n) { \
    STEP { \
      vd x = load(a + i); \
      store(out + i, EXPRESSION); \
    } \
  }

#define BINARY(name, EXPRESSION) \
  static void name##_vv(double *out, const double *a, const double *b, size_t n) { \
    STEP { \
      vd x = load(a + i), y = load(b + i); \
      store(out + i, EXPRESSION); \
    } \
  } \
  static void name##_vs(double *out, const double *a, double b, size_t n) { \
    vd y = splat(b); \
    STEP { \
      vd x = load(a + i); \
      store(out + i, EXPRESSION); \
    } \
  } \
  static void name##_sv(double *out, double a, const double *b, size_t n) { \
    vd x = splat(a); \
    STEP { \
      vd y = load(b + i); \
      store(out + i, EXPRESSION); \
    } \
  }

// Arithmetic.

UNARY(negate, -x)
UNARY(logical_not, one_where(x == 0))
UNARY(square_root, v_sqrt(x))
UNARY(absolute, v_abs(x))
BINARY(add, x + y)
BINARY(subtract, x - y)
BINARY(multiply, x * y)
BINARY(divide, x / y)
BINARY(less, one_where(x < y))
BINARY(less_or_equal, one_where(x <= y))
BINARY(greater, one_where(x > y))
BINARY(greater_or_equal, one_where(x >= y))
BINARY(equal, one_where(x == y))
BINARY(not_equal, one_where(x != y))
BINARY(logical_and, one_where((x != 0) & (y != 0)))
BINARY(logical_or, one_where((x != 0) | (y != 0)))

static void multiply_unless_zero(double *out, const double *a, const double *b, size_t n) {
  STEP {
    vd x = load(a + i), y = load(b + i);
    store(out + i, x == 0 ? x : x * y);
  }
}

// The hardware's minimum is its second argument when the two are equal or not ordered. Taking it
// both ways and joining the bits keeps the sign of -0, and a NaN joined with anything is a NaN.
static inline vd v_minimum(vd x, vd y) {
  vd first = x < y ? x : y;
  vd second = y < x ? y : x;
  return from_bits(bits(first) | bits(second));
}

static inline vd v_maximum(vd x, vd y) {
  vd first = x > y ? x : y;
  vd second = y > x ? y : x;
  vi unordered = (x != x) | (y != y);
  return from_bits((bits(first) & bits(second)) | (vu)unordered);
}

BINARY(minimum, v_minimum(x, y))
BINARY(maximum, v_maximum(x, y))

// Transcendental functions: exp, log and power are our own, the others SLEEF's.

// A row of ordinary arguments, as nearly all are, goes through loops without branches; any other once more
// through one that also knows the special cases. Loops are not unrolled: the processor overlaps one vector
// with the next by itself. But it looks ahead over few operations, so a long calculation is cut into
// several loops over a chunk, with scratch between them: the steps of each wait for few others.
#define LONG_STEP _Pragma("clang loop unroll(disable)") for (size_t i = 0; i < n; i += LANES)

enum { CHUNK = 256 };  // Doubles of scratch on the stack.

/// `CHUNKS(n) f(out + start, ..., count)` does n numbers by chunks.
#define CHUNKS(n) \
  for (size_t start = 0, count; count = (n) - start < CHUNK ? (n) - start : CHUNK, start < (n); \
       start += CHUNK)

/// Of n <= CHUNK numbers.
static void exponential_chunk(double *out, const double *a, size_t n) {
  double y[CHUNK], r[CHUNK];
  vi ordinary = (vi)(int64_t)-1;
  LONG_STEP {
    vd x = load(a + i);
    ordinary &= v_abs(x) < EXP_ORDINARY;  // not of a NaN
    exp_parts parts = exp_begin(x);
    store(y + i, parts.y);
    store(r + i, parts.r);
  }
  if (all(ordinary)) {
    LONG_STEP store(out + i, exp_end((exp_parts){load(y + i), load(r + i)}));
  } else {
    LONG_STEP store(out + i, v_exp(load(a + i)));
  }
}

static void exponential(double *out, const double *a, size_t n) {
  CHUNKS(n) exponential_chunk(out + start, a + start, count);
}

/// Of n <= CHUNK numbers.
static void logarithm_chunk(double *out, const double *a, size_t n) {
  double k[CHUNK], f[CHUNK], s[CHUNK];
  vd least = splat(1), notFinite = splat(0);
  LONG_STEP {
    vd x = load(a + i);
    least = x < least ? x : least;
    notFinite = v_fma(x, splat(0), notFinite);
    log_parts parts = log_begin(x);
    store(k + i, parts.k);
    store(f + i, parts.f);
    store(s + i, parts.s);
  }
  if (all((least >= 0x1p-1022) & (notFinite == 0))) {
    LONG_STEP store(out + i, log_end((log_parts){load(k + i), load(f + i), load(s + i)}));
  } else {
    LONG_STEP store(out + i, v_log(load(a + i)));
  }
}

static void logarithm(double *out, const double *a, size_t n) {
  CHUNKS(n) logarithm_chunk(out + start, a + start, count);
}

/// Powers of n <= CHUNK numbers: the common way for all, then the hard way where that is needed.
/// `a` and `b` advance by stepA and stepB doubles a vector (0 repeats one).
static void power(
    double *out, const double *a, const double *b, size_t n, size_t stepA, size_t stepB) {
  double k[CHUNK], high[CHUNK], low[CHUNK];
  LONG_STEP {
    log_parts parts = power_begin(load(a + i / LANES * stepA));
    store(k + i, parts.k);
    store(high + i, parts.f);
    store(low + i, parts.s);
  }
  vi allCommon = (vi)(int64_t)-1;
  LONG_STEP {
    log_parts parts = {load(k + i), load(high + i), load(low + i)};
    v2 t = power_exponent(parts, load(b + i / LANES * stepB));
    store(high + i, t.high);
    store(low + i, t.low);
    allCommon &= power_is_common(t);
  }
  if (all(allCommon)) {
    LONG_STEP store(out + i, power_end((v2){load(high + i), load(low + i)}));
    return;
  }
  LONG_STEP {
    v2 t = {load(high + i), load(low + i)};
    vi isCommon = power_is_common(t);
    vd value = power_end(t);
    if (!all(isCommon)) {
      vd hard = power_of_hard(load(a + i / LANES * stepA), load(b + i / LANES * stepB));
      value = isCommon ? value : hard;
    }
    store(out + i, value);
  }
}

static void power_vv(double *out, const double *a, const double *b, size_t n) {
  CHUNKS(n) power(out + start, a + start, b + start, count, LANES, LANES);
}

static void power_vs(double *out, const double *a, double b, size_t n) {
  double y[LANES];
  store(y, splat(b));
  CHUNKS(n) power(out + start, a + start, y, count, LANES, 0);
}

static void power_sv(double *out, double a, const double *b, size_t n) {
  double x[LANES];
  store(x, splat(a));
  CHUNKS(n) power(out + start, x, b + start, count, 0, LANES);
}

/// erfc(-x / sqrt 2) / 2. The rounding of the argument, which far in the lower tail would cost
/// dozens of units in the last place, is undone to first order: d log erfc(t) / dt is close to
/// -(t + sqrt(t^2 + 4/pi)).
static void normal_cdf(double *out, const double *a, size_t n) {
  const double high = 0x1.6a09e667f3bcdp-1, low = -0x1.bdd3413b26456p-55;  // 1 / sqrt 2
  double values[CHUNK];
  for (size_t start = 0; start < n; start += CHUNK) {
    size_t count = n - start < CHUNK ? n - start : CHUNK;
    for (size_t i = 0; i < count; i += LANES) store(values + i, -load(a + start + i) * high);
    sleef_erfc(values, values, count);
    for (size_t i = 0; i < count; i += LANES) {
      vd x = load(a + start + i);
      vd t = -x * high;
      vd lost = v_fma(-x, splat(low), v_fma(-x, splat(high), -t));
      vd slope = t + v_sqrt(v_fma(t, t, splat(0x1.45f306dc9c883p0)));
      vd value = load(values + i);
      vd better = v_fma(-value, lost * slope, value);
      store(out + start + i, 0.5 * (v_abs(t) < 30 ? better : value));
    }
  }
}

// The normal quantile: a linear function plus a rational one in each of three regions, as in M. J.
// Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477-484, but fitted anew so that the part
// that carries the rounding errors is the smaller one. Fitted at 50 digits by least squares with
// Lawson weights on Chebyshev nodes; before rounding, the relative errors are below 7e-18, 5e-17 and
// 4e-17. Over [2^-53, 1 - 2^-53] the relative error of the result is below 4e-16 (3.1e-16 seen in 24,000).

/// Within .425 of the middle; `q` = u - 1/2. The linear term sqrt(2 pi) q is the larger part and is
/// added last, unrounded.
static inline vd quantile_centre(vd q) {
  vd s = q * q;
  vd t = v_fma(-q, q, splat(.180625));
  vd p = splat(570.09423141011760805);
  HORNER(p, t, 36604.948975455757614);
  HORNER(p, t, 86033.883170364147396);
  HORNER(p, t, 62123.553757952861807);
  HORNER(p, t, 19092.443991512977487);
  HORNER(p, t, 2785.4643140500411709);
  HORNER(p, t, 190.11661984849071009);
  HORNER(p, t, 4.8747659413999519918);
  vd d = splat(19881.729253647089651);
  HORNER(d, t, 67725.878547738580957);
  HORNER(d, t, 69676.177056886739414);
  HORNER(d, t, 31040.481445176397584);
  HORNER(d, t, 6880.0743249369711515);
  HORNER(d, t, 791.14621665716689423);
  HORNER(d, t, 45.02447129344923834);
  HORNER(d, t, 1.0);
  vd slope = v_fma(s, p / d, splat(-0x1.a6a0d6f814637p-53));
  return v_fma(q, splat(0x1.40d931ff62706p+1), q * slope);
}

/// `w` = -log(tail probability), at most 8.
static inline vd quantile_tail(vd w) {
  vd t = w - 2.59;
  vd p = splat(-9.8730840049669731377e-7);
  HORNER(p, t, -0.000055376240793493618354);
  HORNER(p, t, -0.00067117951660672508218);
  HORNER(p, t, 0.0014191129004179339768);
  HORNER(p, t, 0.060792587043530604533);
  HORNER(p, t, 0.335639968778792485);
  HORNER(p, t, 0.70564916189914472418);
  HORNER(p, t, 0.5001904507803320689);
  vd d = splat(-1.4563972787547869681e-9);
  HORNER(d, t, 3.3121986358095186852e-6);
  HORNER(d, t, 0.00029057886391979556491);
  HORNER(d, t, 0.0075492030003392069972);
  HORNER(d, t, 0.083237237384750518753);
  HORNER(d, t, 0.43683044711732249002);
  HORNER(d, t, 1.076416053189187809);
  HORNER(d, t, 1.0);
  return v_fma(w, splat(0.36262527567054170241), p / d);
}

/// `w` above 8: tail probabilities below 3.4e-4. `r` = sqrt(w).
static inline vd quantile_far_tail(vd r) {
  vd t = r - 2.8;
  vd p = splat(-2.0885765840276861515e-6);
  HORNER(p, t, -0.00013486965146906340645);
  HORNER(p, t, -0.002931758404548487506);
  HORNER(p, t, -0.031359879316337953843);
  HORNER(p, t, -0.19189021581563588191);
  HORNER(p, t, -0.62879346522727960117);
  HORNER(p, t, -0.8058712382919743869);
  vd d = splat(0.000028780695620196362192);
  HORNER(d, t, 0.0017743846925288022613);
  HORNER(d, t, 0.03367939702662362464);
  HORNER(d, t, 0.26014821629848069613);
  HORNER(d, t, 0.85650705259262533368);
  HORNER(d, t, 1.0);
  return v_fma(r, splat(1.4868140762523109899), p / d);
}

/// `w` = -log(tail probability) of the tail u = 1/2 + `q` lies in.
static inline vd quantile_of_tail(vd q, vd w) {
  vd z = quantile_tail(w);
  vi far = w > 8;
  if (any(far)) {
    z = far ? quantile_far_tail(v_sqrt(w)) : z;
    z = w == __builtin_inf() ? w : z;
  }
  return q < 0 ? -z : z;
}

/// The 15 % of arguments in the tails are gathered and done together: nearly every vector holds
/// one, and a logarithm for all would double the work.
static void normal_quantile(double *out, const double *a, size_t n) {
  uint32_t place[CHUNK + LANES];
  double tail[CHUNK + LANES], log[CHUNK];
  for (size_t start = 0; start < n; start += CHUNK) {
    size_t end = n - start < CHUNK ? n : start + CHUNK;
    size_t count = 0;
    for (size_t i = start; i < end; i += LANES) {
      vd u = load(a + i);
      vd q = u - 0.5;
      vi inTail = v_abs(q) > 0.425;
      for (int lane = 0; lane < LANES; lane++) {
        place[count] = (uint32_t)(i + (size_t)lane - start);
        tail[count] = u[lane];
        count += (size_t)(inTail[lane] & 1);
      }
      store(out + i, quantile_centre(q));
    }
    size_t padded = (count + LANES - 1) / LANES * LANES;
    for (size_t i = count; i < padded; i++) tail[i] = 0.25;
    for (size_t i = 0; i < padded; i += LANES) {
      vd u = load(tail + i);
      store(log + i, u < 0.5 ? u : 1 - u);
    }
    logarithm_chunk(log, log, padded);
    for (size_t i = 0; i < padded; i += LANES)
      store(tail + i, quantile_of_tail(load(tail + i) - 0.5, -load(log + i)));
    for (size_t i = 0; i < count; i++) out[start + place[i]] = tail[i];
  }
}

// Choices and checks.

static void select_vv(double *out, const double *c, const double *a, const double *b, size_t n) {
  STEP store(out + i, load(c + i) != 0 ? load(a + i) : load(b + i));
}

static void select_vs(double *out, const double *c, const double *a, double b, size_t n) {
  vd y = splat(b);
  STEP store(out + i, load(c + i) != 0 ? load(a + i) : y);
}

static void select_sv(double *out, const double *c, double a, const double *b, size_t n) {
  vd x = splat(a);
  STEP store(out + i, load(c + i) != 0 ? x : load(b + i));
}

static void select_ss(double *out, const double *c, double a, double b, size_t n) {
  vd x = splat(a), y = splat(b);
  STEP store(out + i, load(c + i) != 0 ? x : y);
}

static void fill(double *out, double a, size_t n) {
  vd x = splat(a);
  STEP store(out + i, x);
}

static inline void check_vector(double *acc, vd x) { store(acc, v_fma(x, splat(0), load(acc))); }

static void check_finite(double *acc, const double *a, size_t n) {
  STEP check_vector(acc + i, load(a + i));
}

// Claims: 1 stays where the comparison holds, and becomes 0 elsewhere.

static inline vd v_where(vi mask, vd x) { return from_bits((vu)mask & bits(x)); }

#define CLAIM(name, CONDITION) \
  static void claim_##name##_vv(double *holds, const double *a, const double *b, size_t n) { \
    STEP { \
      vd x = load(a + i), y = load(b + i); \
      store(holds + i, v_where(CONDITION, load(holds + i))); \
    } \
  } \
  static void claim_##name##_vs(double *holds, const double *a, double b, size_t n) { \
    vd y = splat(b); \
    STEP { \
      vd x = load(a + i); \
      store(holds + i, v_where(CONDITION, load(holds + i))); \
    } \
  } \
  static void claim_##name##_sv(double *holds, double a, const double *b, size_t n) { \
    vd x = splat(a); \
    STEP { \
      vd y = load(b + i); \
      store(holds + i, v_where(CONDITION, load(holds + i))); \
    } \
  }

CLAIM(less, x < y)
CLAIM(less_or_equal, x <= y)
CLAIM(equal, x == y)
CLAIM(not_equal, x != y)
CLAIM(agree, v_abs(x - y) <= GRDP_AGREEMENT * (1 + v_abs(y)))

// Chains: what a node of many steps is made of stays in registers, twelve vectors of it. Finding out
// what to do next costs as much as three vectors, so the first two steps are one case.

#define EACH(VECTORS) _Pragma("clang loop unroll(full)") for (int v = 0; v < (VECTORS); v++)

/// A step with its operands found.
typedef struct {
  uint32_t code;
  /// The first lanes of rows.
  const double *a, *b;
  double number;
} located_step;

/// One operation with each kind of second operand y; FIRST is the other, x.
#define CASES(VECTORS, BASE, OPERATION, FIRST, RESULT) \
  case BASE + 4 * OPERATION + GRDP_OPERAND_ROW: { \
    const double *a = step->a + i; \
    EACH(VECTORS) { \
      vd x = FIRST, y = load(a + v * LANES); \
      so_far[v] = RESULT; \
    } \
    break; \
  } \
  case BASE + 4 * OPERATION + GRDP_OPERAND_NUMBER: { \
    const vd y = splat(step->number); \
    EACH(VECTORS) { \
      vd x = FIRST; \
      so_far[v] = RESULT; \
    } \
    break; \
  } \
  case BASE + 4 * OPERATION + GRDP_OPERAND_ROWS: { \
    const double *a = step->a + i, *b = step->b + i; \
    EACH(VECTORS) { \
      vd x = FIRST, y = load(a + v * LANES) * load(b + v * LANES); \
      so_far[v] = RESULT; \
    } \
    break; \
  } \
  case BASE + 4 * OPERATION + GRDP_OPERAND_MULTIPLE: { \
    const double *a = step->a + i; \
    const vd number = splat(step->number); \
    EACH(VECTORS) { \
      vd x = FIRST, y = number * load(a + v * LANES); \
      so_far[v] = RESULT; \
    } \
    break; \
  }

#define ALL_CASES(VECTORS, BASE, FIRST) \
  CASES(VECTORS, BASE, GRDP_CHAIN_ADD, FIRST, x + y) \
  CASES(VECTORS, BASE, GRDP_CHAIN_SUBTRACT, FIRST, x - y) \
  CASES(VECTORS, BASE, GRDP_CHAIN_SUBTRACT_FROM, FIRST, y - x) \
  CASES(VECTORS, BASE, GRDP_CHAIN_MULTIPLY, FIRST, x * y) \
  CASES(VECTORS, BASE, GRDP_CHAIN_DIVIDE, FIRST, x / y) \
  CASES(VECTORS, BASE, GRDP_CHAIN_DIVIDE_INTO, FIRST, y / x) \
  CASES(VECTORS, BASE, GRDP_CHAIN_MINIMUM, FIRST, v_minimum(x, y)) \
  CASES(VECTORS, BASE, GRDP_CHAIN_MAXIMUM, FIRST, v_maximum(x, y))

/// What is added to the code of the second step, for each kind of operand the chain begins with.
#define BEGINNING(KIND) (64 * (KIND))

/// The chain in VECTORS vectors from lane `i` on.
#define CHAIN(VECTORS) \
  { \
    vd so_far[VECTORS]; \
    const located_step *step = located + 1; \
    const double *p = located->a + i, *q = located->b + i; \
    const vd factor = splat(located->number); \
    switch (beginning + step->code) { \
      ALL_CASES(VECTORS, BEGINNING(GRDP_OPERAND_ROW), load(p + v * LANES)) \
      ALL_CASES(VECTORS, BEGINNING(GRDP_OPERAND_ROWS), load(p + v * LANES) * load(q + v * LANES)) \
      ALL_CASES(VECTORS, BEGINNING(GRDP_OPERAND_MULTIPLE), factor * load(p + v * LANES)) \
      default: \
        __builtin_unreachable(); \
    } \
    while (step < last) { \
      step++; \
      switch (step->code) { \
        ALL_CASES(VECTORS, 0, so_far[v]) \
        default: \
          __builtin_unreachable(); \
      } \
    } \
    EACH(VECTORS) store(out + i + v * LANES, so_far[v]); \
    if (acc) EACH(VECTORS) check_vector(acc + i + v * LANES, so_far[v]); \
  }

static void chain(
    double *out, double *acc, const double *rows, size_t stride, const grdp_step *steps,
    size_t count, size_t n) {
  located_step located[GRDP_CHAIN_MOST];
  const located_step *last = located + count - 1;
  _Pragma("clang loop vectorize(disable) unroll(disable)") for (size_t k = 0; k < count; k++) {
    const grdp_step step = steps[k];
    located[k] = (located_step){
        (uint32_t)step.code, rows + (size_t)step.a * stride, rows + (size_t)step.b * stride,
        step.number};
  }
  const uint32_t beginning = BEGINNING(located->code - 4 * GRDP_CHAIN_LOAD);
  size_t i = 0;
#if LANES > 1
  // Of one lane each, twelve would not leave whole eights.
  for (; i + 12 * LANES <= n; i += 12 * LANES) CHAIN(12)
  for (; i + 8 * LANES <= n; i += 8 * LANES) CHAIN(8)
#endif
  for (; i < n; i += 8) CHAIN(8 / LANES)
}

// Random numbers.

/// Vectors of draws that go through Philox together, to hide the latency of its multiplications.
enum { PHILOX_GROUP = LANES == 4 ? 2 : 1 };

typedef struct {
  vu even[PHILOX_GROUP], odd[PHILOX_GROUP];
} uniform_bits;

/// J. K. Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC11 (2011): Philox4x32-10.
/// A word is the low half of a lane; what is in the high half does not matter until the end.
static inline uniform_bits philox(
    const uint64_t *draw, uint64_t key, uint32_t period_pair, uint32_t substream) {
  const vu low = (vu)(uint64_t)0xffffffff;
  vu c0[PHILOX_GROUP], c1[PHILOX_GROUP], c2[PHILOX_GROUP], c3[PHILOX_GROUP];
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int g = 0; g < PHILOX_GROUP; g++) {
    c0[g] = *(const vu_row *)(draw + g * LANES);
    c1[g] = c0[g] >> 32;
    c2[g] = (vu)(uint64_t)period_pair;
    c3[g] = (vu)(uint64_t)substream;
  }
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    for (int g = 0; g < PHILOX_GROUP; g++) {
      vu first = (c0[g] & low) * (vu)(uint64_t)0xd2511f53;
      vu second = (c2[g] & low) * (vu)(uint64_t)0xcd9e8d57;
      c0[g] = (second >> 32) ^ c1[g] ^ (vu)(uint64_t)k0;
      c1[g] = second;
      c2[g] = (first >> 32) ^ c3[g] ^ (vu)(uint64_t)k1;
      c3[g] = first;
    }
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  uniform_bits words;
  for (int g = 0; g < PHILOX_GROUP; g++) {
    words.even[g] = (c0[g] & low) | c1[g] << 32;
    words.odd[g] = (c2[g] & low) | c3[g] << 32;
  }
  return words;
}

/// (k + 1/2) 2^-52 with k the high 52 bits: 1 + k 2^-52, less 1 - 2^-53, is exact.
static inline vd uniform(vu word) {
  return from_bits(word >> 12 | bits(splat(1))) - 0x1.fffffffffffffp-1;
}

static void philox_uniform(
    double *out_even, double *out_odd, const uint64_t *draw, uint64_t key, uint32_t period_pair,
    uint32_t substream, size_t n) {
  for (size_t i = 0; i < n; i += PHILOX_GROUP * LANES) {
    uniform_bits words = philox(draw + i, key, period_pair, substream);
    for (int g = 0; g < PHILOX_GROUP; g++) {
      store(out_even + i + g * LANES, uniform(words.even[g]));
      if (out_odd) store(out_odd + i + g * LANES, uniform(words.odd[g]));
    }
  }
}

// Quantile tables.

typedef struct {
  vd column[GRDP_QUANTILE_ROW];
} table_rows;

static inline const double *table_row(const grdp_quantile_table *table, uint64_t y) {
  // The exponent of y, in [39.5, 56.5), is 5; so many of its bits are q + 3840.
  uint64_t q = ((y >> 38) & 0x3fff) - 3840;
  grdp_quantile_cell cell = table->cells[q >> 8];
  return table->rows + GRDP_QUANTILE_ROW * (cell.first + ((q & 255) >> cell.shift));
}

#if LANES == 1

static inline table_rows load_rows(const grdp_quantile_table *table, vu y) {
  const double *row = table_row(table, y[0]);
  table_rows rows;
  for (int k = 0; k < GRDP_QUANTILE_ROW; k++) rows.column[k] = (vd)row[k];
  return rows;
}

#else

typedef double v4 __attribute__((ext_vector_type(4)));
typedef v4 v4_row __attribute__((aligned(8), may_alias));

/// Four columns, from `k` on, of four rows.
static inline void transpose4(v4 out[4], const double *const row[4], int k) {
  v4 a = *(const v4_row *)(row[0] + k), b = *(const v4_row *)(row[1] + k);
  v4 c = *(const v4_row *)(row[2] + k), d = *(const v4_row *)(row[3] + k);
  v4 ab02 = __builtin_shufflevector(a, b, 0, 4, 2, 6);
  v4 ab13 = __builtin_shufflevector(a, b, 1, 5, 3, 7);
  v4 cd02 = __builtin_shufflevector(c, d, 0, 4, 2, 6);
  v4 cd13 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
  out[0] = __builtin_shufflevector(ab02, cd02, 0, 1, 4, 5);
  out[1] = __builtin_shufflevector(ab13, cd13, 0, 1, 4, 5);
  out[2] = __builtin_shufflevector(ab02, cd02, 2, 3, 6, 7);
  out[3] = __builtin_shufflevector(ab13, cd13, 2, 3, 6, 7);
}

static inline table_rows load_rows(const grdp_quantile_table *table, vu y) {
  const double *row[LANES];
  for (int lane = 0; lane < LANES; lane++) row[lane] = table_row(table, y[lane]);
  table_rows rows;
  for (int k = 0; k < GRDP_QUANTILE_ROW; k += 4) {
#if LANES == 4
    transpose4(rows.column + k, row, k);
#else
    v4 left[4], right[4];
    transpose4(left, row, k);
    transpose4(right, row + 4, k);
    for (int j = 0; j < 4; j++)
      rows.column[k + j] = __builtin_shufflevector(left[j], right[j], 0, 1, 2, 3, 4, 5, 6, 7);
#endif
  }
  return rows;
}

#endif

static void table_quantile(double *out, const double *z, const grdp_quantile_table *table, size_t n) {
  const vd low = splat(table->low), high = splat(table->high);
  // 8.5 - 2^-46, which plus 48 is still below 56.5.
  const vd least = splat(-8.5), most = splat(0x1.0fffffffffff8p3);
  for (size_t i = 0; i < n; i += LANES) {
    vd x = load(z + i);
    vd inside = x > most ? most : x;
    inside = inside > least ? inside : least;  // NaN too
    table_rows rows = load_rows(table, bits(inside + 48));
    vd t = inside - rows.column[0];
    vd p = rows.column[GRDP_QUANTILE_ROW - 1];
    for (int k = GRDP_QUANTILE_ROW - 2; k > 0; k--) p = v_fma(p, t, rows.column[k]);
    p = p < low ? low : p;
    p = p > high ? high : p;
    store(out + i, x == x ? p : x);
  }
}

#include "regression.h"
#include "lanes.h"

// The table.

static const grdp_unary_kernel unary_kernels[GRDP_UNARY_COUNT] = {
    [GRDP_NEGATE] = negate,
    [GRDP_NOT] = logical_not,
    [GRDP_EXP] = exponential,
    [GRDP_LOG] = logarithm,
    [GRDP_LOG1P] = sleef_log1p,
    [GRDP_SQRT] = square_root,
    [GRDP_ABS] = absolute,
    [GRDP_TANH] = sleef_tanh,
    [GRDP_SIN] = sleef_sin,
    [GRDP_COS] = sleef_cos,
    [GRDP_ATAN] = sleef_atan,
    [GRDP_NORMAL_QUANTILE] = normal_quantile,
    [GRDP_NORMAL_CDF] = normal_cdf,
};

#define BINARY_KERNELS(shape) \
  static const grdp_binary_##shape##_kernel binary_##shape##_kernels[GRDP_BINARY_COUNT] = { \
      [GRDP_ADD] = add_##shape, \
      [GRDP_SUBTRACT] = subtract_##shape, \
      [GRDP_MULTIPLY] = multiply_##shape, \
      [GRDP_DIVIDE] = divide_##shape, \
      [GRDP_POWER] = power_##shape, \
      [GRDP_MINIMUM] = minimum_##shape, \
      [GRDP_MAXIMUM] = maximum_##shape, \
      [GRDP_LESS] = less_##shape, \
      [GRDP_LESS_OR_EQUAL] = less_or_equal_##shape, \
      [GRDP_GREATER] = greater_##shape, \
      [GRDP_GREATER_OR_EQUAL] = greater_or_equal_##shape, \
      [GRDP_EQUAL] = equal_##shape, \
      [GRDP_NOT_EQUAL] = not_equal_##shape, \
      [GRDP_AND] = logical_and_##shape, \
      [GRDP_OR] = logical_or_##shape, \
  };

BINARY_KERNELS(vv)
BINARY_KERNELS(vs)
BINARY_KERNELS(sv)

#define CLAIM_KERNELS(shape) \
  static const grdp_binary_##shape##_kernel claim_##shape##_kernels[GRDP_CLAIM_COUNT] = { \
      [GRDP_CLAIM_LESS] = claim_less_##shape, \
      [GRDP_CLAIM_LESS_OR_EQUAL] = claim_less_or_equal_##shape, \
      [GRDP_CLAIM_EQUAL] = claim_equal_##shape, \
      [GRDP_CLAIM_NOT_EQUAL] = claim_not_equal_##shape, \
      [GRDP_CLAIM_AGREE] = claim_agree_##shape, \
  };

CLAIM_KERNELS(vv)
CLAIM_KERNELS(vs)
CLAIM_KERNELS(sv)

const grdp_kernels TABLE = {
    .level = LEVEL,
    .unary = unary_kernels,
    .binary_vv = binary_vv_kernels,
    .binary_vs = binary_vs_kernels,
    .binary_sv = binary_sv_kernels,
    .select_vv = select_vv,
    .select_vs = select_vs,
    .select_sv = select_sv,
    .select_ss = select_ss,
    .chain = chain,
    .claim_vv = claim_vv_kernels,
    .claim_vs = claim_vs_kernels,
    .claim_sv = claim_sv_kernels,
    .fill = fill,
    .check_finite = check_finite,
    .philox_uniform = philox_uniform,
    .table_quantile = table_quantile,
    .centre = centre,
    .triangle_update = triangle_update,
    .refine = refine,
    .take_columns = take_columns,
    .resample = resample,
    .multiply_unless_zero = multiply_unless_zero,
    .lane_dot = lane_dot,
    .lane_multiply = lane_multiply,
    .lane_choose = lane_choose,
    .lane_factorize = lane_factorize,
};
