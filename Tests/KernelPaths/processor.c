#include "KernelPaths.h"
#include "path.h"

int has_avx2(void)
{
#ifdef HAS_LIBMVEC
  return HAS_AVX2;
#else
  return 0;
#endif
}

int has_avx512(void)
{
#ifdef HAS_LIBMVEC
  return HAS_AVX512;
#else
  return 0;
#endif
}
