// Sums over columns and their factorisation, for one lane (`NUMBER` is a double, `ALONE` is 1) or for
// `LANES` lanes side by side (`NUMBER` is a vector). Row i of a column is `stride` doubles after row i - 1.
//
// Included twice by lanes.h. There is no include guard.

#define UNROLL _Pragma("clang loop unroll_count(4)")
#if ALONE
#define GET(p) (*(p))
#define PUT(p, x) (*(p) = (x))
#define FMA(x, y, z) __builtin_fma(x, y, z)
#define NUMBER_ANY(mask) (mask)
#else
#define GET(p) load(p)
#define PUT(p, x) store(p, x)
#define FMA(x, y, z) v_fma(x, y, z)
#define NUMBER_ANY(mask) any(mask)
#endif

/// Four sums over every fourth row, then what is left.
static inline NUMBER OF(dot)(const double *a, const double *b, size_t rows, size_t stride) {
  size_t i = 0;
#if ALONE
  four sums = 0;
  for (; i + 4 <= rows; i += 4)
    sums = v_fma4(*(const four_row *)(a + i), *(const four_row *)(b + i), sums);
  double sum = (sums[0] + sums[2]) + (sums[1] + sums[3]);
  a += i, b += i;
#else
  vd s0 = splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (; i + 4 <= rows; i += 4, a += 4 * stride, b += 4 * stride) {
    s0 = v_fma(load(a), load(b), s0);
    s1 = v_fma(load(a + stride), load(b + stride), s1);
    s2 = v_fma(load(a + 2 * stride), load(b + 2 * stride), s2);
    s3 = v_fma(load(a + 3 * stride), load(b + 3 * stride), s3);
  }
  vd sum = (s0 + s2) + (s1 + s3);
#endif
  for (; i < rows; i++, a += stride, b += stride) sum = FMA(GET(a), GET(b), sum);
  return sum;
}

/// Adds a multiple of a column to another.
static inline void OF(add)(
    double *out, NUMBER factor, const double *a, size_t rows, size_t stride) {
  UNROLL for (size_t i = 0; i < rows * stride; i += stride)
    PUT(out + i, FMA(factor, GET(a + i), GET(out + i)));
}

/// Exchanges two columns where the first number is less than the second.
static inline void OF(exchange)(
    double *a, double *b, const double *less, const double *more, size_t rows, size_t stride) {
  NUMBER x = GET(less), y = GET(more);
  UNROLL for (size_t i = 0; i < rows * stride; i += stride) {
    NUMBER p = GET(a + i), q = GET(b + i);
    PUT(a + i, x < y ? q : p);
    PUT(b + i, x < y ? p : q);
  }
}

/// Rank, sums of squares of the side and the solution of R z = side, of which the elements beyond the rank
/// are 0.
static inline void OF(solve)(grdp_lane_matrix m, size_t rows, size_t columns, size_t stride) {
  size_t steps = rows < columns ? rows : columns;
  NUMBER zero = (NUMBER)0.0, one = (NUMBER)1.0;
  NUMBER rank = zero, inside = zero, outside = zero, squares = zero, counts = one;
  NUMBER limit = m.tolerance * __builtin_elementwise_abs(GET(m.elements));
  for (size_t j = 0; j < steps; j++) {
    NUMBER diagonal = __builtin_elementwise_abs(GET(m.elements + j * (m.length + stride)));
    counts = diagonal > limit ? counts : zero;
    NUMBER side = GET(m.side + j * stride), square = side * side;
    rank += counts;
    inside += counts > zero ? square : zero;
    outside += counts > zero ? zero : square;
    PUT(m.norms + j * stride, side);
  }
  const double *below = m.side + steps * stride;
  outside += OF(dot)(below, below, rows - steps, stride);
  for (size_t j = 0; j < columns; j++) PUT(m.step + j * stride, zero);
  for (size_t j = steps; j-- > 0;) {
    const double *column = m.elements + j * m.length;
    NUMBER isIn = rank - (double)j, z = isIn > zero ? GET(m.norms + j * stride) / GET(column + j * stride) : zero;
    for (size_t i = 0; i < j; i++) {
      double *left = m.norms + i * stride;
      PUT(left, FMA(-z, GET(column + i * stride), GET(left)));
    }
    squares = FMA(z, z, squares);
    NUMBER pivot = GET(m.pivots + j * stride);
    for (size_t i = 0; i < columns; i++) {
      double *step = m.step + i * stride;
      PUT(step, pivot == (double)i ? z : GET(step));
    }
  }
  PUT(m.rank, rank);
  PUT(m.inside, inside);
  PUT(m.outside, outside);
  PUT(m.stepLength, __builtin_elementwise_sqrt(squares));
}

