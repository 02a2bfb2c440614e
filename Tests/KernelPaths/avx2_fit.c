#define PATH(name) avx2_##name
#include "fit.h"
