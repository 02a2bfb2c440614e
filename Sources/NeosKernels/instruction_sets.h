// Functions that are compiled for several instruction sets by including their loops several times, since registers are of
// another size with each, and what is called has another name: AVX-512, AVX2 with FMA, and whatever there is. glibc's
// libmvec has the mathematical functions for the first two, good to 4 units of the last place.

#pragma once

// What tells which C library it is.
#include <math.h>

#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)
#define HAS_LIBMVEC

#define AVX512 __attribute__((target("avx512f,avx512dq")))
#define AVX2 __attribute__((target("avx2,fma")))

/// Whether the processor has what functions of an instruction set need.
#define HAS_AVX512 (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
#define HAS_AVX2 (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))

/// The run of a function for the processor's best instruction set.
#define CHOSEN(function) (HAS_AVX512 ? avx512_##function : HAS_AVX2 ? avx2_##function : portable_##function)
#else
#define CHOSEN(function) portable_##function
#endif
