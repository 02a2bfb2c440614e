#include "NeosKernels.h"

#include <math.h>

#define REAL double
#define BITS int64_t
#define SQRT sqrt
#define NAME(function) neos_##function##_double
#include "network_loops.h"
