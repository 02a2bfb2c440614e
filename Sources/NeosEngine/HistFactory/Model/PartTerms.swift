/// What the derivatives of a sample's counts in a channel are made of.
struct PartTerms {
  /// A factor on all bins with its derivatives.
  struct Factor {
    let local: Int
    let value: Double
    let slope: Double
    let halfCurvature: Double
    /// The products of the factors before it and after it.
    var before = 1.0
    var after = 1.0

    /// The product of the other factors.
    var others: Double { before * after }
    /// The derivative of the product of all factors.
    var derivative: Double { slope * others }
  }

  /// A factor for each bin.
  struct Family {
    /// The parameter of the first bin.
    let first: Int
    let local: Int
    /// The products of the bins' other factors of this kind.
    let others: [Double]
    /// The same times the derivatives of the log-likelihood in the bins' counts.
    let slopes: [Double]
  }

  let part: ModelLayout.Part
  private(set) var factors: [Factor]
  let families: [Family]
  /// The product of the factors on all bins.
  let scale: Double
  /// The products of the factors on single bins.
  let binFactors: [Double]
  /// The products of all factors.
  let weights: [Double]
  /// The factors on single bins times the derivatives of the log-likelihood in the bins' counts.
  let slopes: [Double]
  /// The nominal counts with their shifts.
  let counts: [Double]

  /// The terms of a part.
  init(
    _ model: HistFactoryModel, _ part: ModelLayout.Part, _ forward: ForwardRates<Double>,
    _ parameters: [Double], _ work: borrowing ChannelDerivatives
  ) {
    self.part = part
    let slopes = UnsafeBufferPointer(start: work.slopes, count: work.binCount)
    counts = Array(forward.shifted[part.start..<part.start + part.bins.count])
    families = part.families.map { index in
      let family = model.layout.families[index]
      let others = slopes.indices.map { model.binFactor(of: part, $0, parameters, without: index) }
      return Family(
        first: family.first, local: family.local, others: others,
        slopes: zip(others, slopes).map { $0 * $1 })
    }
    binFactors = slopes.indices.map { model.binFactor(of: part, $0, parameters) }
    self.slopes = zip(binFactors, slopes).map { $0 * $1 }
    factors = part.factors.map { index in
      let factor = model.layout.factors[index]
      let series = factor.response.value(Jet(parameters[factor.parameter], 1))
      return Factor(local: factor.local, value: series.c0, slope: series.c1, halfCurvature: series.c2)
    }
    var product = 1.0
    for index in factors.indices {
      factors[index].before = product
      product *= factors[index].value
    }
    let scale = product
    self.scale = scale
    weights = binFactors.map { scale * $0 }
    product = 1
    for index in factors.indices.reversed() {
      factors[index].after = product
      product *= factors[index].value
    }
  }
}
