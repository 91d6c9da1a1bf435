#pragma STDC FP_CONTRACT OFF

#include "levels.h"

bool grdp_level_supported(grdp_level level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool fma = __builtin_cpu_supports("avx") && __builtin_cpu_supports("fma");
  switch (level) {
    case GRDP_LEVEL_SCALAR:
      return fma;
    case GRDP_LEVEL_AVX2:
      return fma && __builtin_cpu_supports("avx2");
    case GRDP_LEVEL_AVX512:
      return fma && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512dq");
  }
  return false;
#else
  return level == GRDP_LEVEL_SCALAR;
#endif
}

const grdp_kernels *grdp_kernels_for(grdp_level level) {
  if (!grdp_level_supported(level)) return NULL;
  switch (level) {
    case GRDP_LEVEL_SCALAR:
      return &grdp_kernels_scalar;
#if defined(__x86_64__)
    case GRDP_LEVEL_AVX2:
      return &grdp_kernels_avx2;
    case GRDP_LEVEL_AVX512:
      return &grdp_kernels_avx512;
#endif
    default:
      return NULL;
  }
}
