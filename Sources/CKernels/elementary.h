// The exponential, the logarithm and the power, of vectors: `v_exp(x)`, `v_log(x)`, `v_pow(x, y)`.
//
// Included by kernels.h and, for one lane, by scalar.c; the same operations on every level, so the same
// bits. Errors, measured against 113-bit arithmetic, are below one unit in the last place. The
// polynomials are minimax, found by docs/design/0005-elementary_functions.py, which also says how good they
// are; docs/design/0005-kernels.md has the reasoning.
//
// Each function has a path for ordinary arguments and, taken if any lane needs it, one for all others;
// for an ordinary argument both give the same bits.

/// A number plus this is rounded to a whole one, which the last bits of the sum hold.
#define ROUNDING 0x1.8p52

#define HORNER(p, x, c) (p) = v_fma((p), (x), splat(c))

/// log 2 as the sum of two numbers. A whole number k of at most 11 bits times the first, subtracted
/// from a number within .35 of it by one fused step, leaves no error.
static const double log2_high = 0x1.62e42fefa39efp-1, log2_low = 0x1.abc9e3b39803fp-56;

/// e^r - 1 - r for |r| <= .3466, relative to e^r within 2^-60. Even and odd powers are summed apart, so
/// that a step waits for fewer others.
static inline vd exp_tail(vd r) {
  vd z = r * r;
  vd even = splat(0x1.af68604a367dcp-26), odd = splat(0x1.1e671445a6627p-29);
  HORNER(odd, z, 0x1.27e58cf0ef384p-22);
  HORNER(even, z, 0x1.71ddf2706e462p-19);
  HORNER(odd, z, 0x1.a01a01527c669p-16);
  HORNER(even, z, 0x1.a01a01b2690abp-13);
  HORNER(odd, z, 0x1.6c16c16c26fe7p-10);
  HORNER(even, z, 0x1.111111110efc3p-7);
  HORNER(odd, z, 0x1.5555555555531p-5);
  HORNER(even, z, 0x1.555555555555ap-3);
  HORNER(odd, z, 0.5);
  return z * v_fma(r, even, odd);
}

/// `x` times 2^k, where `y` = k + ROUNDING, |k| < 2044.
static inline vd scaled(vd x, vd y) {
  vi k = (vi)(bits(y) - bits(splat(ROUNDING)));
  // Half of k, rounded down: the logical shift of a number that is made positive.
  vi half = (vi)(((vu)k + 4096) >> 1) - 2048;
  vd first = from_bits((vu)(half + 1023) << 52), second = from_bits((vu)(k - half + 1023) << 52);
  return x * first * second;
}

/// What an exponential begins with: x = k log 2 + r, and y = k + ROUNDING.
typedef struct {
  vd y, r;
} exp_parts;

static inline exp_parts exp_begin(vd x) {
  vd y = v_fma(x, splat(0x1.71547652b82fep0), splat(ROUNDING));
  vd k = y - ROUNDING;
  return (exp_parts){y, v_fma(k, splat(-log2_low), v_fma(k, splat(-log2_high), x))};
}

/// Where |x| is below it, e^x is a normal number.
#define EXP_ORDINARY 708

/// The exponential where it is a normal number.
static inline vd exp_end(exp_parts parts) {
  vd p = 1 + (parts.r + exp_tail(parts.r));
  // The last bits of y are those of k, which are added to the exponent.
  return from_bits(bits(p) + (bits(parts.y) << 52));
}

static inline vd v_exp(vd x) {
  if (all(v_abs(x) < EXP_ORDINARY)) return exp_end(exp_begin(x));
  vd inside = x > 710 ? splat(710) : x;
  inside = inside < -746 ? splat(-746) : inside;  // not a NaN
  exp_parts parts = exp_begin(inside);
  return scaled(1 + (parts.r + exp_tail(parts.r)), parts.y);
}

/// A positive normal number as 2^k m with m in [sqrt 1/2, sqrt 2).
typedef struct {
  vd k, m;
} binary_parts;

static inline binary_parts split(vd x) {
  const vu least = (vu)(uint64_t)0x3fe6a09e667f3bcd;  // sqrt 1/2
  // Positive, so that a logical shift will do.
  vu above = bits(x) - least + ((vu)(uint64_t)1023 << 52);
  vu biased = above >> 52;
  binary_parts parts;
  parts.m = from_bits(bits(x) - ((biased - 1023) << 52));
  parts.k = from_bits(biased | (vu)(uint64_t)0x4330000000000000) - (0x1p52 + 1023);
  return parts;
}

