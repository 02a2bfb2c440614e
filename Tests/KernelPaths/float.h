#include "KernelPaths.h"
#include "path.h"
#include "table.h"

#define NAME(function) PATH(function##_float)
#include "../../Sources/NeosKernels/float.c"

const kernels_float PATH(float) = TABLE;
