/// The parameters that one name stands for: a single one, or one for each bin.
public struct ParameterSet: Sendable, Hashable {
  /// The distribution of the auxiliary measurement of a parameter.
  public enum Constraint: String, Sendable, Hashable, Codable {
    /// Normal around the parameter.
    case normal
    /// Poisson of a factor times the parameter.
    case poisson
  }

  /// The name that modifiers use.
  public let name: String
  /// The types of those modifiers: more than one where histosys and normsys share a parameter.
  public internal(set) var kinds: [ModifierKind]
  /// The positions of its parameters (pyhf `par_slice`).
  public let range: Range<Int>
  /// Whether it is a single parameter, named without an index.
  public var isScalar: Bool { !kinds[0].isPerBin }
  /// The constraint on its parameters; nil where they are free.
  public var constraint: Constraint? { kinds[0].constraint }
  /// The positions of its measurements in the auxiliary data; empty where there are none.
  public internal(set) var auxiliary: Range<Int>

  /// The names of its parameters (pyhf `par_names`).
  public var parameterNames: [String] {
    isScalar ? [name] : range.map { "\(name)[\($0 - range.lowerBound)]" }
  }
}
