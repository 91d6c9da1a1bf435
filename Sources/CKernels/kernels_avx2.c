#pragma STDC FP_CONTRACT OFF

#include "CKernels.h"
#include "levels.h"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define LANES 4
#define LEVEL GRDP_LEVEL_AVX2
#define TABLE grdp_kernels_avx2
#include "kernels.h"

#pragma clang attribute pop

#endif
