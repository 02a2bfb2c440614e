#include "NeosKernels.h"

#define REAL double
#define BITS int64_t
#ifndef NAME
#define NAME(function) neos_##function##_double
#endif
#define LIBM(function) function
#define FOUR_WORDS(function) _ZGVdN4v_##function
#define EIGHT_WORDS(function) _ZGVeN8v_##function
#include "network.h"
