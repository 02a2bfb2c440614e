#define PATH(name) portable_##name
#include "fit.h"
