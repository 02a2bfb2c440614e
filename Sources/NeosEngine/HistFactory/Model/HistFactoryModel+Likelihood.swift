extension HistFactoryModel {
  /// The expected data: main bins, then auxiliary measurements.
  public func expectedData(_ parameters: [Double], into data: inout [Double]) {
    data.set(to: expectedRates(parameters))
    for term in constraints { data.append(term.expected(parameters[term.parameter])) }
  }

  /// Pulls a gradient in the expected data back to the templates.
  public func expectedDataPullback(_ parameters: [Double], cotangent: [Double]) -> [[Double]] {
    var gradient = [Double](repeating: 0, count: templates.count)
    templatePullback(
      parameters, rates: cotangent,
      scales: { term in
        constraints[term].expectedScaleSlope(parameters[constraints[term].parameter])
          * cotangent[binCount + term]
      }, into: &gradient)
    return rows(gradient)
  }

  /// The log-likelihood of the data.
  @_specialize(where S == Double)
  @_specialize(where S == Jet)
  public func logpdf<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> S {
    checkLength(of: data)
    var sum = S(0)
    for (bin, rate) in expectedRates(parameters).enumerated() {
      sum = sum + logPoisson(data[bin], rate: rate)
    }
    for (index, term) in constraints.enumerated() {
      sum = sum + term.logpdf(data[binCount + index], parameters[term.parameter])
    }
    return sum
  }

  /// The log-likelihood of the data at `parameters` minus that at `reference`.
  public func logRatio(_ parameters: [Double], to reference: [Double], data: [Double]) -> Double {
    logRatio(
      parameters, counts: expectedCounts(parameters), to: reference, counts: expectedCounts(reference),
      data: data)
  }

  /// The same, given the expected counts at both.
  public func logRatio(
    _ parameters: [Double], counts: ExpectedCounts<Double>, to reference: [Double],
    counts others: ExpectedCounts<Double>, data: [Double]
  ) -> Double {
    checkLength(of: data)
    check(counts)
    check(others)
    let (rates, others) = (counts.rates, others.rates)
    var sum = 0.0
    for bin in rates.indices { sum += logPoissonRatio(data[bin], rate: rates[bin], to: others[bin]) }
    for (index, term) in constraints.enumerated() {
      sum += term.logRatio(
        data[binCount + index], parameters[term.parameter], to: reference[term.parameter])
    }
    return sum
  }

  /// The gradient of the log-likelihood in the parameters.
  @_specialize(where S == Double)
  @_specialize(where S == Jet)
  public func parameterGradient<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> [S] {
    parameterGradient(parameters, counts: expectedCounts(parameters), data: data)
  }

  /// The same, given the expected counts.
  @_specialize(where S == Double)
  @_specialize(where S == Jet)
  public func parameterGradient<S: LikelihoodScalar>(
    _ parameters: [S], counts: ExpectedCounts<S>, data: [Double]
  ) -> [S] {
    checkLength(of: data)
    check(counts)
    var gradient = [S](repeating: S(0), count: parameters.count)
    var slopes = counts.rates
    for bin in slopes.indices { slopes[bin] = logPoissonSlope(data[bin], rate: slopes[bin]) }
    ratesPullback(counts, parameters, cotangent: slopes, into: &gradient)
    for (index, term) in constraints.enumerated() {
      gradient[term.parameter] =
        gradient[term.parameter] + term.slope(data[binCount + index], parameters[term.parameter])
    }
    return gradient
  }

  func check<S>(_ counts: ExpectedCounts<S>) {
    precondition(
      counts.rates.count == binCount && counts.shifted.count == layout.partBinCount, "the model's own counts")
  }

  func checkLength(of data: [Double]) {
    precondition(data.count == binCount + constraints.count, "one datum for each bin and measurement")
  }
}
