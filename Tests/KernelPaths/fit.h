#include "KernelPaths.h"
#include "path.h"

#define neos_dot PATH(fit_dot)
#define neos_shift PATH(fit_shift)
#define neos_variation PATH(fit_variation)
#include "../../Sources/NeosKernels/fit.c"

const kernels_fit PATH(fit) = {PATH(fit_dot), PATH(fit_shift), PATH(fit_variation)};
