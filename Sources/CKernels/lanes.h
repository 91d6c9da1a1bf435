// Kernels over columns of lanes: element i of lane l is number i * lanes + l of a column.
//
// Included by kernels.h. `lanes` is 1 or a multiple of 8. What a lane gives depends on nothing but its own
// numbers, to the last bit: a lane alone and a lane among others are the same sums in the same order.

typedef double four __attribute__((ext_vector_type(4)));
typedef four four_row __attribute__((aligned(8), may_alias));
static inline four v_fma4(four x, four y, four z) { return __builtin_elementwise_fma(x, y, z); }

#define NUMBER double
#define ALONE 1
#define OF(name) name##_of_one
#include "lane_columns.h"
#undef NUMBER
#undef ALONE
#undef OF

#define NUMBER vd
#define ALONE 0
#define OF(name) name##_of_many
#include "lane_columns.h"
#undef NUMBER
#undef ALONE
#undef OF

static void lane_dot(double *out, const double *a, const double *b, size_t rows, size_t lanes) {
  if (lanes == 1) {
    *out = dot_of_one(a, b, rows, 1);
  } else {
    for (size_t l = 0; l < lanes; l += LANES)
      store(out + l, dot_of_many(a + l, b + l, rows, lanes));
  }
}

static void lane_multiply(
    double *out, const double *a, const double *factor, size_t rows, size_t lanes) {
  if (lanes == 1) {
    for (size_t i = 0; i < rows; i++) out[i] = a[i] * *factor;
  } else {
    for (size_t l = 0; l < lanes; l += LANES) {
      vd f = load(factor + l);
      for (size_t i = l; i < rows * lanes; i += lanes) store(out + i, load(a + i) * f);
    }
  }
}

static void lane_choose(
    double *out, const double *a, const double *factor, size_t rows, size_t lanes) {
  if (lanes == 1) {
    if (*factor != 0) __builtin_memmove(out, a, rows * sizeof *a);
  } else {
    for (size_t l = 0; l < lanes; l += LANES) {
      vd f = load(factor + l);
      for (size_t i = l; i < rows * lanes; i += lanes)
        store(out + i, f != 0 ? load(a + i) : load(out + i));
    }
  }
}

static void lane_factorize(const grdp_lane_matrix *matrix, size_t rows, size_t columns, size_t lanes) {
  if (lanes == 1) {
    factorize_of_one(*matrix, rows, columns, 1);
  } else {
    for (size_t l = 0; l < lanes; l += LANES) {
      grdp_lane_matrix group = *matrix;
      group.elements += l;
      group.side += l;
      group.pivots += l;
      group.norms += l;
      group.step += l;
      group.stepLength += l;
      group.rank += l;
      group.inside += l;
      group.outside += l;
      factorize_of_many(group, rows, columns, lanes);
    }
  }
}
