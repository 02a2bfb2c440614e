/// What a model expects at a point, from which the likelihood there and its derivatives begin.
///
/// It is computed once for all that is asked of a point. A model that gains nothing from that leaves it empty.
public struct ExpectedCounts<S: LikelihoodScalar>: Sendable {
  /// The expected counts of the main bins.
  public var rates: [S]
  /// The nominal counts with their shifts, in the run over the bins of all parts of a ``HistFactoryModel``.
  var shifted: [S]

  /// Nothing.
  public init() { (rates, shifted) = ([], []) }

  init(rates: [S], shifted: [S]) { (self.rates, self.shifted) = (rates, shifted) }
}
