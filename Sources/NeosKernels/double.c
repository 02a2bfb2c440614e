#include "NeosKernels.h"

#define REAL double
#define BITS int64_t
#define NAME(function) neos_##function##_double
#include "network_loops.h"
