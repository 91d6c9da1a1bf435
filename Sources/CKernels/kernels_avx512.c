#pragma STDC FP_CONTRACT OFF

#include "CKernels.h"
#include "levels.h"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,fma"))), apply_to = function)

#define LANES 8
#define LEVEL GRDP_LEVEL_AVX512
#define TABLE grdp_kernels_avx512
#include "kernels.h"

#pragma clang attribute pop

#endif
