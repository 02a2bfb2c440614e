#include "NeosKernels.h"

#include <math.h>

#define REAL float
#define BITS int32_t
#define SQRT sqrtf
#define NAME(function) neos_##function##_float
#include "network_loops.h"
