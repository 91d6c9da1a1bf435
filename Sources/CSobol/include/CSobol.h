// Direction numbers of Sobol sequences, from Boost.Random.
//
// S. Joe, F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections,
// SIAM Journal on Scientific Computing 30 (2008), 2635-2654.

#ifndef GRDP_CSOBOL_H
#define GRDP_CSOBOL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// The largest number of dimensions for which there are direction numbers.
size_t grdp_sobol_most_dimensions(void);

/// Writes the 32 direction numbers of each dimension, most significant bit first:
/// `directions[32 * dimension + bit]`. Returns 0, or -1 when there are not so many dimensions.
int grdp_sobol_directions(size_t dimensions, uint32_t *directions);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
