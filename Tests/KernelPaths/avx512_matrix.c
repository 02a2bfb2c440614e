#define PATH(name) avx512_##name
#include "matrix.h"
