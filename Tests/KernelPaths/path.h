// A path's instruction set. Where there is only the portable one, the others are it under their names.

// What tells which C library it is.
#include <math.h>

#include "../../Sources/NeosKernels/instruction_sets.h"

#undef CHOSEN
#ifdef HAS_LIBMVEC
#define CHOSEN(function) PATH(function)
#else
#define CHOSEN(function) portable_##function
#endif
