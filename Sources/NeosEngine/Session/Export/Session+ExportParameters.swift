internal import Foundation

extension Session {
  /// A free fit of all parameters of the present model.
  struct FreeFit {
    /// The fit.
    var fit: AssessedFit
    /// The data that were fitted and what made the templates, in words.
    var conditions: (data: String, templates: String)
  }

  /// The free fit of the model of some counts, on the data on which `fit` answers.
  mutating func freeFit(_ basis: QuestionBasis) throws(SessionError) -> FreeFit {
    let model = try model(yields(counting: basis.counts))
    let (data, name) = try data(of: model, basis.data, .fit)
    do throws(InferenceError) {
      return FreeFit(
        fit: try AssessedFit(model, data), conditions: (name, templatesInWords(basis.counts)))
    } catch {
      throw .request("fit: \(error)")
    }
  }

  /// The parameters of the present model with their fit.
  mutating func parameterExport(
    _ path: String, _ basis: QuestionBasis
  ) throws(SessionError) -> (Data, String) {
    let free = try freeFit(basis)
    var table = free.fit.parameters
    table.columns += ["data", "counts"]
    let conditions: [Display.Cell] = [.text(free.conditions.data), .text(free.conditions.templates)]
    for row in table.rows.indices { table.rows[row] += conditions }
    let (bytes, _) = try tableExport(table, path)
    return (
      bytes,
      "\(counted(table.rows.count, "parameter")) fitted to \(free.conditions.data) (\(free.conditions.templates))"
        + free.fit.problems.map { " (\($0))" }.joined()
    )
  }
}

extension AssessedFit {
  /// All parameters: initial value, bounds, best fit, uncertainty, and pull where there is a constraint.
  var parameters: Display {
    let rows = space.names.indices.map { index -> [Display.Cell] in
      let pull = pull(of: index)
      let bounds = space.bounds[index]
      return [
        .text(space.names[index]), .number(space.initial[index]), .number(bounds.lowerBound),
        .number(bounds.upperBound), .number(best.parameters[index]),
        Display.Cell(covariance?.uncertainty(of: index)), Display.Cell(pull?.value),
        Display.Cell(pull?.constraint),
        .text(best.atBound.contains(index) ? "at its bound" : space.isFixed[index] ? "fixed" : ""),
      ]
    }
    let columns = [
      "parameter", "initial", "lower bound", "upper bound", "best fit", "uncertainty", "pull", "constraint",
      "remark",
    ]
    return Display(title: "parameters", columns: columns, rows: rows)
  }
}
