extension Workspace.Modifier {
  /// The type of a modifier, in the order in which pyhf arranges parameters.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A constrained additive shift.
    case histoSys = "histosys"
    /// The constrained luminosity.
    case lumi
    /// A free factor.
    case normFactor = "normfactor"
    /// A constrained factor.
    case normSys = "normsys"
    /// A free factor for each bin.
    case shapeFactor = "shapefactor"
    /// A factor for each bin with a Poisson constraint.
    case shapeSys = "shapesys"
    /// A factor for each bin with a normal constraint, for all samples that carry it.
    case statError = "staterror"

    /// Whether one parameter does it, not one for each bin.
    public var isScalar: Bool {
      switch self {
      case .histoSys, .lumi, .normFactor, .normSys: true
      case .shapeFactor, .shapeSys, .statError: false
      }
    }
  }

  /// Its type.
  public var kind: Kind {
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
