// Kernels of large regressions. Sums run over eight lanes on every level and are joined in one order, so
// their bits do not depend on the level.

enum { PARTS = 8 / LANES };

/// Eight sums.
typedef struct {
  vd part[PARTS];
} lanes8;

static inline double total(lanes8 x) {
  double e[8];
  for (int k = 0; k < PARTS; k++) store(e + k * LANES, x.part[k]);
  return ((e[0] + e[4]) + (e[2] + e[6])) + ((e[1] + e[5]) + (e[3] + e[7]));
}

static void centre(
    double *high, double *low, const double *a, const double *b, double middle, double factor,
    size_t n) {
  const vd c = splat(middle), f = splat(factor);
  for (size_t i = 0; i < n; i += LANES) {
    // The next panel's, while there is work to do on this one.
    if (i % 8 == 0) __builtin_prefetch(a + i + n, 0, 2);
    vd x = load(a + i), d = x - c;
    store(high + i, d * f);
    if (!low) continue;
    // The sum of two doubles, exactly (Knuth).
    vd t = d - x, rest = (x - (d - t)) - (c + t);
    if (b) {
      rest = rest + load(b + i);
      vd sum = d + rest;
      rest = rest - (sum - d);
      store(high + i, sum * f);
    }
    store(low + i, rest * f);
  }
}

/// Columns of a panel that are reflected together, and columns that are reflected by them at once.
enum { BLOCK = 4, GROUP = 3 };

#define INLINE static inline __attribute__((always_inline))

/// d[BLOCK * k + h] = x[h] · p[k] of `count` columns p and `width` columns x, which stand one after the
/// other.
INLINE void dots(
    double *d, const double *x, const double *p, size_t rows, const int width, const int count) {
  lanes8 sum[BLOCK * GROUP];
  // Part by part, so that all sums stay in registers.
  for (int part = 0; part < PARTS; part++) {
    vd s[BLOCK * GROUP];
    for (int k = 0; k < BLOCK * count; k++) s[k] = splat(0);
    for (size_t i = part * LANES; i < rows; i += 8)
      for (int h = 0; h < width; h++) {
        vd v = load(x + h * rows + i);
        for (int k = 0; k < count; k++)
          s[BLOCK * k + h] = v_fma(v, load(p + k * rows + i), s[BLOCK * k + h]);
      }
    for (int k = 0; k < BLOCK * count; k++) sum[k].part[part] = s[k];
  }
  for (int k = 0; k < count; k++)
    for (int h = 0; h < width; h++) d[BLOCK * k + h] = total(sum[BLOCK * k + h]);
}

/// p[k] -= Σ d[BLOCK * k + h] x[h] of `count` columns p and `width` columns x.
INLINE void take_away(
    double *p, const double *d, const double *x, size_t rows, const int width, const int count) {
  vd f[BLOCK * BLOCK];
  for (int k = 0; k < BLOCK * count; k++) f[k] = splat(-d[k]);
  for (size_t i = 0; i < rows; i += LANES) {
    vd y[BLOCK];
    for (int k = 0; k < count; k++) y[k] = load(p + k * rows + i);
    for (int h = 0; h < width; h++) {
      vd v = load(x + h * rows + i);
      for (int k = 0; k < count; k++) y[k] = v_fma(f[BLOCK * k + h], v, y[k]);
    }
    for (int k = 0; k < count; k++) store(p + k * rows + i, y[k]);
  }
}

/// Reflections of a panel and of the rows of a triangle above it: I - scale v v', where v is `head` in a
/// row of the triangle and a column of the panel below it.
typedef struct {
  double head[BLOCK], scale[BLOCK];
  /// The products of the columns.
  double product[BLOCK * BLOCK];
} reflections;

