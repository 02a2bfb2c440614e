#include "NeosKernels.h"

#define REAL float
#define BITS int32_t
#ifndef NAME
#define NAME(function) neos_##function##_float
#endif
#define LIBM(function) function##f
#define FOUR_WORDS(function) _ZGVdN8v_##function##f
#define EIGHT_WORDS(function) _ZGVeN16v_##function##f
#include "network.h"
