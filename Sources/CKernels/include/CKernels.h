// Element-wise numerical kernels over rows of doubles, at several SIMD levels in one binary.
//
// Every kernel gives the same bits on every level (the sign and payload of a NaN apart): a fused
// multiply-add is written as one on all levels or not at all; exp, log and power are the same
// operations on every level, and the other transcendental functions come from SLEEF's deterministic
// family. An element of the result depends on the same element of the
// arguments only, never on its neighbours; where kernels of regressions form sums, these run over eight
// lanes on every level and are joined in one order.
//
// `n`, and `rows` of a panel, are multiples of 8. Rows are best aligned to 64 bytes; it is not required. `out` may be the
// same row as an argument, but may not overlap one partly.

#ifndef GRDP_CKERNELS_H
#define GRDP_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// Instruction sets, slowest first. `GRDP_LEVEL_SCALAR` needs AVX and FMA3 on x86-64.
typedef enum grdp_level {
  GRDP_LEVEL_SCALAR = 0,
  GRDP_LEVEL_AVX2 = 1,
  GRDP_LEVEL_AVX512 = 2,
} grdp_level;

/// Functions of one row. `NOT` gives 1 where the argument is zero, else 0.
enum {
  GRDP_NEGATE,
  GRDP_NOT,
  GRDP_EXP,
  GRDP_LOG,
  GRDP_LOG1P,
  GRDP_SQRT,
  GRDP_ABS,
  GRDP_TANH,
  GRDP_SIN,
  GRDP_COS,
  GRDP_ATAN,
  /// The inverse of the standard normal distribution function, of an argument in (0, 1).
  GRDP_NORMAL_QUANTILE,
  /// The standard normal distribution function.
  GRDP_NORMAL_CDF,
  GRDP_UNARY_COUNT
};

/// Functions of two rows.
///
/// `MINIMUM` and `MAXIMUM` are those of IEEE 754-2019: NaN if either argument is, and -0 < +0.
/// Comparisons give 1 or 0. `AND` and `OR` take every number but zero, NaN included, as true.
enum {
  GRDP_ADD,
  GRDP_SUBTRACT,
  GRDP_MULTIPLY,
  GRDP_DIVIDE,
  GRDP_POWER,
  GRDP_MINIMUM,
  GRDP_MAXIMUM,
  GRDP_LESS,
  GRDP_LESS_OR_EQUAL,
  GRDP_GREATER,
  GRDP_GREATER_OR_EQUAL,
  GRDP_EQUAL,
  GRDP_NOT_EQUAL,
  GRDP_AND,
  GRDP_OR,
  GRDP_BINARY_COUNT
};

/// One cell of the first level of a quantile table: it is cut into `256 >> shift` rows.
typedef struct grdp_quantile_cell {
  uint32_t first;
  uint32_t shift;
} grdp_quantile_cell;

/// A quantile function over z, the standard normal quantile of the probability.
///
/// z is clamped to [-8.5, 8.5 - 2^-46]. Cells of the first level are half a unit wide, 34 of them. A row is
/// `GRDP_QUANTILE_ROW` doubles: the centre of its interval, then the coefficients of a polynomial
/// in z minus the centre, constant first. With y = z + 48, rounded, and q = floor((y - 39.5) * 512),
/// the row is `cells[q >> 8].first + ((q & 255) >> cells[q >> 8].shift)`. What the polynomial gives,
/// by Horner's rule with fused steps, is clamped to [low, high].
typedef struct grdp_quantile_table {
  const grdp_quantile_cell *cells;
  const double *rows;
  double low;
  double high;
} grdp_quantile_table;

enum { GRDP_QUANTILE_ROW = 12 };

/// A regression in orthonormal coordinates, of which rows are drawn with replacement.
///
/// Row i of a resample is word i & 3 of the block of Philox4x32-10 with the counter (refit low, refit
/// high, i / 4, 0), times `rows`, without its lower 32 bits. `products` has `stride` numbers per row,
/// a multiple of 8: the products q q' (lower triangle by rows), q e, zeros. `map` has `width` numbers
/// per coefficient. A refit is `estimates` plus `map` times the solution of the normal equations, or NaN
/// where a pivot of these is not above `least`.
typedef struct grdp_resampling {
  uint64_t key;
  size_t rows, width, stride, coefficients;
  const double *products;
  const double *estimates;
  const double *map;
  double least;
  /// Room for 8 * `rows` numbers.
  uint32_t *counts;
  /// Room for 8 * `stride` + 8 * `rows` numbers.
  double *work;
} grdp_resampling;

