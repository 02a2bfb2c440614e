extension Workspace {
  /// A measurement by its name, or the first one, if a model can be made for it.
  ///
  /// - Throws: ``WorkspaceError/measurement(_:known:)``, or ``WorkspaceError/content(_:)`` with what is wrong.
  public func usableMeasurement(named name: String? = nil) throws(WorkspaceError) -> Measurement {
    let measurement = try measurement(named: name)
    let problems = problems(of: measurement)
    guard problems.isEmpty else { throw .content(problems) }
    return measurement
  }

  /// What keeps a model from being made for a measurement: an unknown parameter of interest, or settings that
  /// do not fit the parameters. Settings of parameters that no modifier has are allowed, as in pyhf.
  ///
  /// Stricter than pyhf is that the luminosity needs a width, which pyhf takes as 1 if it is not there, and has
  /// one value of everything.
  public func problems(of measurement: Measurement) -> [JSONProblem] {
    let index = measurements.firstIndex { $0.name == measurement.name } ?? 0
    let path = JSONPath()["measurements"][index]["config"]
    let kinds = kinds
    guard !kinds.isEmpty else {
      return [JSONProblem(JSONPath()["channels"], found: "no modifiers", expected: "one parameter at least")]
    }
    var problems = factorProblems
    if !measurement.poi.isEmpty, let problem = poiProblem(measurement.poi, kinds, path["poi"]) {
      problems.append(problem)
    }
    var known: Set<String> = []
    for (index, setting) in measurement.parameters.enumerated() {
      let path = path["parameters"][index]
      if !known.insert(setting.name).inserted {
        problems.append(
          JSONProblem(path["name"], found: "\"\(setting.name)\" again", expected: "one entry a parameter"))
      }
      if let kind = kinds[setting.name]?.min(by: { $0.rawValue < $1.rawValue }) {
        problems += self.problems(of: setting, kind, path)
      }
    }
    if kinds["lumi"]?.contains(.lumi) == true, !known.contains("lumi") {
      problems.append(
        JSONProblem(
          path["parameters"], found: "no entry \"lumi\"",
          expected: "one with auxdata, sigmas, bounds and inits, as a modifier has this type"))
    }
    return Array(problems.prefix(JSONProblem.most))
  }

  /// Factors of a normsys whose powers do not interpolate.
  private var factorProblems: [JSONProblem] {
    var problems: [JSONProblem] = []
    for (c, channel) in channels.enumerated() {
      for (s, sample) in channel.samples.enumerated() {
        for (m, modifier) in sample.modifiers.enumerated() {
          guard case .normSys(let hi, let lo) = modifier.effect else { continue }
          let path = JSONPath()["channels"][c]["samples"][s]["modifiers"][m]["data"]
          for (key, factor) in [("hi", hi), ("lo", lo)] where !(factor > 0) {
            problems.append(
              JSONProblem(
                path[key], found: "\(factor)",
                expected: "a factor above 0, as its powers interpolate (pyhf makes NaN of it)"))
          }
        }
      }
    }
    return problems
  }

  private func poiProblem(
    _ poi: String, _ kinds: [String: Set<ModifierKind>], _ path: JSONPath
  ) -> JSONProblem? {
    guard let kind = kinds[poi]?.first else {
      return JSONProblem(
        path, found: "\"\(poi)\"", expected: "the name of a modifier, or \"\" for none",
        suggestion: nearestWord(to: poi, among: kinds.keys.sorted()))
    }
    guard let count = parameterCount(poi, kind), count > 1 else { return nil }
    return JSONProblem(
      path, found: "\"\(poi)\", which has \(count) parameters", expected: "a single parameter")
  }

  private func problems(
    of setting: ParameterConfiguration, _ kind: ModifierKind, _ path: JSONPath
  ) -> [JSONProblem] {
    let lists: [(key: String, count: Int?, kinds: Set<ModifierKind>)] = [
      ("inits", setting.inits?.count, Set(ModifierKind.allCases)),
      ("bounds", setting.bounds?.count, Set(ModifierKind.allCases)),
      ("auxdata", setting.auxdata?.count, [.histoSys, .lumi, .normSys, .shapeSys, .statError]),
      ("sigmas", setting.sigmas?.count, [.lumi, .statError]),
      ("factors", setting.factors?.count, [.shapeSys]),
    ]
    let expected = parameterCount(setting.name, kind)
    return widthProblems(of: setting, kind, path)
      + lists.compactMap { list in
        guard let count = list.count else {
          guard kind == .lumi, list.kinds.contains(.lumi) else { return nil }
          return JSONProblem(path, found: "no key \"\(list.key)\"", expected: "one, as a lumi needs it")
        }
        guard list.kinds.contains(kind) else {
          return JSONProblem(
            path[list.key], found: Self.count(count),
            expected: "none, as a \(kind.rawValue) has no \(list.key)"
          )
        }
        guard let expected, expected != count else { return nil }
        return JSONProblem(
          path[list.key], found: Self.count(count), expected: "\(expected), one for each parameter")
      }
  }

  /// Widths and factors of constraints that make none. Next to its auxiliary measurement a width must be more than
  /// rounding.
  private func widthProblems(
    of setting: ParameterConfiguration, _ kind: ModifierKind, _ path: JSONPath
  ) -> [JSONProblem] {
    var problems: [JSONProblem] = []
    for (index, sigma) in (kind == .shapeSys ? [] : setting.sigmas ?? []).enumerated() {
      let center = setting.auxdata.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? 1
      guard ParameterSettings.isUsable(width: sigma, around: center) else {
        problems.append(
          JSONProblem(
            path["sigmas"][index], found: "\(sigma)",
            expected: "a width above \(sigma > 0 ? "the rounding of \(center)" : "0"), or none and "
              + "\"fixed\": true for a parameter that is known"))
        continue
      }
    }
    for (index, factor) in (kind == .shapeSys ? setting.factors ?? [] : []).enumerated() where !(factor > 0) {
      problems.append(JSONProblem(path["factors"][index], found: "\(factor)", expected: "a number above 0"))
    }
    return problems
  }

  /// How many parameters a name stands for; nil if that is known only when learned templates are filled.
  private func parameterCount(_ name: String, _ kind: ModifierKind) -> Int? {
    if !kind.isPerBin { return 1 }
    let carriers = channels.indices.filter { index in
      channels[index].samples.contains { $0.modifiers.contains { $0.name == name && $0.kind == kind } }
    }
    let counts = (kind == .statError ? carriers : Array(carriers.prefix(1))).map { binCount(channel: $0) }
    let known = counts.compactMap(\.self)
    return known.count == counts.count ? known.reduce(0, +) : nil
  }
}
