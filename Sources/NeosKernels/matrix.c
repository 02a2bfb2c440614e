// Symmetric matrices of some hundred rows, for several instruction sets.

#include "NeosKernels.h"

#include <math.h>

#define REAL double
#define BITS int64_t
#include "instruction_sets.h"
#include "lanes.h"

#define SET(function) portable_##function
#define TARGET
#define BYTES 16
#include "matrix_loops.h"

#ifdef HAS_LIBMVEC
#define SET(function) avx2_##function
#define TARGET AVX2
#define BYTES 32
#include "matrix_loops.h"

#define SET(function) avx512_##function
#define TARGET AVX512
#define BYTES 64
#include "matrix_loops.h"
#endif

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
