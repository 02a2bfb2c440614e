#define PATH(name) avx512_##name
#include "density.h"
