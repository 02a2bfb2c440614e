/// First and second derivatives of a channel's expected counts in the parameters that touch it.
///
/// Positions are those of the channel's scalar parameters, then of its sets with one parameter for each bin.
struct ChannelCurvature {
  let channel: ModelLayout.Channel
  private let binCount: Int
  /// The derivatives of the bins' counts, parameter by parameter.
  private var first: [Double]
  /// The weighted second derivatives in the scalar parameters.
  private var second: SymmetricMatrix

  init(_ channel: ModelLayout.Channel) {
    self.channel = channel
    binCount = channel.bins.count
    first = [Double](repeating: 0, count: (channel.scalars.count + channel.families.count) * binCount)
    second = SymmetricMatrix(size: channel.scalars.count)
  }

  mutating func addFirst(_ local: Int, _ bin: Int, _ value: Double) { first[local * binCount + bin] += value }

  mutating func addFirst(_ local: Int, _ factor: Double, _ counts: [Double]) {
    for bin in counts.indices { first[local * binCount + bin] += factor * counts[bin] }
  }

  mutating func addFirst(_ local: Int, _ weights: [Double], _ changes: [Double]) {
    let start = local * binCount
    first.withUnsafeMutableBufferPointer { first in
      for bin in changes.indices { first[start + bin] += weights[bin] * changes[bin] }
    }
  }

  /// Adds a derivative in two parameters, or half the second derivative in one.
  mutating func addSecond(_ one: Int, _ other: Int, _ value: Double) { second.add(one, other, value) }

  /// Adds derivatives in one parameter and each of some others, times a factor.
  mutating func addSecond(_ one: Int, _ others: [(local: Int, derivative: Double)], times factor: Double) {
    second.add(one, others, times: factor)
  }

  /// Adds all to the Hessian, with -(n / nu^2) dnu dnu^T of each bin.
  mutating func addSquares(data: [Double], rates: [Double], to sum: inout SymmetricMatrix) {
    let (scalars, families) = (channel.scalars, channel.families)
    let weights = channel.bins.map { bin in
      data[bin] == 0 ? 0 : data[bin] / (rates[bin] * rates[bin])
    }
    second.subtractSquare(of: first, weights: weights)
    for (row, parameter) in scalars.enumerated() {
      for column in 0...row { sum[parameter, scalars[column]] += second[row, column] }
    }
    for (position, family) in families.enumerated() {
      let start = (scalars.count + position) * binCount
      for bin in 0..<binCount {
        let slope = weights[bin] * first[start + bin]
        for (local, scalar) in scalars.enumerated() {
          sum.add(family + bin, scalar, -slope * first[local * binCount + bin])
        }
        for other in 0..<position {
          sum.add(
            family + bin, families[other] + bin, -slope * first[(scalars.count + other) * binCount + bin])
        }
        sum[family + bin, family + bin] -= slope * first[start + bin]
      }
    }
  }
}
