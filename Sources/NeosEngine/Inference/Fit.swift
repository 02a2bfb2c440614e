/// The result of a maximum-likelihood fit; a fit that did not converge is a result as well.
public struct Fit: Sendable, Equatable {
  /// How a fit ended.
  public enum Status: Sendable, Equatable {
    /// A maximum within the bounds, to the precision of the numbers.
    case converged
    /// The number of iterations ran out.
    case iterationLimit
    /// No step along the descent direction lowers the objective, but the gradient has not vanished.
    case stalled
    /// The likelihood is not defined at the start nor near it: these bins have an expected count that is not
    /// positive though they have counts. Without bins, it is a datum or a constraint that is not defined there.
    case undefinedStart(bins: [Int])
  }

  /// The values of all parameters, the fixed ones included.
  public var parameters: [Double]
  /// The log-likelihood there.
  public var logpdf: Double
  /// How the fit ended.
  public var status: Status
  /// How many Newton steps were taken.
  public var iterations: Int
  /// The parameters that a derivative may move: neither fixed, nor held by a bound or a kink, nor unused.
  public var free: [Int]
  /// The parameters that a bound holds.
  public var atBound: [Int]
  /// The parameters that are not fixed but on which the likelihood does not depend: they stay where they are.
  public var unused: [Int] = []
  /// The parameters that a kink of the likelihood holds: there it falls to both sides, but its slope jumps.
  public var atKink: [Int] = []
  /// The estimated distance to the maximum in the log-likelihood, half the Newton decrement.
  public var estimatedDistance: Double
  /// Where a fit did not converge, the bins whose expected count its next step would make negative.
  public var undefinedBins: [Int] = []
  /// Where a fit did not converge, the parameter that keeps it furthest from the maximum.
  public var slowest: Int?

  /// Whether the fit found its maximum.
  public var isConverged: Bool { status == .converged }
}

extension Fit.Status: CustomStringConvertible {
  /// What happened, in plain words.
  public var description: String {
    switch self {
    case .converged: "converged"
    case .iterationLimit: "did not converge: the iterations ran out"
    case .stalled: "did not converge: no step improves the likelihood"
    case .undefinedStart(let bins) where bins.isEmpty:
      "not defined at its start: a datum is negative, not a number or too large, or a fixed value is outside its range"
    case .undefinedStart(let bins):
      "not defined at its start: the expected count is not positive in bin "
        + bins.map(String.init).joined(separator: ", ")
    }
  }
}
