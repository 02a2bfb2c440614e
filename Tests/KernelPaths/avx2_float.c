#define PATH(name) avx2_##name
#include "float.h"
