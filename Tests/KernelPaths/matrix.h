#include "KernelPaths.h"
#include "path.h"

#define neos_subtract_square PATH(matrix_subtract_square)
#define neos_cholesky PATH(matrix_cholesky)
#define neos_set_columns PATH(matrix_set_columns)
#include "../../Sources/NeosKernels/matrix.c"

const kernels_matrix PATH(matrix) = {
  PATH(matrix_subtract_square), PATH(matrix_cholesky), PATH(matrix_set_columns)};
