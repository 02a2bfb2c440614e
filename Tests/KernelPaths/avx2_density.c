#define PATH(name) avx2_##name
#include "density.h"
