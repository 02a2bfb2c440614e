internal import COpenBLAS

/// First and second derivatives of a channel's expected counts in the parameters that touch it, gathered sample by
/// sample.
///
/// Positions are those of the channel's scalar parameters, then of its sets with one parameter for each bin: a
/// parameter of a single bin enters there alone. All numbers lie in one piece of memory.
struct ChannelDerivatives: ~Copyable {
  let channel: ModelLayout.Channel
  let scalarCount: Int
  let familyCount: Int
  let binCount: Int
  /// The derivatives n / nu - 1 of the log-likelihood in the bins' counts nu.
  let slopes: UnsafeMutablePointer<Double>
  /// n / nu^2, bin by bin.
  private let weights: UnsafeMutablePointer<Double>
  /// The derivatives of the bins' counts, parameter by parameter.
  let first: UnsafeMutablePointer<Double>
  /// The second derivatives in scalar parameters, summed over the bins with their slopes: the lower triangle, row by
  /// row.
  fileprivate let second: UnsafeMutablePointer<Double>
  /// The second derivatives in one parameter for each bin and a scalar one, bin by bin with their slopes.
  private let mixed: UnsafeMutablePointer<Double>
  /// The second derivatives in two parameters of a bin, bin by bin with their slopes.
  private let paired: UnsafeMutablePointer<Double>
  /// Room for the ``PartTerms`` of one sample.
  let terms: UnsafeMutablePointer<Double>

  init(_ channel: ModelLayout.Channel, data: [Double], rates: [Double]) {
    let (scalars, families, bins) = (channel.scalars.count, channel.families.count, channel.bins.count)
    self.channel = channel
    (scalarCount, familyCount, binCount) = (scalars, families, bins)
    let sizes = [
      bins, bins, (scalars + families) * bins, scalars * scalars, families * scalars * bins,
      families * families * bins, PartTerms.width(families: families) * bins,
    ]
    slopes = .allocate(capacity: sizes.reduce(0, +))
    slopes.initialize(repeating: 0, count: sizes.reduce(0, +))
    weights = slopes + bins
    first = weights + bins
    second = first + sizes[2]
    mixed = second + sizes[3]
    paired = mixed + sizes[4]
    terms = paired + sizes[5]
    for (place, bin) in channel.bins.enumerated() {
      slopes[place] = logPoissonSlope(data[bin], rate: rates[bin])
      weights[place] = data[bin] == 0 ? 0 : data[bin] / (rates[bin] * rates[bin])
    }
  }

  deinit { slopes.deallocate() }

  /// The derivatives of the bins' counts in a set with one parameter for each bin.
  func first(ofFamily local: Int) -> UnsafeMutablePointer<Double> { first + (scalarCount + local) * binCount }

  /// Adds the second derivative in two scalar parameters, to the mirror image as well: twice where they are one.
  func addSecond(_ one: Int, _ other: Int, _ value: Double) {
    second[max(one, other) * scalarCount + min(one, other)] += one == other ? 2 * value : value
  }

  /// The second derivatives in a set with one parameter for each bin and a scalar one.
  func mixed(_ family: Int, _ scalar: Int) -> UnsafeMutablePointer<Double> {
    mixed + (family * scalarCount + scalar) * binCount
  }

  /// The second derivatives in two sets with one parameter for each bin.
  func paired(_ one: Int, _ other: Int) -> UnsafeMutablePointer<Double> {
    paired + (max(one, other) * familyCount + min(one, other)) * binCount
  }

  /// Adds all to the gradient and the Hessian of the log-likelihood, and what second derivatives alone make of that to
  /// its part where it is wanted. They are of no more use then.
  func add(to derivatives: inout LikelihoodDerivatives) {
    addGradient(to: &derivatives.gradient)
    derivatives.curvatureOfRates?.add(self)
    addSquares()
    derivatives.curvature.add(self)
  }

  private func addGradient(to gradient: inout [Double]) {
    for (local, scalar) in channel.scalars.enumerated() {
      gradient[scalar] += dotProduct(slopes, first + local * binCount, count: binCount)
    }
    for (local, parameter) in channel.families.enumerated() {
      let own = first(ofFamily: local)
      for bin in 0..<binCount { gradient[parameter + bin] += slopes[bin] * own[bin] }
    }
  }

  /// Adds -(n / nu^2) dnu dnu^T of each bin to the second derivatives.
  private func addSquares() {
    addScalarSquares()
    for local in 0..<familyCount {
      let own = first(ofFamily: local)
      for bin in 0..<binCount {
        let weighted = weights[bin] * own[bin]
        for other in 0..<scalarCount { mixed(local, other)[bin] -= weighted * first[other * binCount + bin] }
        for other in 0..<local { paired(local, other)[bin] -= weighted * first(ofFamily: other)[bin] }
        paired(local, local)[bin] -= 0.5 * (weighted * own[bin])
      }
    }
  }

  /// Adds those of scalar parameters: -W V^T V with the weights W.
  private func addScalarSquares() {
    guard scalarCount > 0, binCount > 0 else { return }
    let isLarge = scalarCount >= 16 && binCount >= 8
    let scaled = UnsafeMutablePointer<Double>.allocate(
      capacity: isLarge ? (scalarCount + 1) * binCount : scalarCount)
    defer { scaled.deallocate() }
    guard isLarge else {
      for bin in 0..<binCount {
        for local in 0..<scalarCount { scaled[local] = first[local * binCount + bin] }
        for row in 0..<scalarCount {
          let (factor, target) = (weights[bin] * scaled[row], second + row * scalarCount)
          for column in 0...row { target[column] -= factor * scaled[column] }
        }
      }
      return
    }
    let roots = scaled + scalarCount * binCount
    for bin in 0..<binCount { roots[bin] = weights[bin].squareRoot() }
    for local in 0..<scalarCount {
      let (own, target) = (first + local * binCount, scaled + local * binCount)
      for bin in 0..<binCount { target[bin] = roots[bin] * own[bin] }
    }
    OneThreadedBLAS.isSet
    cblas_dsyrk(
      CblasRowMajor, CblasLower, CblasNoTrans, CInt(scalarCount), CInt(binCount), -1, scaled, CInt(binCount),
      1,
      second, CInt(scalarCount))
  }
}

extension SymmetricMatrix {
  /// Adds the second derivatives of a channel.
  fileprivate mutating func add(_ work: borrowing ChannelDerivatives) {
    let channel = work.channel
    add(UnsafePointer(work.second), at: channel.scalars)
    for (local, parameter) in channel.families.enumerated() {
      let bins = parameter..<parameter + work.binCount
      for (other, scalar) in channel.scalars.enumerated() {
        add(work.mixed(local, other), at: scalar, and: bins)
      }
      for other in 0...local {
        for (bin, own) in bins.enumerated() {
          add(own, channel.families[other] + bin, work.paired(local, other)[bin])
        }
      }
    }
  }
}
