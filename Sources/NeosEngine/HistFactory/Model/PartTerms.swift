/// What the derivatives of a sample's counts in a channel are made of.
///
/// The numbers for each bin lie in the memory of the channel's derivatives, until those of the next sample do.
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
    /// The derivative of the product of all factors.
    var derivative = 0.0

    /// The product of the other factors.
    var others: Double { before * after }
  }

  /// A factor for each bin.
  struct Family {
    /// The parameter of the first bin.
    let first: Int
    let local: Int
    /// The products of the bins' other factors of this kind times the roots of the bins' weights.
    let weights: UnsafeMutablePointer<Double>
    /// The same products times the derivatives of the log-likelihood in the bins' counts.
    let slopes: UnsafeMutablePointer<Double>
  }

  let part: ModelLayout.Part
  let bins: Range<Int>
  private(set) var factors: [Factor]
  private(set) var families: [Family] = []
  /// The product of the factors on all bins.
  let scale: Double
  /// The products of the factors on single bins times the roots of the bins' weights.
  let weights: UnsafeMutablePointer<Double>
  /// The same products times the derivatives of the log-likelihood in the bins' counts.
  let slopes: UnsafeMutablePointer<Double>
  /// The nominal counts with their shifts.
  let counts: UnsafeMutablePointer<Double>

  /// How many numbers for each bin there are with so many families.
  static func width(families: Int) -> Int { 3 + 2 * families }

  /// The terms of a part.
  init(
    _ model: borrowing HistFactoryModel, _ part: ModelLayout.Part,
    _ expected: borrowing ExpectedCounts<Double>,
    _ parameters: borrowing [Double], _ work: borrowing ChannelDerivatives
  ) {
    self.part = part
    bins = 0..<work.binCount
    counts = work.terms
    weights = counts + work.binCount
    slopes = weights + work.binCount
    for bin in bins {
      counts[bin] = expected.shifted[part.start + bin]
      let factor = model.binFactor(of: part, bin, parameters)
      weights[bin] = factor * work.roots[bin]
      slopes[bin] = factor * work.slopes[bin]
    }
    var next = slopes + work.binCount
    for index in part.families {
      let place = model.layout.families[index]
      let family = Family(first: place.first, local: place.local, weights: next, slopes: next + work.binCount)
      for bin in bins {
        let others = model.binFactor(of: part, bin, parameters, without: index)
        family.weights[bin] = others * work.roots[bin]
        family.slopes[bin] = others * work.slopes[bin]
      }
      families.append(family)
      next += 2 * work.binCount
    }
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
    scale = product
    product = 1
    for index in factors.indices.reversed() {
      factors[index].after = product
      factors[index].derivative = factors[index].slope * factors[index].others
      product *= factors[index].value
    }
  }
}