/// Takes a block of columns into the triangle, whose element at the first of them is `r`.
INLINE reflections reflect_block(
    double *r, double *x, size_t columns, size_t rows, const int width) {
  reflections all;
#pragma clang loop unroll(full)
  for (int j = 0; j < width; j++) {
    double *product = all.product + BLOCK * j, d[BLOCK], diagonal = r[j * columns + j];
    dots(product, x, x + j * rows, rows, width, 1);
    double square = product[j];
    all.head[j] = all.scale[j] = 0;
    if (square == 0) continue;
    double length = __builtin_sqrt(__builtin_fma(diagonal, diagonal, square));
    double end = diagonal > 0 ? -length : length, head = diagonal - end;
    all.head[j] = head;
    all.scale[j] = 2 / __builtin_fma(head, head, square);
    r[j * columns + j] = end;
    double factors[BLOCK * BLOCK];
    for (int k = j + 1; k < width; k++) {
      double *top = r + k * columns + j;
      double factor = all.scale[j] * __builtin_fma(head, *top, product[k]);
      *top = __builtin_fma(-factor, head, *top);
      factors[BLOCK * (k - j - 1)] = factor;
    }
    take_away(x + (j + 1) * rows, factors, x + j * rows, rows, 1, width - 1 - j);
  }
  return all;
}

/// Reflects later columns, one reflection after the other, but with one reading and one writing of the
/// columns: the factor of each reflection follows from the products before any of them and the factors of
/// those before it (C. Puglisi, Modification of the Householder method based on the compact WY
/// representation, SIAM J. Sci. Stat. Comput. 13, 1992).
INLINE void reflect_others(
    double *r, double *p, const reflections *all, const double *x, size_t columns, size_t rows,
    const int width, const int count) {
  double d[BLOCK * GROUP];
  dots(d, x, p, rows, width, count);
  for (int k = 0; k < count; k++)
    for (int h = 0; h < width; h++) {
      double *top = r + k * columns + h, sum = __builtin_fma(all->head[h], *top, d[BLOCK * k + h]);
      for (int g = 0; g < h; g++)
        sum = __builtin_fma(-all->product[BLOCK * h + g], d[BLOCK * k + g], sum);
      sum *= all->scale[h];
      d[BLOCK * k + h] = sum;
      *top = __builtin_fma(-sum, all->head[h], *top);
    }
  take_away(p, d, x, rows, width, count);
}

static void triangle_update(double *r, double *panel, size_t columns, size_t rows) {
  size_t j = 0;
  for (; j + BLOCK <= columns; j += BLOCK) {
    double *x = panel + j * rows, *diagonal = r + j * columns + j;
    reflections all = reflect_block(diagonal, x, columns, rows, BLOCK);
    size_t k = j + BLOCK;
    for (; k + GROUP <= columns; k += GROUP)
      reflect_others(
          r + k * columns + j, panel + k * rows, &all, x, columns, rows, BLOCK, GROUP);
    for (; k < columns; k++)
      reflect_others(r + k * columns + j, panel + k * rows, &all, x, columns, rows, BLOCK, 1);
  }
  // The last columns, fewer than a block.
  double *x = panel + j * rows, *diagonal = r + j * columns + j;
  switch (columns - j) {
    case 1: reflect_block(diagonal, x, columns, rows, 1); break;
    case 2: reflect_block(diagonal, x, columns, rows, 2); break;
    case 3: reflect_block(diagonal, x, columns, rows, 3); break;
  }
}

/// high + low grows by (a + b)(c + d), exactly but for what is small in `low`.
static inline void grow(vd *high, vd *low, vd a, vd b, vd c, vd d) {
  vd product = a * c, error = v_fma(a, c, -product);
  error = v_fma(a, d, error);
  error = v_fma(b, c, error);
  vd sum = *high + product, t = sum - *high;
  *low = *low + (((*high - (sum - t)) + (product - t)) + error);
  *high = sum;
}

