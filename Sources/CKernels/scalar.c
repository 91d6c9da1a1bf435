#pragma STDC FP_CONTRACT OFF

#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx,fma"))), apply_to = function)
#endif

#define SCALAR_FUNCTION(function, accuracy) \
  double Sleef_finz_##function##d1_##accuracy##purecfma(double); \
  double grdp_scalar_##function(double x) { \
    return Sleef_finz_##function##d1_##accuracy##purecfma(x); \
  }

SCALAR_FUNCTION(log1p, u10)
SCALAR_FUNCTION(tanh, u10)
SCALAR_FUNCTION(sin, u10)
SCALAR_FUNCTION(cos, u10)
SCALAR_FUNCTION(atan, u10)
SCALAR_FUNCTION(erfc, u15)

#define LANES 1
#include "vector.h"

#include "elementary.h"

double grdp_scalar_exp(double x) { return v_exp(x)[0]; }
double grdp_scalar_log(double x) { return v_log(x)[0]; }
double grdp_scalar_pow(double x, double y) {
  v2 t = power_exponent(power_begin(x), y);
  return power_is_common(t)[0] ? power_end(t)[0] : power_of_hard(x, y)[0];
}

double Sleef_finz_expd1_u10purecfma(double);
double grdp_sleef_exp(double x) { return Sleef_finz_expd1_u10purecfma(x); }

double Sleef_finz_logd1_u10purecfma(double);
double grdp_sleef_log(double x) { return Sleef_finz_logd1_u10purecfma(x); }

double Sleef_finz_powd1_u10purecfma(double, double);
double grdp_sleef_pow(double x, double y) { return Sleef_finz_powd1_u10purecfma(x, y); }

void grdp_bins(
    uint16_t *out, const double *values, double low, double scale, double most, size_t n) {
  enum { STRIP = 64 };
  for (size_t start = 0; start < n; start += STRIP) {
    // What lies beyond the end of a page the processor does not foresee by itself.
    for (size_t i = 0; i < STRIP; i += 8) __builtin_prefetch(values + start + 4 * STRIP + i);
    size_t end = n - start < STRIP ? n : start + STRIP;
    for (size_t i = start; i < end; i++) {
      double place = (values[i] - low) * scale;
      place = place > 0 ? place : 0;  // NaN too
      out[i] = (uint16_t)(int32_t)(place < most ? place : most);
    }
  }
}

double grdp_scalar_fma(double x, double y, double z) { return __builtin_fma(x, y, z); }

#if defined(__x86_64__)
#pragma clang attribute pop
#endif
