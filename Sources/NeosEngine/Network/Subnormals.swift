internal import NeosKernels

/// Runs a body in which numbers below the smallest normal one are 0, as in programs that XLA compiles: a way back, or an
/// update.
///
/// Where a network has converged there are many of them, and a step would take three times as long. Outputs keep theirs.
@inline(__always)
func withoutSubnormals<Result>(_ body: () -> Result) -> Result {
  let before = neos_leave_out_subnormals()
  defer { neos_take_subnormals(before) }
  return body()
}