/// (log((1+s)/(1-s)) - 2 s) / s^3 for z = s^2 <= .0295, within 2^-59 of the logarithm.
static inline vd log_polynomial(vd z) {
  vd w = z * z;
  vd even = splat(0x1.2f03ba61bd038p-3), odd = splat(0x1.39a1e8c5740d3p-3);
  HORNER(even, w, 0x1.74663ced8598ap-3);
  HORNER(odd, w, 0x1.c71c521450a34p-3);
  HORNER(even, w, 0x1.24924941e1560p-2);
  HORNER(odd, w, 0x1.999999997ff19p-2);
  HORNER(even, w, 0x1.5555555555592p-1);
  return v_fma(z, odd, even);
}

/// What a logarithm begins with: 2^k m with m in [sqrt 1/2, sqrt 2), f = m - 1, s = f / (2 + f).
typedef struct {
  vd k, f, s;
} log_parts;

static inline log_parts log_begin(vd x) {
  binary_parts parts = split(x);
  vd f = parts.m - 1;
  return (log_parts){parts.k, f, f / (parts.m + 1)};
}

/// k log 2 + log m, where log m = f - f^2/2 + s (f^2/2 + z P(z)), z = s^2 (the arrangement of
/// P. T. P. Tang and of FDLIBM, in which the largest term carries no error).
static inline vd log_end(log_parts p) {
  vd z = p.s * p.s;
  vd half = 0.5 * p.f * p.f;
  vd small = v_fma(p.s, v_fma(z, log_polynomial(z), half), p.k * log2_low);
  return v_fma(p.k, splat(log2_high), p.f - (half - small));
}

/// The logarithm of a positive normal number times 2^shift.
static inline vd log_of_normal(vd x, vd shift) {
  log_parts parts = log_begin(x);
  parts.k += shift;
  return log_end(parts);
}

static inline vi is_normal_positive(vd x) { return (x >= 0x1p-1022) & (x < __builtin_inf()); }

static inline vd v_log(vd x) {
  if (all(is_normal_positive(x))) return log_end(log_begin(x));
  vi tiny = x < 0x1p-1022;
  vd value = log_of_normal(tiny ? x * 0x1p54 : x, tiny ? splat(-54) : splat(0));
  value = x == 0 ? splat(-__builtin_inf()) : value;
  value = x == __builtin_inf() ? x : value;
  return (x >= 0) ? value : splat(__builtin_nan(""));
}

/// The unevaluated sum of two numbers, the second at most half a unit in the last place of the first.
typedef struct {
  vd high, low;
} v2;

/// a + b without error, for |a| >= |b| or a = 0.
static inline v2 sum(vd a, vd b) {
  vd high = a + b;
  return (v2){high, b - (high - a)};
}

/// a b, but for the product of the low parts; the low part may grow to a few units of the high one.
static inline v2 product(v2 a, v2 b) {
  vd high = a.high * b.high;
  vd low = v_fma(a.high, b.high, -high);
  low = v_fma(a.high, b.low, low);
  return (v2){high, v_fma(a.low, b.high, low)};
}

/// The logarithm of a positive normal number times 2^shift, relative error below 2^-66.
///
/// log m = 2 s + s z (2/3 + z (2/5 + z R(z))); what is not in R is carried in two numbers.
static inline v2 log_in_two(vd x, vd shift) {
  binary_parts parts = split(x);
  vd k = parts.k + shift;
  vd f = parts.m - 1;
  v2 divisor = sum(splat(2), f);
  v2 s;
  vd inverse = 1 / divisor.high;
  s.high = f * inverse;
  s.low = inverse * v_fma(-s.high, divisor.low, v_fma(-s.high, divisor.high, f));
  v2 z = product(s, s);
  vd r = splat(0x1.e7dcf20e76ec1p-4);
  HORNER(r, z.high, 0x1.de9ed7fdb0586p-4);
  HORNER(r, z.high, 0x1.111dcc8876d06p-3);
  HORNER(r, z.high, 0x1.3b13783f5ed53p-3);
  HORNER(r, z.high, 0x1.745d17d73f51fp-3);
  HORNER(r, z.high, 0x1.c71c71c65a44dp-3);
  HORNER(r, z.high, 0x1.24924924927ccp-2);
  v2 q = sum(splat(0x1.999999999999ap-2), z.high * r);
  q.low += splat(-0x1.999999999999ap-56);  // what is left of 2/5
  q = product(z, q);
  v2 p = sum(splat(0x1.5555555555555p-1), q.high);
  p.low += q.low + 0x1.5555555555555p-55;  // what is left of 2/3
  p = product(product(s, z), p);
  v2 log_of_m = sum(2 * s.high, p.high);
  log_of_m.low += p.low + 2 * s.low;
  vd whole = k * log2_high;
  v2 all = sum(whole, log_of_m.high);
  all.low += log_of_m.low + v_fma(k, splat(log2_low), v_fma(k, splat(log2_high), -whole));
  return sum(all.high, all.low);
}

