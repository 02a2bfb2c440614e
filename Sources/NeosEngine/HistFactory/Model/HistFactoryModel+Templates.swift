extension HistFactoryModel {
  /// The gradient of the log-likelihood in the templates and in the data.
  @_specialize(where S == Double)
  @_specialize(where S == Jet)
  public func templateGradient<S: LikelihoodScalar>(
    _ parameters: [S], data: [Double]
  ) -> (templates: [[S]], data: [S]) {
    checkLength(of: data)
    let rates = expectedCounts(parameters).rates
    var gradient = [S](repeating: S(0), count: templates.count)
    var slopes = rates
    for bin in slopes.indices { slopes[bin] = logPoissonSlope(data[bin], rate: slopes[bin]) }
    templatePullback(
      parameters, rates: slopes,
      scales: { term in
        constraints[term].scaleSlope(data[binCount + term], parameters[constraints[term].parameter])
      }, into: &gradient)
    return (rows(gradient), dataGradient(parameters, rates: rates, data: data))
  }

  /// The gradient of the log-likelihood in the data, given the expected counts.
  func dataGradient<S: LikelihoodScalar>(_ parameters: [S], rates: [S], data: [Double]) -> [S] {
    rates.map(S.log)
      + constraints.enumerated().map { index, term in
        term.measurementSlope(data[binCount + index], parameters[term.parameter])
      }
  }

  /// The gradient in the templates of the log-likelihood at `parameters` minus that at `other`, on the data that
  /// `parameters` predict.
  public func asimovRatioGradient(
    _ parameters: [Double], to other: [Double], into gradient: inout [[Double]]
  ) {
    asimovRatioGradient(
      parameters, counts: expectedCounts(parameters), to: other, counts: expectedCounts(other),
      into: &gradient)
  }

  /// The same, given the expected counts at both.
  public func asimovRatioGradient(
    _ parameters: [Double], counts: ExpectedCounts<Double>, to other: [Double],
    counts others: ExpectedCounts<Double>, into gradient: inout [[Double]]
  ) {
    check(counts)
    check(others)
    let rates = Self.asimovRateGradients(counts.rates, to: others.rates)
    var inTemplates = [Double](repeating: 0, count: templates.count)
    templatePullback(
      parameters, rates: rates.atParameters,
      scales: { index in
        let term = constraints[index]
        return term.asimovScaleSlope(parameters[term.parameter], to: other[term.parameter])
      }, into: &inTemplates)
    ratesTemplatePullback(other, rates: rates.atOther, into: &inTemplates)
    gradient.setRows(of: inTemplates, like: yields.templates)
  }

  /// Pulls gradients in the expected counts and in the scales of the constraints back to the templates.
  func templatePullback<S: LikelihoodScalar>(
    _ parameters: [S], rates: [S], scales: (Int) -> S, into gradient: inout [S]
  ) {
    ratesTemplatePullback(parameters, rates: rates, into: &gradient)
    for source in sources where source.setsScale {
      for bin in 0..<source.binCount {
        source.scalePullback(bin, templates, cotangent: scales(source.firstTerm + bin), into: &gradient)
      }
    }
  }

  /// Pulls a gradient in the expected counts back to the templates.
  ///
  /// A count is linear in its templates: with p and m of the interpolation, nominal counts have the coefficient
  /// 1 + sum(m - p), variations p and -m, all of them times the part's factors.
  private func ratesTemplatePullback<S: LikelihoodScalar>(
    _ parameters: [S], rates: [S], into gradient: inout [S]
  ) {
    var weights: [S] = []
    for part in layout.parts {
      let factor = scale(of: part, parameters)
      weights.removeAll(keepingCapacity: true)
      for bin in 0..<part.bins.count {
        weights.append(factor * binFactor(of: part, bin, parameters) * rates[part.bins.lowerBound + bin])
      }
      /// Adds a multiple of the weights to the gradient in a template.
      func add(_ coefficient: S, at start: Int) {
        // Variations of parameters at 0 add nothing, in as much time as others.
        if let plain = coefficient as? Double, plain == 0 { return }
        var numbers = gradient.mutableSpan
        for bin in weights.indices {
          numbers[start &+ bin] = numbers[start &+ bin] + coefficient * weights[bin]
        }
      }
      var nominal = S(1)
      for shift in layout.shifts[part.shifts] {
        let (p, m) = interpolation.histoSys.factors(parameters[shift.parameter])
        nominal = nominal + (m - p)
        add(p, at: shift.hi)
        add(-1 * m, at: shift.lo)
      }
      add(nominal, at: part.nominal)
    }
  }

  /// A run over all templates as rows.
  func rows<S>(_ run: [S]) -> [[S]] {
    var start = 0
    return yields.templates.map { row in
      defer { start += row.count }
      return Array(run[start..<start + row.count])
    }
  }
}
