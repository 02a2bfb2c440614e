public import ArgumentParser
public import NeosEngine

// Engine types that an option takes by name.

extension Interpolation.Additive: ExpressibleByArgument {}
extension Interpolation.Multiplicative: ExpressibleByArgument {}

/// The test statistics that have asymptotic CLs.
enum LimitStatistic: String, ExpressibleByArgument, CaseIterable {
  case q, qtilde

  /// The statistic of that name.
  var statistic: TestStatistic { self == .q ? .qMu : .qMuTilde }
}
