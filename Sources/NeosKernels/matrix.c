// Symmetric matrices of some hundred rows, for several instruction sets.

#include "NeosKernels.h"

#include <math.h>

#define LOOPS "matrix_loops.h"
#include "double_sets.h"

void neos_subtract_square(
  const double *rows, size_t count, size_t length, double *room, double *matrix, size_t stride)
{
  CHOSEN(subtract_square)(rows, count, length, room, matrix, stride);
}

size_t neos_cholesky(double *matrix, size_t size) { return CHOSEN(cholesky)(matrix, size); }

void neos_set_columns(const double *rows, size_t size, double *columns, size_t stride)
{
  CHOSEN(set_columns)(rows, size, size, size, 1, columns, stride);
}
