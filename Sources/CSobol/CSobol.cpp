#include "CSobol.h"

#include <boost/random/sobol.hpp>
#include <vector>

size_t grdp_sobol_most_dimensions(void) { return boost::random::default_sobol_table::max_dimension; }

int grdp_sobol_directions(size_t dimensions, uint32_t *directions) {
  if (dimensions < 1 || dimensions > grdp_sobol_most_dimensions()) return -1;
  try {
    boost::random::sobol_engine<uint64_t, 64> engine(dimensions);
    for (int bit = 0; bit < 32; ++bit) {
      // The engine goes in the order of Gray codes and begins at the point after the origin, so the
      // point it gives after 2^(bit + 1) - 2 others is that of the one-bit code: the direction itself.
      engine.seed((uint64_t{1} << (bit + 1)) - 2);
      for (size_t d = 0; d < dimensions; ++d) directions[32 * d + bit] = engine() >> 32;
    }
    return 0;
  } catch (...) {
    return -1;
  }
}