/// e^(high + low) as p 2^k; `y` is k + ROUNDING.
static inline vd exp_of_two(v2 t, vd *y) {
  *y = v_fma(t.high, splat(0x1.71547652b82fep0), splat(ROUNDING));
  vd k = *y - ROUNDING;
  v2 r = sum(v_fma(k, splat(-log2_high), t.high), v_fma(k, splat(-log2_low), t.low));
  v2 p = sum(splat(1), r.high);
  return p.high + (p.low + (exp_tail(r.high) + v_fma(r.low, r.high, r.low)));
}

/// y times a logarithm.
static inline v2 times(vd y, v2 log) {
  vd high = y * log.high;
  return (v2){high, v_fma(y, log.low, v_fma(y, log.high, -high))};
}

static inline vi is_whole(vd y) { return v_floor(y) == y; }

/// x^y for all arguments, as C99 has it (annex F).
static inline vd power_in_full(vd x, vd y) {
  vd size = v_abs(x);
  vi tiny = size < 0x1p-1022;
  v2 t = times(y, log_in_two(tiny ? size * 0x1p54 : size, tiny ? splat(-54) : splat(0)));
  // Beyond, the result is 0 or infinite, and a low part would mean nothing.
  vi far = v_abs(t.high) > 1100;
  t.high = far ? (t.high < 0 ? splat(-1100) : splat(1100)) : t.high;
  t.low = far ? splat(0) : t.low;
  vd k;
  vd value = exp_of_two(t, &k);
  value = scaled(value, k);
  const double inf = __builtin_inf();
  vi odd = is_whole(y) & ~is_whole(0.5 * y);
  // Of 0, and of an infinite base or exponent, only the side of 1 matters.
  vi beyond = (size == 0) | (size == inf) | (v_abs(y) == inf);
  value = beyond ? ((size > 1) == (y > 0) ? splat(inf) : splat(0)) : value;
  value = ((size == 1) & (v_abs(y) == inf)) ? splat(1) : value;
  value = ((x < 0) & (size != inf) & ~is_whole(y)) ? splat(__builtin_nan("")) : value;
  value = from_bits(bits(value) ^ ((vu)odd & bits(x) & bits(splat(-0.0))));
  value = ((x != x) | (y != y)) ? x + y : value;
  return ((y == 0) | (x == 1)) ? splat(1) : value;
}

/// What a power the common way begins with; k is NaN where x is not a positive normal number.
static inline log_parts power_begin(vd x) {
  log_parts parts = log_begin(x);
  parts.k = from_bits(bits(parts.k) | ~(vu)is_normal_positive(x));
  return parts;
}

/// y log x in two numbers.
///
/// The logarithm's second number is rounded once too often for large y log x, but not where
/// |y log x| < 4: log m = f - f^2/2 + s (f^2/2 + z P(z)) as in v_log, the first two terms without error.
static inline v2 power_exponent(log_parts p, vd y) {
  vd z = p.s * p.s;
  vd half = 0.5 * p.f * p.f;
  vd small = p.s * v_fma(z, log_polynomial(z), half);
  v2 log_of_m = sum(p.f, -half);
  log_of_m.low += small - v_fma(0.5 * p.f, p.f, -half);
  vd whole = p.k * log2_high;
  v2 log = sum(whole, log_of_m.high);
  log.low += log_of_m.low + v_fma(p.k, splat(log2_low), v_fma(p.k, splat(log2_high), -whole));
  return times(y, sum(log.high, log.low));
}

/// Whether the common way is good enough; not where `high` is NaN.
static inline vi power_is_common(v2 exponent) { return v_abs(exponent.high) < 4; }

/// A power the common way, from its exponent.
static inline vd power_end(v2 t) {
  vd turns = v_fma(t.high, splat(0x1.71547652b82fep0), splat(ROUNDING));
  vd n = turns - ROUNDING;
  vd r = v_fma(n, splat(-log2_high), t.high), low = v_fma(n, splat(-log2_low), t.low);
  v2 p = sum(splat(1), r);
  vd value = p.high + (p.low + (exp_tail(r) + v_fma(low, r, low)));
  return from_bits(bits(value) + (bits(turns) << 52));
}

/// x^y with the logarithm in two numbers, and in full where some argument is special or the result is
/// not a normal number.
static inline vd power_of_hard(vd x, vd y) {
  vi normal = is_normal_positive(x);
  v2 t = times(y, log_in_two(normal ? x : splat(1), splat(0)));
  vd k;
  vd value = exp_of_two(t, &k);
  value = from_bits(bits(value) + (bits(k) << 52));
  return all(normal & (v_abs(t.high) < 700)) ? value : power_in_full(x, y);
}