/// Householder QR with column pivoting (P. Businger, G. H. Golub, Linear least squares solutions by
/// Householder transformations, Numer. Math. 7 (1965)).
static void OF(factorize)(grdp_lane_matrix m, size_t rows, size_t columns, size_t stride) {
  double *exact = m.norms + columns * stride;
  for (size_t j = 0; j < columns; j++) {
    const double *column = m.elements + j * m.length;
    NUMBER norm = OF(dot)(column, column, rows, stride), number = (NUMBER)(double)j;
    PUT(m.norms + j * stride, norm);
    PUT(exact + j * stride, norm);
    PUT(m.pivots + j * stride, number);
  }
  size_t steps = rows < columns ? rows : columns;
  for (size_t k = 0; k < steps; k++) {
    double *norms = m.norms + k * stride;
    for (size_t j = k + 1; j < columns; j++) {
      size_t away = (j - k) * stride;
      double *others = norms + away;
      if (!NUMBER_ANY(GET(norms) < GET(others))) continue;
      double *column = m.elements + k * m.length, *other = m.elements + j * m.length;
      OF(exchange)(column, other, norms, others, rows, stride);
      double *pivots = m.pivots + k * stride, *exacts = exact + k * stride;
      OF(exchange)(pivots, pivots + away, norms, others, 1, stride);
      OF(exchange)(exacts, exacts + away, norms, others, 1, stride);
      OF(exchange)(norms, others, norms, others, 1, stride);
    }
    // v, of which the first element is 1, in the place of the column.
    double *v = m.elements + k * (m.length + stride);
    size_t left = rows - k;
    NUMBER zero = (NUMBER)0.0, one = (NUMBER)1.0;
    NUMBER norm = __builtin_elementwise_sqrt(OF(dot)(v, v, left, stride)), head = GET(v);
    NUMBER diagonal = head > zero ? -norm : norm;
    // A lane with nothing left stays as it is.
    NUMBER scale = norm > zero ? one / (head - diagonal) : zero;
    NUMBER tau = norm > zero ? one / (scale * diagonal) : zero;
    UNROLL for (size_t i = 0; i < left * stride; i += stride) PUT(v + i, GET(v + i) * scale);
    PUT(v, one);
    for (size_t j = k + 1; j < columns; j++) {
      double *column = m.elements + j * m.length + k * stride;
      OF(add)(column, tau * OF(dot)(v, column, left, stride), v, left, stride);
      NUMBER top = GET(column), exactly = GET(exact + j * stride);
      NUMBER rest = GET(m.norms + j * stride) - top * top;
      // What is left after many subtractions has few digits.
      NUMBER limit = 1e-6 * exactly;
      if (NUMBER_ANY(rest < limit)) {
        NUMBER again = OF(dot)(column + stride, column + stride, left - 1, stride);
        exactly = rest < limit ? again : exactly;
        rest = rest < limit ? again : rest;
        PUT(exact + j * stride, exactly);
      }
      PUT(m.norms + j * stride, rest);
    }
    double *side = m.side + k * stride;
    OF(add)(side, tau * OF(dot)(v, side, left, stride), v, left, stride);
    PUT(v, diagonal);
  }
  OF(solve)(m, rows, columns, stride);
}

#undef UNROLL
#undef GET
#undef PUT
#undef FMA
#undef NUMBER_ANY
