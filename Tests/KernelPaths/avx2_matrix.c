#define PATH(name) avx2_##name
#include "matrix.h"
