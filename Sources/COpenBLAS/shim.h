// The products and factorizations that the engine calls, and the switch that makes OpenBLAS single-threaded.

#ifndef NEOS_COPENBLAS_SHIM_H
#define NEOS_COPENBLAS_SHIM_H

#include <cblas.h>

// Declared here because `cblas.h` may come from another BLAS on a machine that has several; the
// library that is linked is OpenBLAS.
void openblas_set_num_threads(int count);
char *openblas_get_corename(void);

// LAPACK's Cholesky factorization, which OpenBLAS contains; its headers would need another package.
void dpotrf_(
  const char *triangle, const int *size, double *matrix, const int *leading_dimension, int *info);

#endif
