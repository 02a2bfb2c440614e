/// What can be wrong with the settings of a random distribution.
public enum RandomError: Error, Sendable, Equatable {
  /// A mean vector has no components.
  case emptyMean
  /// A component of a mean is NaN or infinite.
  case meanNotFinite(index: Int, value: Double)
  /// A covariance does not have one row for each component of the mean.
  case covarianceRows(found: Int, needed: Int)
  /// A row of a covariance does not have one entry for each component of the mean.
  case covarianceColumns(row: Int, found: Int, needed: Int)
  /// An entry of a covariance is NaN or infinite.
  case covarianceNotFinite(row: Int, column: Int, value: Double)
  /// An entry of a covariance differs from the one across the diagonal.
  case covarianceNotSymmetric(row: Int, column: Int, value: Double, across: Double)
  /// A covariance is symmetric, but some combination of the components has no positive variance.
  case covarianceNotPositiveDefinite
}

extension RandomError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .emptyMean: "a mean needs at least 1 component, found none"
    case .meanNotFinite(let index, let value):
      "component \(index) of the mean is \(value), not a finite number"
    case .covarianceRows(let found, let needed):
      "the covariance needs \(needed) rows, one for each component of the mean, found \(found)"
    case .covarianceColumns(let row, let found, let needed):
      "row \(row) of the covariance needs \(needed) entries, one for each component of the mean, found \(found)"
    case .covarianceNotFinite(let row, let column, let value):
      "entry (\(row), \(column)) of the covariance is \(value), not a finite number"
    case .covarianceNotSymmetric(let row, let column, let value, let across):
      "the covariance must be symmetric: entry (\(row), \(column)) is \(value), (\(column), \(row)) is \(across)"
    case .covarianceNotPositiveDefinite:
      "the covariance must be positive definite: variances above 0, correlations between -1 and 1"
    }
  }
}
