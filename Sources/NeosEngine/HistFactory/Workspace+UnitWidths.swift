extension Workspace {
  /// Gives every histosys and normsys of its first measurement a constraint of width 1, which pyhf's JSON takes for
  /// granted: its templates and factors become those at one standard deviation.
  ///
  /// With the parameter at w beta, what was interpolated between alpha = -1 and 1 goes on between beta = -1 and 1 through
  /// the same values at -1, 0 and 1 standard deviations; an additive shift has the same slope at 0 as well. In between,
  /// an interpolation that is not piecewise linear may differ where the variations are unlike.
  ///
  /// - Parameter interpolation: the one in use.
  /// - Returns: The names of the parameters whose width was another.
  /// - Throws: ``UnitWidthError`` when a parameter has no constraint, or an event fills a template that changes.
  mutating func takeUnitWidths(_ interpolation: Interpolation) throws(UnitWidthError) -> [String] {
    guard let settings = measurements.first?.parameters else { return [] }
    var names: [String] = []
    for (place, setting) in settings.enumerated() {
      guard let width = setting.width, width != 1 else { continue }
      guard width.isFinite else { throw .free(setting.name) }
      for (c, channel) in channels.enumerated() {
        for (s, sample) in channel.samples.enumerated() {
          for (m, modifier) in sample.modifiers.enumerated() where modifier.name == setting.name {
            channels[c].samples[s].modifiers[m].effect = try modifier.effect.atUnitWidth(
              width, sample.data, interpolation, modifier.name)
          }
        }
      }
      measurements[0].parameters[place].width = nil
      // The same range of what it does.
      if setting.bounds == nil {
        let bound = ParameterSettings.systematicBound / width
        measurements[0].parameters[place].bounds = [-bound...bound]
      }
      names.append(setting.name)
    }
    return names
  }
}

extension Workspace.Modifier.Effect {
  /// The effect that has at -1, 0 and 1 what this has at a width below 0, at 0 and above.
  fileprivate func atUnitWidth(
    _ width: Double, _ nominal: Workspace.Template, _ interpolation: Interpolation, _ name: String
  ) throws(UnitWidthError) -> Self {
    switch self {
    case .normSys(let hi, let lo):
      let response = interpolation.normSys.response(hi: hi, lo: lo)
      return .normSys(hi: response.value(width), lo: response.value(-width))
    case .histoSys(let upward, let downward):
      guard case .values(let middle) = nominal, case .values(let hi) = upward,
        case .values(let lo) = downward
      else { throw .events(name) }
      func values(_ alpha: Double) -> [Double] {
        let factors = interpolation.histoSys.factors(alpha)
        return middle.indices.map { bin in
          middle[bin] + factors.up * (hi[bin] - middle[bin]) + factors.down * (middle[bin] - lo[bin])
        }
      }
      return .histoSys(hi: .values(values(width)), lo: .values(values(-width)))
    case .normFactor, .shapeSys, .shapeFactor, .statError, .lumi: return self
    }
  }
}

/// Why a workspace cannot have constraints of width 1 alone.
enum UnitWidthError: Error {
  /// A parameter has no constraint.
  case free(String)
  /// Events fill a template of a parameter.
  case events(String)
}

extension UnitWidthError: CustomStringConvertible {
  /// What was found and what would be right.
  var description: String {
    switch self {
    case .free(let name):
      "pyhf knows no histosys or normsys without a constraint, and '\(name)' has 'width=free'; give it a number, as "
        + "'width=3'"
    case .events(let name): "events fill the templates of '\(name)'; it needs numbers"
    }
  }
}