/// A least-squares problem of each lane, solved by Householder QR with column pivoting.
///
/// Element i of column j of lane l is number j * length + i * lanes + l; afterwards the upper triangle is
/// that of R. Numbers of each lane and column are at j * lanes + l.
typedef struct grdp_lane_matrix {
  double *elements;
  size_t length;
  /// The right-hand side; afterwards Q' times it.
  double *side;
  /// The rank counts the elements on the diagonal of R above this share of the first, up to one that is not.
  double tolerance;
  /// For each column of R the column of the matrix it stands for, as a number.
  double *pivots;
  /// Scratch of 2 * columns * lanes numbers.
  double *norms;
  /// The solution in the order of the matrix, 0 for columns beyond the rank, and its length.
  double *step;
  double *stepLength;
  double *rank;
  /// The sums of squares of Q' side up to the rank and beyond.
  double *inside;
  double *outside;
} grdp_lane_matrix;

typedef void (*grdp_unary_kernel)(double *out, const double *a, size_t n);
typedef void (*grdp_binary_vv_kernel)(double *out, const double *a, const double *b, size_t n);
typedef void (*grdp_binary_vs_kernel)(double *out, const double *a, double b, size_t n);
typedef void (*grdp_binary_sv_kernel)(double *out, double a, const double *b, size_t n);

/// What must be so in a lane: comparisons of two rows, or of a row and a number.
///
/// `NOT_EQUAL` holds for a NaN. `AGREE` is |x - y| <= GRDP_AGREEMENT (1 + |y|).
enum {
  GRDP_CLAIM_LESS,
  GRDP_CLAIM_LESS_OR_EQUAL,
  GRDP_CLAIM_EQUAL,
  GRDP_CLAIM_NOT_EQUAL,
  GRDP_CLAIM_AGREE,
  GRDP_CLAIM_COUNT
};

#define GRDP_AGREEMENT 1e-9

/// What a step of a chain does with its operand y and what there is so far, x.
enum {
  GRDP_CHAIN_LOAD,
  GRDP_CHAIN_ADD,
  GRDP_CHAIN_SUBTRACT,
  /// y - x
  GRDP_CHAIN_SUBTRACT_FROM,
  GRDP_CHAIN_MULTIPLY,
  GRDP_CHAIN_DIVIDE,
  /// y / x
  GRDP_CHAIN_DIVIDE_INTO,
  GRDP_CHAIN_MINIMUM,
  GRDP_CHAIN_MAXIMUM,
};

/// The most steps of a chain.
enum { GRDP_CHAIN_MOST = 64 };

/// The operand of a step: row `a`; the number; the product of rows `a` and `b`, or of the number and row `a`.
enum {
  GRDP_OPERAND_ROW,
  GRDP_OPERAND_NUMBER,
  GRDP_OPERAND_ROWS,
  GRDP_OPERAND_MULTIPLE,
};

/// One step of a chain.
typedef struct grdp_step {
  /// Four times what is done, plus the operand.
  int32_t code;
  int32_t a;
  int32_t b;
  double number;
} grdp_step;

