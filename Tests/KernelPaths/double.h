#include "KernelPaths.h"
#include "path.h"
#include "table.h"

#define NAME(function) PATH(function##_double)
#include "../../Sources/NeosKernels/double.c"

const kernels_double PATH(double) = TABLE;
