extension InferenceQuestion {
  func fit(_ model: some StatisticalModel, _ data: [Double]) throws(InferenceError) -> Report {
    let fit = try AssessedFit(model, data, fixed: fixedValues)
    let (space, best, words, covariance) = (fit.space, fit.best, fit.words, fit.covariance)
    var problems = fit.problems
    let ends = try profileIntervals(model, data, space, best, fit.fixed, &problems)

    let rows = space.names.indices.map { index -> [Display.Cell] in
      let pull = fit.pull(of: index)
      let note =
        best.atBound.contains(index)
        ? "at its bound" : space.isFixed[index] || fixed[space.names[index]] != nil ? "fixed" : ""
      var row: [Display.Cell] = [
        .text(space.names[index]), .number(best.parameters[index]),
        Display.Cell(covariance?.uncertainty(of: index)),
      ]
      if !intervals.isEmpty {
        row += [Display.Cell(ends[index]?.below), Display.Cell(ends[index]?.above)]
      }
      return row + [Display.Cell(pull?.value), Display.Cell(pull?.constraint), .text(note)]
    }
    let columns =
      ["parameter", "best fit", "uncertainty"] + (intervals.isEmpty ? [] : ["down", "up"])
      + ["pull", "constraint", ""]
    let summary: [[Display.Cell]] = [
      [.text("status"), .text(words.status)], [.text("-2 ln L"), .number(0 - 2 * best.logpdf)],
    ]

    var json: JSONObject = [
      "mle_parameters": .object(grouped(model, space.names, best.parameters.map { JSONValue($0) })),
      "twice_nll": JSONValue(0 - 2 * best.logpdf),
      "status": .string(words.status), "iterations": .integer(best.iterations),
      "uncertainties": .object(
        grouped(model, space.names, space.names.indices.map { JSONValue(covariance?.uncertainty(of: $0)) })),
    ]
    if let covariance {
      json["correlations"] = .object([
        "parameters": .array(covariance.free.map { .string(space.names[$0]) }),
        "matrix": .array(
          covariance.free.map { row in JSONValue(covariance.free.map { covariance.correlation(row, $0) }) }),
      ])
    }
    if !ends.isEmpty {
      var intervals: JSONObject = [:]
      for (index, interval) in ends.sorted(by: { $0.key < $1.key }) {
        intervals[space.names[index]] = JSONValue([interval.lower, interval.upper])
      }
      json["intervals"] = .object(intervals)
    }
    return Report(
      tables: [
        Display(title: "fit", columns: ["", ""], rows: summary),
        Display(title: "parameters", columns: columns, rows: rows),
      ], json: json, problems: problems, remarks: words.remarks, isSound: best.isConverged)
  }

  /// The values that a fit keeps, by position.
  private func fixedValues(_ space: ParameterSpace) throws(InferenceError) -> [Int: Double] {
    var values: [Int: Double] = [:]
    for (name, value) in fixed {
      let index = try space.position(of: name)
      guard space.bounds[index].contains(value) else {
        throw .outOfBounds(name: name, value: value, bounds: space.bounds[index])
      }
      values[index] = value
    }
    return values
  }

  private func profileIntervals(
    _ model: some StatisticalModel, _ data: [Double], _ space: ParameterSpace, _ best: Fit,
    _ fixedValues: [Int: Double], _ problems: inout [String]
  ) throws(InferenceError) -> [Int: IntervalNumbers] {
    var positions: [Int] = []
    for name in intervals where name != "all" { positions.append(try space.position(of: name)) }
    if intervals.contains("all") { positions = best.free }
    var ends: [Int: IntervalNumbers] = [:]
    for position in positions {
      do throws(InferenceError) {
        let interval = try ProfileInterval(
          model, data: data, parameter: position, best: best, fixed: fixedValues)
        ends[position] = IntervalNumbers(interval)
        for end in [interval.lower, interval.upper] where end.value == nil {
          problems.append("the interval of \(space.names[position]): \(end)")
        }
      } catch {
        problems.append("the interval of \(space.names[position]): \(error)")
      }
    }
    return ends
  }
}

/// The ends of a profile interval, and their distances from the best fit.
private struct IntervalNumbers {
  let lower: Double?
  let upper: Double?
  let below: Double?
  let above: Double?

  init(_ interval: ProfileInterval) {
    lower = interval.lower.value
    upper = interval.upper.value
    (below, above) = interval.errors
  }
}

extension ParameterSpace {
  /// The position of a parameter.
  ///
  /// - Throws: ``InferenceError/setting(_:)`` when there is none of that name.
  func position(of name: String) throws(InferenceError) -> Int {
    if let index = names.firstIndex(of: name) { return index }
    let components = names.filter { $0.hasPrefix("\(name)[") }
    if !components.isEmpty {
      throw .setting("'\(name)' has a component for each bin: \(components.joined(separator: ", "))")
    }
    let nearest = nearestWord(to: name, among: names)
    throw .setting(
      "there is no parameter '\(name)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; there are \(names.joined(separator: ", "))"))
  }
}

/// Values by parameter as pyhf groups them: an array under the name of a set.
private func grouped(
  _ model: some StatisticalModel, _ names: [String], _ values: [JSONValue]
) -> JSONObject {
  if let sets = (model as? HistFactoryModel)?.parameterSets {
    var object: JSONObject = [:]
    for set in sets { object[set.name] = .array(Array(values[set.range])) }
    return object
  }
  var order: [String] = []
  var sets: [String: [JSONValue]] = [:]
  for (name, value) in zip(names, values) {
    let set = name.hasSuffix("]") ? String(name[..<(name.lastIndex(of: "[") ?? name.endIndex)]) : name
    if sets[set] == nil { order.append(set) }
    sets[set, default: []].append(value)
  }
  var object: JSONObject = [:]
  for set in order { object[set] = .array(sets[set] ?? []) }
  return object
}
