#define PATH(name) avx512_##name
#include "fit.h"
