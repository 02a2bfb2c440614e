// The kernels as they are compiled for each instruction set, of which NeosKernels only runs the best one that the processor
// has: the same sources, compiled once more under other names.

#ifndef KERNEL_PATHS_H
#define KERNEL_PATHS_H

#include <NeosKernels.h>

#define KERNEL(name, REAL) __typeof__(neos_##name##_##REAL) *_Nonnull name __attribute__((swift_attr("@Sendable")))
#define ACTIVATION(name, REAL) KERNEL(name, REAL); KERNEL(name##_pullback, REAL)

/// The functions for one precision.
#define KERNELS(REAL) \
  KERNEL(dense_forward, REAL); \
  KERNEL(dense_pullback, REAL); \
  KERNEL(add_bias, REAL); \
  KERNEL(bias_pullback, REAL); \
  KERNEL(unit_forward, REAL); \
  KERNEL(unit_pullback, REAL); \
  KERNEL(signs_forward, REAL); \
  KERNEL(signs_pullback, REAL); \
  KERNEL(hidden_forward, REAL); \
  KERNEL(hidden_pullback, REAL); \
  KERNEL(adam_update, REAL); \
  ACTIVATION(sigmoid, REAL); \
  ACTIVATION(tanh, REAL); \
  ACTIVATION(softplus, REAL); \
  ACTIVATION(elu, REAL); \
  ACTIVATION(gelu, REAL); \
  ACTIVATION(softmax, REAL);

typedef struct { KERNELS(float) } kernels_float;
typedef struct { KERNELS(double) } kernels_double;

/// The functions of the kernel density.
typedef struct {
  __typeof__(neos_kde_forward) *_Nonnull forward;
  __typeof__(neos_kde_pullback) *_Nonnull pullback;
} kernels_density;

/// The functions of a fit.
typedef struct {
  __typeof__(neos_dot) *_Nonnull dot;
  __typeof__(neos_shift) *_Nonnull shift;
  __typeof__(neos_variation) *_Nonnull variation;
} kernels_fit;

/// The functions of symmetric matrices.
typedef struct {
  __typeof__(neos_subtract_square) *_Nonnull subtractSquare;
  __typeof__(neos_cholesky) *_Nonnull cholesky;
  __typeof__(neos_set_columns) *_Nonnull setColumns;
} kernels_matrix;

/// What runs on every processor.
extern const kernels_float portable_float;
extern const kernels_double portable_double;
extern const kernels_density portable_density;
extern const kernels_fit portable_fit;
extern const kernels_matrix portable_matrix;

/// What a processor with AVX2 runs, where `has_avx2`.
extern const kernels_float avx2_float;
extern const kernels_double avx2_double;
extern const kernels_density avx2_density;
extern const kernels_fit avx2_fit;
extern const kernels_matrix avx2_matrix;
int has_avx2(void);

/// What a processor with AVX-512 runs, where `has_avx512`.
extern const kernels_float avx512_float;
extern const kernels_double avx512_double;
extern const kernels_density avx512_density;
extern const kernels_fit avx512_fit;
extern const kernels_matrix avx512_matrix;
int has_avx512(void);

#endif
