internal import Foundation

extension Session {
  /// The parameters of the present model with their fit, on the data on which `fit` answers.
  mutating func parameterExport(_ path: String) throws(SessionError) -> (Data, String) {
    let model = try model(evaluated().evaluation)
    let (data, name) = try data(of: model, .usual, .fit)
    let fitted: (table: Display, problems: [String])
    do throws(InferenceError) {
      fitted = try Display.parameters(of: model, data)
    } catch {
      throw .request("fit: \(error)")
    }
    let (bytes, _) = try tableExport(fitted.table, path)
    return (
      bytes,
      ([counted(fitted.table.rows.count, "parameter"), "fitted to \(name)"]).joined(separator: " ")
        + fitted.problems.map { " (\($0))" }.joined()
    )
  }
}

extension Display {
  /// A fit of all parameters: best fit, uncertainty, and pull where there is a constraint.
  ///
  /// - Returns: The table, and what did not go well.
  fileprivate static func parameters(
    of model: some StatisticalModel, _ data: [Double]
  ) throws(InferenceError) -> (table: Display, problems: [String]) {
    let fit = try AssessedFit(model, data)
    let (space, best) = (fit.space, fit.best)
    let rows = space.names.indices.map { index -> [Cell] in
      let pull = fit.pull(of: index)
      let bounds = space.bounds[index]
      return [
        .text(space.names[index]), .number(space.initial[index]), .number(bounds.lowerBound),
        .number(bounds.upperBound), .number(best.parameters[index]),
        Cell(fit.covariance?.uncertainty(of: index)), Cell(pull?.value), Cell(pull?.constraint),
        .text(best.atBound.contains(index) ? "at its bound" : space.isFixed[index] ? "fixed" : ""),
      ]
    }
    let columns = [
      "parameter", "initial", "lower bound", "upper bound", "best fit", "uncertainty", "pull", "constraint",
      "remark",
    ]
    return (Display(title: "parameters", columns: columns, rows: rows), fit.problems)
  }
}
