/// One parameter of a statistical model, as pyhf describes it.
public struct ModelParameter: Sendable, Hashable {
  /// The name, as in pyhf's `config.par_names`.
  public let name: String
  /// Where a fit starts (`suggested_init`).
  public let initial: Double
  /// The range in which a fit stays (`suggested_bounds`).
  public let bounds: ClosedRange<Double>
  /// Whether a fit leaves the parameter at its initial value (`suggested_fixed`).
  public internal(set) var isFixed: Bool

  /// A parameter.
  public init(name: String, initial: Double, bounds: ClosedRange<Double>, isFixed: Bool = false) {
    self.name = name
    self.initial = initial
    self.bounds = bounds
    self.isFixed = isFixed
  }
}
