// Impacts, and the likelihood along a parameter.

extension InferenceQuestion {
  func ranking(
    _ model: some StatisticalModel, _ data: [Double], _ control: InferenceControl
  ) throws(InferenceError) -> Report {
    let ranking = try Ranking(model, data: data, control: control)
    var problems = ranking.impacts.flatMap { impact in impact.problems.map { "\(impact.name): \($0)" } }
    if let poi = model.poiIndex, ranking.best.atBound.contains(poi) {
      problems.append(
        "\(model.parameters[poi].name) is held by its bound \(short(ranking.best.parameters[poi])), "
          + "so that impacts are cut short there")
    }
    if ranking.wasStopped { problems.append("stopped before all parameters were done") }
    let rows = ranking.impacts.map { impact -> [Display.Cell] in
      [
        .text(impact.name), Display.Cell(impact.postfit?.down), Display.Cell(impact.postfit?.up),
        Display.Cell(impact.prefit?.down), Display.Cell(impact.prefit?.up), Display.Cell(impact.pull?.value),
        Display.Cell(impact.pull?.constraint),
      ]
    }
    let json: JSONObject = [
      "ranking": .array(
        ranking.impacts.map { impact in
          .object([
            "parameter": .string(impact.name),
            "postfit": JSONValue([impact.postfit?.down, impact.postfit?.up]),
            "prefit": JSONValue([impact.prefit?.down, impact.prefit?.up]),
            "pull": JSONValue(impact.pull?.value), "constraint": JSONValue(impact.pull?.constraint),
          ])
        })
    ]
    return Report(
      tables: [
        Display(
          title: "ranking",
          columns: [
            "impact on the strength", "post-fit down", "up", "pre-fit down", "up", "pull", "constraint",
          ], rows: rows)
      ], json: json, problems: problems, isSound: !ranking.impacts.contains { $0.hasFailed })
  }

  func likelihoodScan(
    _ model: some StatisticalModel, _ data: [Double], _ control: InferenceControl
  ) throws(InferenceError) -> Report {
    let space = model.parameterSpace
    let position: Int
    if let parameter {
      position = try space.position(of: parameter)
    } else {
      guard let poi = space.poiIndex else { throw .noParameterOfInterest }
      position = poi
    }
    let axis = LikelihoodScan.Axis(
      parameter: position, values: scan.isEmpty ? try usualRange(model, data, space, position) : scan)
    let result = try LikelihoodScan(model, data: data, over: axis, control: control)
    let name = space.names[position]
    let failed = result.points.filter { $0.problem != nil }
    var problems = failed.map { "at \(brief($0.values[0])): \($0.problem ?? "")" }
    problems += failureSummary(failed.map { brief($0.values[0]) }, of: result.points.count)
    if result.wasStopped {
      let done = result.points.count { !$0.wasLeftOut }
      problems.append("stopped when \(done) of \(result.points.count) points were done")
    }
    let json: JSONObject = [
      "parameter": .string(name), "best": JSONValue(result.best.parameters[position]),
      "points": .array(
        result.points.map { point in
          .object([
            "value": JSONValue(point.values[0]), "twice_delta_nll": JSONValue(point.height),
          ])
        }),
    ]
    return Report(
      tables: [
        Display(
          title: "scan", columns: [name, "-2 ln L above the best fit"],
          rows: result.points.map { [.number($0.values[0]), Display.Cell($0.height)] })
      ], json: json, problems: problems, isSound: failed.isEmpty)
  }

  /// 31 points over three uncertainties to both sides of the best fit, within the bounds.
  private func usualRange(
    _ model: some StatisticalModel, _ data: [Double], _ space: ParameterSpace, _ position: Int
  ) throws(InferenceError) -> [Double] {
    try model.check(data: data, space)
    let best = Fitter().fit(model, in: space, data: data)
    let covariance = try? FitCovariance(best, model, space, data: data)
    let width = covariance?.uncertainty(of: position) ?? 1
    let bounds = space.bounds[position]
    let low = bounds.clamping(best.parameters[position] - 3 * width)
    let high = bounds.clamping(best.parameters[position] + 3 * width)
    return (0...30).map { low + (high - low) * Double($0) / 30 }
  }
}
