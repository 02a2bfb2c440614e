#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "NeosKernels.h"

#define REAL float
#define BITS int32_t
#define SQRT sqrtf
#define NAME(function) neos_##function##_float
#include "network_loops.h"
