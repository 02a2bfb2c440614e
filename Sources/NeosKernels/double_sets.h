// The loops in the file LOOPS, of numbers of double precision, for each instruction set.

#define REAL double
#define BITS int64_t
#include "instruction_sets.h"
#include "lanes.h"

#define SET(function) portable_##function
#define TARGET
#define BYTES 16
#include LOOPS

#ifdef HAS_LIBMVEC
#define SET(function) avx2_##function
#define TARGET AVX2
#define BYTES 32
#include LOOPS

#define SET(function) avx512_##function
#define TARGET AVX512
#define BYTES 64
#include LOOPS
#endif
