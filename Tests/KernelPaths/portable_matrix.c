#define PATH(name) portable_##name
#include "matrix.h"