static void refine(
    double *rest_high, double *rest_low, double *sums, const double *y_high, const double *y_low,
    const double *high, const double *low, const double *coefficients, size_t columns,
    size_t rows) {
  for (size_t i = 0; i < rows; i += 8) {
    lanes8 h, l;
    for (int g = 0; g < PARTS; g++) {
      h.part[g] = load(y_high + i + g * LANES);
      l.part[g] = load(y_low + i + g * LANES);
    }
    for (size_t k = 0; k < columns; k++) {
      const double *z = high + k * rows + i, *e = low + k * rows + i;
      vd c = splat(-coefficients[2 * k]), d = splat(-coefficients[2 * k + 1]);
      for (int g = 0; g < PARTS; g++)
        grow(&h.part[g], &l.part[g], load(z + g * LANES), load(e + g * LANES), c, d);
    }
    for (int g = 0; g < PARTS; g++) {
      vd sum = h.part[g] + l.part[g];
      store(rest_high + i + g * LANES, sum);
      store(rest_low + i + g * LANES, l.part[g] - (sum - h.part[g]));
    }
  }
  for (size_t k = 0; k < columns; k++) {
    lanes8 h, l;
    double *sum = sums + 16 * k;
    for (int g = 0; g < PARTS; g++) {
      h.part[g] = load(sum + g * LANES);
      l.part[g] = load(sum + 8 + g * LANES);
    }
    for (size_t i = 0; i < rows; i += 8)
      for (int g = 0; g < PARTS; g++) {
        size_t at = i + g * LANES;
        grow(
            &h.part[g], &l.part[g], load(high + k * rows + at), load(low + k * rows + at),
            load(rest_high + at), load(rest_low + at));
      }
    for (int g = 0; g < PARTS; g++) {
      store(sum + g * LANES, h.part[g]);
      store(sum + 8 + g * LANES, l.part[g]);
    }
  }
}

static void take_columns(
    double *rest, const double *low, const double *panel, const double *factors, size_t columns,
    size_t rows) {
  for (size_t i = 0; i < rows; i += 8) {
    lanes8 sum;
    for (int g = 0; g < PARTS; g++) sum.part[g] = load(low + i + g * LANES);
    for (size_t k = 0; k < columns; k++) {
      vd f = splat(-factors[k]);
      for (int g = 0; g < PARTS; g++)
        sum.part[g] = v_fma(f, load(panel + k * rows + i + g * LANES), sum.part[g]);
    }
    for (int g = 0; g < PARTS; g++)
      store(rest + i + g * LANES, load(rest + i + g * LANES) + sum.part[g]);
  }
}

/// Refits that are made together, and products whose sums fit the registers.
enum { REFITS = 8, PRODUCTS = PARTS < 8 ? 12 / PARTS : 1 };

/// Counts the rows of one resample: four words of each of `LANES` blocks, `block` and those after it.
/// Counts stand `REFITS` apart.
static inline void count_rows(
    uint32_t *counts, uint64_t refit, uint64_t key, uint64_t block, uint64_t rows) {
  const vu low = (vu)(uint64_t)0xffffffff;
  vu c0 = (vu)(uint64_t)(refit & 0xffffffff), c1 = (vu)(uint64_t)(refit >> 32), c2, c3 = (vu)(uint64_t)0;
  for (int lane = 0; lane < LANES; lane++) c2[lane] = block + lane;
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    vu first = (c0 & low) * (vu)(uint64_t)0xd2511f53;
    vu second = (c2 & low) * (vu)(uint64_t)0xcd9e8d57;
    c0 = (second >> 32) ^ c1 ^ (vu)(uint64_t)k0;
    c1 = second;
    c2 = (first >> 32) ^ c3 ^ (vu)(uint64_t)k1;
    c3 = first;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  uint64_t words[4][LANES];
  vu all[4] = {c0, c1, c2, c3};
  for (int k = 0; k < 4; k++) {
    vu row = ((all[k] & low) * (vu)rows) >> 32;
    for (int lane = 0; lane < LANES; lane++) words[k][lane] = row[lane];
  }
  for (int lane = 0; lane < LANES; lane++)
    for (int k = 0; k < 4; k++)
      if (4 * (block + lane) + k < rows) counts[REFITS * words[k][lane]]++;
}

/// Sums of products from `start` on over the rows of `REFITS` resamples, with the sums of a product side by
/// side.
INLINE void add_products(
    double *sums, const double *weights, const grdp_resampling *plan, size_t start,
    const int products) {
  vd sum[PRODUCTS * PARTS];
  for (int k = 0; k < products * PARTS; k++) sum[k] = splat(0);
  const double *p = plan->products + start;
  for (size_t row = 0; row < plan->rows; row++, p += plan->stride) {
    vd count[PARTS];
    for (int part = 0; part < PARTS; part++)
      count[part] = load(weights + REFITS * row + part * LANES);
    for (int k = 0; k < products; k++)
      for (int part = 0; part < PARTS; part++)
        sum[k * PARTS + part] = v_fma(count[part], splat(p[k]), sum[k * PARTS + part]);
  }
  for (int k = 0; k < products * PARTS; k++)
    store(sums + REFITS * start + k * LANES, sum[k]);
}

