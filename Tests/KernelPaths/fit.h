#include "KernelPaths.h"
#include "path.h"

#define neos_dot PATH(fit_dot)
#define neos_shift PATH(fit_shift)
#define neos_variation PATH(fit_variation)
#define neos_cholesky PATH(fit_cholesky)
#define neos_set_columns PATH(fit_set_columns)
#include "../../Sources/NeosKernels/fit.c"

const kernels_fit PATH(fit) = {
  PATH(fit_dot), PATH(fit_shift), PATH(fit_variation), PATH(fit_cholesky), PATH(fit_set_columns)};