/// The kernels of one level.
typedef struct grdp_kernels {
  grdp_level level;
  /// Indexed by `GRDP_NEGATE` and its followers.
  const grdp_unary_kernel _Nonnull *_Nonnull unary;
  /// Indexed by `GRDP_ADD` and its followers: two rows, a row and a number, a number and a row.
  const grdp_binary_vv_kernel _Nonnull *_Nonnull binary_vv;
  const grdp_binary_vs_kernel _Nonnull *_Nonnull binary_vs;
  const grdp_binary_sv_kernel _Nonnull *_Nonnull binary_sv;
  /// `a` where `c` is not zero (NaN is not zero), else `b`; each a row (v) or a number (s).
  void (*select_vv)(double *out, const double *c, const double *a, const double *b, size_t n);
  void (*select_vs)(double *out, const double *c, const double *a, double b, size_t n);
  void (*select_sv)(double *out, const double *c, double a, const double *b, size_t n);
  void (*select_ss)(double *out, const double *c, double a, double b, size_t n);
  /// A row by 2 to `GRDP_CHAIN_MOST` steps, the first, and no other, a `LOAD` of what is not a number, each
  /// rounded as it would be alone. Row r begins at
  /// `rows` + r `stride`. The result is given to `check_finite` too, unless `acc` is null.
  void (*chain)(
      double *out, double *_Nullable acc, const double *rows, size_t stride,
      const grdp_step *steps, size_t count, size_t n);
  /// Clear `holds` where a comparison is false; indexed by `GRDP_CLAIM_LESS` and its followers.
  const grdp_binary_vv_kernel _Nonnull *_Nonnull claim_vv;
  const grdp_binary_vs_kernel _Nonnull *_Nonnull claim_vs;
  const grdp_binary_sv_kernel _Nonnull *_Nonnull claim_sv;
  /// Sets every element to `a`.
  void (*fill)(double *out, double a, size_t n);
  /// Adds zero to `acc` where `a` is finite, and NaN where it is not.
  void (*check_finite)(double *acc, const double *a, size_t n);
  /// Two uniforms per draw from one block of Philox4x32-10.
  ///
  /// The counter is (draw low, draw high, `period_pair`, `substream`), the key (low, high) of `key`.
  /// Of the four words of output, the first two make `out_even`, the others `out_odd`, which may be
  /// null: with k the 52 high bits of the 64-bit number whose low half is the earlier word,
  /// (k + 1/2) 2^-52, exactly. It is never 0 or 1.
  void (*philox_uniform)(
      double *out_even, double *_Nullable out_odd, const uint64_t *draw, uint64_t key,
      uint32_t period_pair, uint32_t substream, size_t n);
  /// A quantile function at the standard normal quantiles `z`.
  void (*table_quantile)(double *out, const double *z, const grdp_quantile_table *table, size_t n);
  /// (a + b - middle) * factor as a sum of two doubles, `high` and `low`; exact if the factor is a power
  /// of two. `b`, which is small beside `a`, may be null for zeros, and `low` where it is not asked for.
  void (*centre)(
      double *high, double *_Nullable low, const double *a, const double *_Nullable b,
      double middle, double factor, size_t n);
  /// Takes rows into a triangle: the upper triangular `r`, `columns` high and wide, becomes that of the
  /// QR factorisation of itself with the rows of `panel` below it, which are lost. Both are stored by
  /// columns.
  void (*triangle_update)(double *r, double *panel, size_t columns, size_t rows);
  /// The rest of y after a combination of columns, and its products with them, to twice the precision.
  ///
  /// Numbers are sums of two doubles; the pairs of `coefficients` stand side by side. `sums` holds
  /// sixteen numbers per column, eight sums in two parts, and grows.
  void (*refine)(
      double *rest_high, double *rest_low, double *sums, const double *y_high, const double *y_low,
      const double *high, const double *low, const double *coefficients, size_t columns,
      size_t rows);
  /// The rest, as a sum of two doubles, less a combination of columns that is small beside it.
  void (*take_columns)(
      double *rest, const double *low, const double *panel, const double *factors, size_t columns,
      size_t rows);
  /// Solves least squares for resampled rows.
  void (*resample)(double *out, const grdp_resampling *plan, uint64_t first, size_t refits);
  /// `a` times `b`, but zero where `a` is zero, whatever `b` is.
  void (*multiply_unless_zero)(double *out, const double *a, const double *b, size_t n);

  // Columns of lanes: element i of lane l is number i * lanes + l; `lanes` is 1 or a multiple of 8, and rows
  // may be any number. `factor` has one number per lane. What a lane gives depends on its own numbers
  // only, also when it is alone.

  /// For each lane the sum over rows of `a` times `b`.
  void (*lane_dot)(double *out, const double *a, const double *b, size_t rows, size_t lanes);
  /// `a` times the factor of its lane.
  void (*lane_multiply)(
      double *out, const double *a, const double *factor, size_t rows, size_t lanes);
  /// Replaces the lanes whose factor is not zero by those of `a`.
  void (*lane_choose)(double *out, const double *a, const double *factor, size_t rows, size_t lanes);
  /// Factorises the matrices of all lanes in place and solves their problems.
  void (*lane_factorize)(
      const grdp_lane_matrix *matrix, size_t rows, size_t columns, size_t lanes);
} grdp_kernels;

/// Whether this processor (and this build) can run a level.
bool grdp_level_supported(grdp_level level);

/// The kernels of a level, or null where `grdp_level_supported` is false.
const grdp_kernels *_Nullable grdp_kernels_for(grdp_level level);

/// The bin of each of n values: (value - low) * scale, cut off to a whole number in [0, most], most below
/// 65536; 0 for a NaN.
void grdp_bins(
    uint16_t *out, const double *values, double low, double scale, double most, size_t n);

// The functions of one number, for evaluation without blocks: exp, log and pow are ours, the others
// SLEEF's. They need what `GRDP_LEVEL_SCALAR` needs.
double grdp_scalar_exp(double x);
double grdp_scalar_log(double x);
double grdp_scalar_log1p(double x);
double grdp_scalar_tanh(double x);
double grdp_scalar_sin(double x);
double grdp_scalar_cos(double x);
double grdp_scalar_atan(double x);
double grdp_scalar_erfc(double x);
double grdp_scalar_pow(double x, double y);
// SLEEF's functions in place of ours, for tests.
double grdp_sleef_exp(double x);
double grdp_sleef_log(double x);
double grdp_sleef_pow(double x, double y);
/// x * y + z with one rounding.
double grdp_scalar_fma(double x, double y, double z);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
