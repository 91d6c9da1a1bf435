#pragma STDC FP_CONTRACT OFF

#include "CKernels.h"
#include "levels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx,fma"))), apply_to = function)
#endif

#define LANES 1
#define LEVEL GRDP_LEVEL_SCALAR
#define TABLE grdp_kernels_scalar
#include "kernels.h"

#if defined(__x86_64__)
#pragma clang attribute pop
#endif
