#include "KernelPaths.h"
#include "path.h"

#define neos_kde_forward PATH(kde_forward)
#define neos_kde_pullback PATH(kde_pullback)
#include "../../Sources/NeosKernels/kde.c"

const kernels_density PATH(density) = {PATH(kde_forward), PATH(kde_pullback)};
