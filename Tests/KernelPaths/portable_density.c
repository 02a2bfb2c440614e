#define PATH(name) portable_##name
#include "density.h"
