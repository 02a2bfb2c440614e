// A path's instruction set. Where there is only the portable one, the others are it under their names.

#include "../../Sources/NeosKernels/instruction_sets.h"

#undef CHOSEN
#ifdef HAS_LIBMVEC
#define CHOSEN(function) PATH(function)
#else
#define CHOSEN(function) portable_##function
#endif
