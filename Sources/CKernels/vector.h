// Vectors of `LANES` doubles, and what C has no operator for.
//
// Included inside a region that carries the target attribute of a level. Contraction is off in the
// including file: only what is written `v_fma` is fused.

typedef double vd __attribute__((ext_vector_type(LANES)));
typedef int64_t vi __attribute__((ext_vector_type(LANES)));
typedef uint64_t vu __attribute__((ext_vector_type(LANES)));
// Vectors in memory: aligned as doubles are, so that any row will do.
typedef vd vd_row __attribute__((aligned(8), may_alias));
typedef vu vu_row __attribute__((aligned(8), may_alias));

static inline vd load(const double *p) { return *(const vd_row *)p; }
static inline void store(double *p, vd x) { *(vd_row *)p = x; }
static inline vd splat(double x) { return (vd)x; }

static inline vu bits(vd x) { return __builtin_bit_cast(vu, x); }
static inline vd from_bits(vu x) { return __builtin_bit_cast(vd, x); }
static inline vd v_fma(vd x, vd y, vd z) { return __builtin_elementwise_fma(x, y, z); }
static inline vd v_sqrt(vd x) { return __builtin_elementwise_sqrt(x); }
static inline vd v_abs(vd x) { return __builtin_elementwise_abs(x); }
static inline vd v_floor(vd x) { return __builtin_elementwise_floor(x); }
static inline bool any(vi mask) { return __builtin_reduce_or(mask) != 0; }
static inline bool all(vi mask) { return __builtin_reduce_and(mask) != 0; }
