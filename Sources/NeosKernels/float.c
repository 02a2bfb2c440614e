#include "NeosKernels.h"

#define REAL float
#define BITS int32_t
#define NAME(function) neos_##function##_float
#include "network_loops.h"
