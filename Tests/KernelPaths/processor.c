#include "KernelPaths.h"
#include "path.h"

int has_avx2(void)
{
#ifdef HAS_LIBMVEC
  return __builtin_cpu_supports("x86-64-v3") != 0;
#else
  return 0;
#endif
}

int has_avx512(void)
{
#ifdef HAS_LIBMVEC
  return __builtin_cpu_supports("x86-64-v4") != 0;
#else
  return 0;
#endif
}