/// The sums of the products of the rows of `REFITS` resamples.
static inline void resample_sums(
    double *sums, double *weights, const grdp_resampling *plan, const uint64_t *refits) {
  const size_t rows = plan->rows, products = plan->width * (plan->width + 3) / 2;
  for (size_t i = 0; i < REFITS * rows; i++) plan->counts[i] = 0;
  for (size_t lane = 0; lane < REFITS; lane++)
    for (uint64_t block = 0; 4 * block < rows; block += LANES)
      count_rows(plan->counts + lane, refits[lane], plan->key, block, rows);
  for (size_t i = 0; i < REFITS * rows; i++) weights[i] = plan->counts[i];
  size_t start = 0;
  for (; start + PRODUCTS <= products; start += PRODUCTS)
    add_products(sums, weights, plan, start, PRODUCTS);
  for (; start < products; start++) add_products(sums, weights, plan, start, 1);
}

/// Cholesky's factor of packed normal equations and their solution in place, `LANES` systems at once with
/// their elements 8 apart; the smallest pivots.
static inline vd solve_normal(double *a, size_t width) {
  const size_t right = width * (width + 1) / 2;
#define A(index) (a + 8 * (index))
  vd least = splat(__builtin_inf());
  for (size_t i = 0; i < width; i++) {
    const size_t row = i * (i + 1) / 2;
    for (size_t j = 0; j < i; j++) {
      const size_t other = j * (j + 1) / 2;
      vd sum = load(A(row + j));
      for (size_t k = 0; k < j; k++) sum = v_fma(-load(A(row + k)), load(A(other + k)), sum);
      store(A(row + j), sum * load(A(other + j)));
    }
    vd pivot = load(A(row + i)), value = load(A(right + i));
    for (size_t k = 0; k < i; k++) {
      vd x = load(A(row + k));
      pivot = v_fma(-x, x, pivot);
      value = v_fma(-x, load(A(right + k)), value);
    }
    // NaN too.
    least = pivot > least ? least : pivot;
    // The diagonal holds inverses, so that only products follow.
    vd inverse = 1 / v_sqrt(pivot);
    store(A(row + i), inverse);
    store(A(right + i), value * inverse);
  }
  for (size_t i = width; i-- > 0;) {
    const size_t row = i * (i + 1) / 2;
    vd value = load(A(right + i)) * load(A(row + i));
    store(A(right + i), value);
    for (size_t k = 0; k < i; k++)
      store(A(right + k), v_fma(-load(A(row + k)), value, load(A(right + k))));
  }
#undef A
  return least;
}

static void resample(double *out, const grdp_resampling *plan, uint64_t first, size_t refits) {
  const size_t width = plan->width, stride = plan->stride, right = width * (width + 1) / 2;
  double *lanes = plan->work, *weights = plan->work + REFITS * stride;
  for (size_t start = 0; start < refits; start += REFITS) {
    const size_t count = refits - start < REFITS ? refits - start : REFITS;
    uint64_t numbers[REFITS];
    // Lanes without a refit of their own repeat the first one.
    for (size_t lane = 0; lane < REFITS; lane++)
      numbers[lane] = first + start + (lane < count ? lane : 0);
    resample_sums(lanes, weights, plan, numbers);
    double least[REFITS];
    for (int part = 0; part < PARTS; part++)
      store(least + part * LANES, solve_normal(lanes + part * LANES, width));
    for (size_t row = 0; row < plan->coefficients; row++) {
      double values[REFITS];
      for (int part = 0; part < PARTS; part++) {
        vd sum = splat(plan->estimates[row]);
        for (size_t k = 0; k < width; k++)
          sum = v_fma(
              splat(plan->map[row * width + k]), load(lanes + 8 * (right + k) + part * LANES), sum);
        store(values + part * LANES, sum);
      }
      for (size_t lane = 0; lane < count; lane++)
        out[(start + lane) * plan->coefficients + row] =
            least[lane] > plan->least ? values[lane] : __builtin_nan("");
    }
  }
}
