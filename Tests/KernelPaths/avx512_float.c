#define PATH(name) avx512_##name
#define ARCHITECTURE __attribute__((target("arch=x86-64-v4")))
#include "float.h"
