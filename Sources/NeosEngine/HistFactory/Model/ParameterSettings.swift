/// What the parameters of a set start from: the defaults of their type with the measurement's settings over them.
///
/// (`pyhf.parameters.utils.reduce_paramsets_requirements`, and `required_parset` of each of `pyhf.modifiers`.)
struct ParameterSettings {
  let inits: [Double]
  let bounds: [ClosedRange<Double>]
  /// Whether the parameters are fixed; nil where the measurement does not say.
  let isFixed: Bool?
  /// The auxiliary data; nil where there is no constraint. Those of a shapesys are a placeholder for its
  /// templates' unless ``givesAuxdata``.
  let auxdata: [Double]?
  /// Whether the measurement gives the auxiliary data.
  let givesAuxdata: Bool
  /// The widths or factors of the constraint; nil where its type or its templates give them.
  let scales: [Double]?

  init(
    name: String, kind: ModifierKind, count: Int, _ configuration: Workspace.ParameterConfiguration?
  ) throws(HistFactoryError) {
    func checked<Value>(
      _ values: [Value]?, _ setting: String, isUsed: Bool = true
    ) throws(HistFactoryError) -> [Value]? {
      guard let values else { return nil }
      guard isUsed else { throw .unusedSetting(parameter: name, setting: setting, kind: kind) }
      guard values.count == count else {
        throw .settingLength(parameter: name, setting: setting, found: values.count, needed: count)
      }
      return values
    }
    let inits = try checked(configuration?.inits, "inits")
    let bounds = try checked(configuration?.bounds, "bounds")
    let auxdata = try checked(configuration?.auxdata, "auxdata", isUsed: kind.constraint != nil)
    let sigmas = try checked(configuration?.sigmas, "sigmas", isUsed: kind == .lumi || kind == .statError)
    let factors = try checked(configuration?.factors, "factors", isUsed: kind == .shapeSys)
    for (index, sigma) in (sigmas ?? []).enumerated()
    where !Self.isUsable(width: sigma, around: auxdata?[index] ?? Self.defaults(kind).initial) {
      throw .settingNotPositive(parameter: name, setting: "sigmas", value: sigma)
    }
    if let factor = factors?.first(where: { !($0 > 0) }) {
      throw .settingNotPositive(parameter: name, setting: "factors", value: factor)
    }
    if kind == .lumi {
      let missing = [("auxdata", auxdata == nil), ("bounds", bounds == nil), ("inits", inits == nil)]
        .filter(\.1).map(\.0)
      guard missing.isEmpty else { throw .incompleteLuminosity(name: name, missing: missing) }
    }
    let usual = Self.defaults(kind)
    func repeated<Value>(_ value: Value) -> [Value] { [Value](repeating: value, count: count) }
    self.inits = inits ?? repeated(usual.initial)
    self.bounds = bounds ?? repeated(usual.bounds)
    let width = kind == .histoSys || kind == .normSys ? configuration?.width : nil
    if let width, width != .infinity, !Self.isUsable(width: width, around: usual.initial) {
      throw .settingNotPositive(parameter: name, setting: "width", value: width)
    }
    // A constraint without an end is none.
    let isConstrained = kind.constraint != nil && width != .infinity
    self.auxdata = isConstrained ? auxdata ?? repeated(usual.initial) : nil
    givesAuxdata = auxdata != nil
    scales = sigmas ?? factors ?? width.map { [$0] }
    isFixed = configuration?.isFixed
  }

  /// Whether a constraint can have this width: it is above 0, and more than the rounding of its center.
  static func isUsable(width: Double, around center: Double) -> Bool {
    width > center.ulp && (1 / (width * width)).isFinite
  }

  /// The largest value of the parameter of a histosys or normsys, and less 0 its smallest.
  static let systematicBound = 5.0

  /// The start, which is also the auxiliary measurement, and the bounds. The luminosity has none of its own; as in
  /// pyhf its width is 1 where the measurement leaves it out.
  private static func defaults(_ kind: ModifierKind) -> (initial: Double, bounds: ClosedRange<Double>) {
    switch kind {
    case .histoSys, .normSys: (0, -systematicBound...systematicBound)
    case .normFactor, .shapeFactor: (1, 0...10)
    case .shapeSys, .statError: (1, 1e-10...10)
    case .lumi: (1, 0...10)
    }
  }
}
