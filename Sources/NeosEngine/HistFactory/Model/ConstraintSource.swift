/// The templates from which the constraints of one set of parameters in one channel follow.
struct ConstraintSource: Sendable {
  /// The places in the templates of one sample.
  struct Carrier: Sendable {
    let nominal: Int
    let uncertainty: Int
  }

  /// The position in the constraints of the first bin.
  let firstTerm: Int
  /// The position of the first bin's parameter.
  let firstParameter: Int
  let binCount: Int
  let distribution: ParameterSet.Constraint
  /// The samples: one for a shapesys, and all that carry a staterror.
  var carriers: [Carrier]
  /// Whether the templates give the widths or factors, or else the measurement does.
  var setsScale = true
  /// Whether the templates give the auxiliary data.
  var setsAuxiliary = true
  /// Whether the templates say which parameters are fixed.
  var setsFixed = true

  /// The width or factor in a bin, or nil where the templates define none.
  ///
  /// A staterror's width is sqrt(sum uncertainty^2) / sum nominal, that of its samples' sum; a shapesys's factor
  /// is tau = (nominal / uncertainty)^2 (`pyhf.modifiers.staterror`, `pyhf.modifiers.shapesys`).
  func scale(_ bin: Int, _ templates: [Double]) -> Double? {
    switch distribution {
    case .poisson:
      let nominal = templates[carriers[0].nominal + bin]
      let uncertainty = templates[carriers[0].uncertainty + bin]
      return nominal > 0 && uncertainty > 0 ? nominal * nominal / (uncertainty * uncertainty) : nil
    case .normal:
      let nominal = carriers.reduce(0) { $0 + templates[$1.nominal + bin] }
      guard nominal > 0 else { return nil }
      let square = carriers.reduce(0) { sum, carrier in
        let relative = templates[carrier.uncertainty + bin] / nominal
        return sum + relative * relative
      }
      return square == 0 ? nil : square.squareRoot()
    }
  }

  /// Pulls a gradient in a bin's width or factor back to the templates.
  ///
  /// d tau = tau (2 dn / n - 2 du / u), and d width = (sum u du) / (width N^2) - width dN / N with the sum N of
  /// the nominal templates.
  func scalePullback<S: LikelihoodScalar>(
    _ bin: Int, _ templates: [Double], cotangent: S, into gradient: inout [S]
  ) {
    guard setsScale, let scale = scale(bin, templates) else { return }
    switch distribution {
    case .poisson:
      let (nominal, uncertainty) = (carriers[0].nominal + bin, carriers[0].uncertainty + bin)
      gradient[nominal] = gradient[nominal] + (2 * scale / templates[nominal]) * cotangent
      gradient[uncertainty] = gradient[uncertainty] + (-2 * scale / templates[uncertainty]) * cotangent
    case .normal:
      let total = carriers.reduce(0) { $0 + templates[$1.nominal + bin] }
      for carrier in carriers {
        let (nominal, uncertainty) = (carrier.nominal + bin, carrier.uncertainty + bin)
        gradient[nominal] = gradient[nominal] + (-scale / total) * cotangent
        gradient[uncertainty] =
          gradient[uncertainty] + (templates[uncertainty] / total / (scale * total)) * cotangent
      }
    }
  }
}
