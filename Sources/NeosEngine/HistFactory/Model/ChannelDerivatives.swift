internal import COpenBLAS
internal import NeosKernels

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
  /// The roots of the bins' weights n / nu^2.
  let roots: UnsafeMutablePointer<Double>
  /// The derivatives of the log-likelihood in the scalar parameters, then in those of single bins, set by set.
  let gradient: UnsafeMutablePointer<Double>
  /// The derivatives of the bins' counts times the roots of their weights, parameter by parameter: those in a scalar one
  /// are not set before they are begun.
  let first: UnsafeMutablePointer<Double>
  /// The second derivatives in one parameter for each bin and a scalar one, bin by bin with their slopes.
  private let mixed: UnsafeMutablePointer<Double>
  /// The second derivatives in two parameters of a bin, bin by bin with their slopes.
  private let paired: UnsafeMutablePointer<Double>
  /// Room for the ``PartTerms`` of one sample.
  let terms: UnsafeMutablePointer<Double>
  /// Which scalar parameters' derivatives are begun.
  private let isBegun: UnsafeMutablePointer<Bool>
  /// Room for ``first`` column by column, with which the memory begins.
  private let room: UnsafeMutablePointer<Double>

  init(_ channel: ModelLayout.Channel, data: [Double], rates: [Double]) {
    let (scalars, families, bins) = (channel.scalars.count, channel.families.count, channel.bins.count)
    self.channel = channel
    (scalarCount, familyCount, binCount) = (scalars, families, bins)
    let sizes = [
      bins, bins, scalars + families * bins, (scalars + families) * bins, families * scalars * bins,
      families * families * bins, PartTerms.width(families: families) * bins,
    ]
    let sums = sizes.reduce(0, +)
    let columns = Self.kernelSizes ~= scalars ? neos_whole_rows(scalars) * min(bins, neos_most_columns) : 0
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: (columns + sums) * MemoryLayout<Double>.stride + scalars, alignment: neos_alignment)
    room = memory.bindMemory(to: Double.self, capacity: columns + sums)
    isBegun = UnsafeMutableRawPointer(room + columns + sums).bindMemory(to: Bool.self, capacity: scalars)
    slopes = room + columns
    roots = slopes + bins
    gradient = roots + bins
    first = gradient + sizes[2]
    mixed = first + sizes[3]
    paired = mixed + sizes[4]
    terms = paired + sizes[5]
    isBegun.initialize(repeating: false, count: scalars)
    gradient.initialize(repeating: 0, count: sizes[2])
    first(ofFamily: 0).initialize(repeating: 0, count: terms - first(ofFamily: 0))
    for (place, bin) in channel.bins.enumerated() {
      slopes[place] = logPoissonSlope(data[bin], rate: rates[bin])
      roots[place] = data[bin] == 0 ? 0 : data[bin].squareRoot() / rates[bin]
    }
  }

  deinit { UnsafeMutableRawPointer(room).deallocate() }

  /// The derivatives of the log-likelihood in a set with one parameter for each bin.
  func gradient(ofFamily local: Int) -> UnsafeMutablePointer<Double> {
    gradient + scalarCount + local * binCount
  }

  /// The weighted derivatives of the bins' counts in a set with one parameter for each bin.
  func first(ofFamily local: Int) -> UnsafeMutablePointer<Double> { first + (scalarCount + local) * binCount }

  /// The second derivatives in a set with one parameter for each bin and a scalar one.
  func mixed(_ family: Int, _ scalar: Int) -> UnsafeMutablePointer<Double> {
    mixed + (family * scalarCount + scalar) * binCount
  }

  /// The second derivatives in two sets with one parameter for each bin.
  func paired(_ one: Int, _ other: Int) -> UnsafeMutablePointer<Double> {
    paired + (max(one, other) * familyCount + min(one, other)) * binCount
  }

  /// Whether the weighted derivatives in a scalar parameter are not begun, as they are from now on.
  func begin(_ scalar: Int) -> Bool {
    defer { isBegun[scalar] = true }
    return !isBegun[scalar]
  }

  /// Adds all to the gradient and the Hessian of the log-likelihood, and what second derivatives alone make of that to
  /// its part where it is wanted. They are of no more use then.
  func add(to derivatives: inout LikelihoodDerivatives) {
    addGradient(to: &derivatives.gradient)
    if derivatives.curvatureOfRates != nil {
      derivatives.curvatureOfRates?.addSingles(self)
      mixed.update(repeating: 0, count: terms - mixed)
    }
    addSingleSquares()
    derivatives.curvature.addSingles(self)
    derivatives.curvature.withBlock(at: channel.scalars) { addScalarSquares(to: $0) }
  }

  private func addGradient(to whole: inout [Double]) {
    for (local, scalar) in channel.scalars.enumerated() { whole[scalar] += gradient[local] }
    for (local, parameter) in channel.families.enumerated() {
      let own = gradient(ofFamily: local)
      for bin in 0..<binCount { whole[parameter + bin] += own[bin] }
    }
  }

  /// Adds -(n / nu^2) dnu dnu^T of each bin to the second derivatives in parameters of single bins.
  private func addSingleSquares() {
    for local in 0..<familyCount {
      let own = first(ofFamily: local)
      for bin in 0..<binCount {
        for other in 0..<scalarCount { mixed(local, other)[bin] -= own[bin] * first[other * binCount + bin] }
        for other in 0..<local { paired(local, other)[bin] -= own[bin] * first(ofFamily: other)[bin] }
        paired(local, local)[bin] -= 0.5 * (own[bin] * own[bin])
      }
    }
  }

  /// Adds those in scalar parameters: -V^T V with the weighted derivatives V.
  private func addScalarSquares(to second: MatrixBlock) {
    guard binCount > 0 else { return }
    switch scalarCount {
    case ..<Self.kernelSizes.lowerBound:
      for row in 0..<scalarCount {
        let (own, target) = (first + row * binCount, second.start + row * second.stride)
        for column in 0...row {
          target[column] -= neos_dot(own, first + column * binCount, binCount)
        }
      }
    case Self.kernelSizes:
      neos_subtract_square(first, scalarCount, binCount, room, second.start, second.stride)
    default:
      OneThreadedBLAS.isSet
      cblas_dsyrk(
        CblasRowMajor, CblasLower, CblasNoTrans, CInt(scalarCount), CInt(binCount), -1, first, CInt(binCount),
        1, second.start, CInt(second.stride))
    }
  }

  /// So many parameters take a kernel less time than products pair by pair, and less than BLAS: with 100 in 100 bins three
  /// quarters of what that takes, with AVX-512.
  private static let kernelSizes = 8..<200
}

extension SymmetricMatrix {
  /// Adds the second derivatives of a channel in parameters of single bins.
  fileprivate mutating func addSingles(_ work: borrowing ChannelDerivatives) {
    let channel = work.channel
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
