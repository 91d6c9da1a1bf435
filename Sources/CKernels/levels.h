// The tables of kernels this build holds.

#ifndef GRDP_LEVELS_H
#define GRDP_LEVELS_H

#include "CKernels.h"

extern const grdp_kernels grdp_kernels_scalar;
#if defined(__x86_64__)
extern const grdp_kernels grdp_kernels_avx2;
extern const grdp_kernels grdp_kernels_avx512;
#endif

#endif
