public import ArgumentParser
public import NeosEngine

// Engine types that an option takes by name.

extension Interpolation.Additive: ExpressibleByArgument {}
extension Interpolation.Multiplicative: ExpressibleByArgument {}

/// The test statistics of CLs.
enum CLsStatistic: String, ExpressibleByArgument, CaseIterable {
  case q, qtilde, t, ttilde

  /// The statistic of that name.
  var statistic: TestStatistic {
    switch self {
    case .q: .qMu
    case .qtilde: .qMuTilde
    case .t: .tMu
    case .ttilde: .tMuTilde
    }
  }
}

/// The test statistics of upper limits.
enum LimitStatistic: String, ExpressibleByArgument, CaseIterable {
  case q, qtilde

  /// The statistic of that name.
  var statistic: TestStatistic { self == .q ? .qMu : .qMuTilde }
}
