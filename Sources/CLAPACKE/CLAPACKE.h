// The real double-precision part is all that is used; Swift has no C complex numbers.
#include <lapacke.h>
