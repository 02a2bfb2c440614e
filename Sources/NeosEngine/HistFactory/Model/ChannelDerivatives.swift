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
  /// Whether first derivatives are wanted, for the gradient and for -(n / nu^2) dnu dnu^T, and not only second ones.
  let hasSquares: Bool
  /// The derivatives n / nu - 1 of the log-likelihood in the bins' counts nu.
  let slopes: UnsafeMutablePointer<Double>
  /// n / nu^2, bin by bin.
  private let weights: UnsafeMutablePointer<Double>
  /// The derivatives of the bins' counts, parameter by parameter.
  let first: UnsafeMutablePointer<Double>
  /// The second derivatives in scalar parameters, summed over the bins with their slopes: the lower triangle, row by
  /// row.
  let second: UnsafeMutablePointer<Double>
  /// The second derivatives in one parameter for each bin and a scalar one, bin by bin with their slopes.
  private let mixed: UnsafeMutablePointer<Double>
  /// The second derivatives in two parameters of a bin, bin by bin with their slopes.
  private let paired: UnsafeMutablePointer<Double>
  /// Room for the ``PartTerms`` of one sample.
  let terms: UnsafeMutablePointer<Double>

  /// - Parameter hasSquares: whether first derivatives are wanted, and not only second ones.
  init(_ channel: ModelLayout.Channel, data: [Double], rates: [Double], hasSquares: Bool) {
    let (scalars, families, bins) = (channel.scalars.count, channel.families.count, channel.bins.count)
    self.channel = channel
    self.hasSquares = hasSquares
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
      weights[place] = data[bin] == 0 || !hasSquares ? 0 : data[bin] / (rates[bin] * rates[bin])
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

  /// Adds all to the gradient and the Hessian of the log-likelihood, with -(n / nu^2) dnu dnu^T of each bin.
  func add(to gradient: inout [Double], _ hessian: inout SymmetricMatrix) {
    if hasSquares { subtractSquares() }
    hessian.add(UnsafePointer(second), at: channel.scalars)
    for (local, scalar) in channel.scalars.enumerated() {
      gradient[scalar] += dotProduct(slopes, first + local * binCount, count: binCount)
    }
    for (local, parameter) in channel.families.enumerated() {
      let own = first(ofFamily: local)
      for bin in 0..<binCount {
        let weighted = weights[bin] * own[bin]
        gradient[parameter + bin] += slopes[bin] * own[bin]
        for (other, scalar) in channel.scalars.enumerated() {
          let square = weighted * first[other * binCount + bin]
          hessian.add(parameter + bin, scalar, mixed(local, other)[bin] - square)
        }
        for other in 0..<local {
          let square = weighted * first(ofFamily: other)[bin]
          hessian.add(parameter + bin, channel.families[other] + bin, paired(local, other)[bin] - square)
        }
        hessian[parameter + bin, parameter + bin] += 2 * paired(local, local)[bin] - weighted * own[bin]
      }
    }
  }

  /// Subtracts the squares of the first derivatives from the second ones: W V^T V with the weights W.
  private func subtractSquares() {
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
