/// The types of modifiers, in the order in which pyhf groups their parameters.
public enum ModifierKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// A constrained additive shift of shape.
  case histoSys = "histosys"
  /// The luminosity.
  case lumi
  /// A free factor.
  case normFactor = "normfactor"
  /// A constrained factor.
  case normSys = "normsys"
  /// A free factor for each bin.
  case shapeFactor = "shapefactor"
  /// A factor for each bin with a Poisson constraint.
  case shapeSys = "shapesys"
  /// A factor for each bin with a normal constraint.
  case statError = "staterror"
}

extension ModifierKind {
  /// Whether there is one parameter for each bin.
  public var isPerBin: Bool { self == .shapeFactor || self == .shapeSys || self == .statError }

  /// The constraint on the parameters.
  public var constraint: ParameterSet.Constraint? {
    switch self {
    case .histoSys, .lumi, .normSys, .statError: .normal
    case .shapeSys: .poisson
    case .normFactor, .shapeFactor: nil
    }
  }

  /// Whether modifiers of both types may name one parameter: pyhf demands that they ask for the same start,
  /// bounds and constraint, which holds for histosys and normsys alone.
  func canShareParameters(with other: ModifierKind) -> Bool {
    self == other || Set([self, other]) == [.histoSys, .normSys]
  }
}

extension Workspace.Modifier {
  /// Its type.
  public var kind: ModifierKind {
    switch effect {
    case .normFactor: .normFactor
    case .normSys: .normSys
    case .histoSys: .histoSys
    case .shapeSys: .shapeSys
    case .shapeFactor: .shapeFactor
    case .statError: .statError
    case .lumi: .lumi
    }
  }
}

extension String {
  /// Whether this name comes first in the order of code points, in which Python sorts names.
  func precedesByCodePoint(_ other: String) -> Bool {
    unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
  }
}
