/// The lower triangle of a symmetric matrix.
struct LowerTriangle {
  let size: Int
  private var numbers: [Double]

  init(size: Int) {
    self.size = size
    numbers = [Double](repeating: 0, count: size * size)
  }

  /// The entry of a row and a column that is not beyond it.
  subscript(row: Int, column: Int) -> Double {
    get { numbers[row * size + column] }
    set { numbers[row * size + column] = newValue }
  }

  /// Adds to the entry of two positions, and to its mirror image: twice where they are one.
  mutating func add(_ one: Int, _ other: Int, _ value: Double) {
    self[max(one, other), min(one, other)] += one == other ? 2 * value : value
  }

  /// Adds the products of vectors with themselves, each times its weight.
  ///
  /// Four vectors at a time, so that the sums stay in the cache; the inner loop runs over neighbors in memory.
  ///
  /// - Parameters:
  ///   - vectors: one after the other at a distance of `stride`; what is beyond ``size`` in each does not count.
  ///   - weights: one for each vector, a multiple of four.
  mutating func addSquares(of vectors: [Double], stride: Int, weights: [Double]) {
    precondition(weights.count % 4 == 0 && vectors.count >= weights.count * stride && stride >= size)
    let size = size
    numbers.withUnsafeMutableBufferPointer { numbers in
      vectors.withUnsafeBufferPointer { vectors in
        for first in Swift.stride(from: 0, to: weights.count, by: 4) {
          func vector(_ number: Int) -> UnsafeBufferPointer<Double> {
            let start = (first + number) * stride
            return UnsafeBufferPointer(rebasing: vectors[start..<start + size])
          }
          let (v0, v1, v2, v3) = (vector(0), vector(1), vector(2), vector(3))
          for row in 0..<size {
            let sums = UnsafeMutableBufferPointer(rebasing: numbers[row * size..<(row + 1) * size])
            let (w0, w1) = (weights[first] * v0[row], weights[first + 1] * v1[row])
            let (w2, w3) = (weights[first + 2] * v2[row], weights[first + 3] * v3[row])
            for column in 0...row {
              sums[column] += (w0 * v0[column] + w1 * v1[column]) + (w2 * v2[column] + w3 * v3[column])
            }
          }
        }
      }
    }
  }

  /// The whole matrix.
  var rows: [[Double]] {
    (0..<size).map { row in
      var numbers = Array(self.numbers[row * size...row * size + row])
      numbers.reserveCapacity(size)
      for next in row + 1..<size { numbers.append(self[next, row]) }
      return numbers
    }
  }
}

/// First and second derivatives of a channel's expected counts in the parameters that touch it.
///
/// Positions are those of the channel's scalar parameters, then of its sets with one parameter for each bin.
struct ChannelCurvature {
  let channel: ModelLayout.Channel
  private let width: Int
  /// The derivatives of each bin's count, bin by bin, filled up with zeros to a multiple of four bins.
  private var first: [Double]
  /// The weighted second derivatives in the scalar parameters.
  private var second: LowerTriangle

  init(_ channel: ModelLayout.Channel) {
    self.channel = channel
    width = channel.scalars.count + channel.families.count
    first = [Double](repeating: 0, count: width * ((channel.bins.count + 3) / 4 * 4))
    second = LowerTriangle(size: channel.scalars.count)
  }

  mutating func addFirst(_ local: Int, _ bin: Int, _ value: Double) { first[bin * width + local] += value }

  mutating func addFirst(_ local: Int, _ factor: Double, _ counts: [Double]) {
    for bin in counts.indices { first[bin * width + local] += factor * counts[bin] }
  }

  /// Adds a derivative in two parameters, or half the second derivative in one.
  mutating func addSecond(_ one: Int, _ other: Int, _ value: Double) { second.add(one, other, value) }

  /// Adds all to the Hessian, with -(n / nu^2) dnu dnu^T of each bin.
  mutating func addSquares(data: [Double], rates: [Double], to sum: inout LowerTriangle) {
    let (scalars, families) = (channel.scalars, channel.families)
    var weights = [Double](repeating: 0, count: (channel.bins.count + 3) / 4 * 4)
    for (bin, mainBin) in channel.bins.enumerated() where data[mainBin] != 0 {
      weights[bin] = -data[mainBin] / (rates[mainBin] * rates[mainBin])
    }
    second.addSquares(of: first, stride: width, weights: weights)
    for (row, parameter) in scalars.enumerated() {
      for column in 0...row { sum[parameter, scalars[column]] += second[row, column] }
    }
    for bin in 0..<channel.bins.count {
      let start = bin * width
      for (position, family) in families.enumerated() {
        let slope = weights[bin] * first[start + scalars.count + position]
        for (local, scalar) in scalars.enumerated() {
          sum.add(family + bin, scalar, slope * first[start + local])
        }
        for other in 0..<position {
          sum.add(family + bin, families[other] + bin, slope * first[start + scalars.count + other])
        }
        sum[family + bin, family + bin] += slope * first[start + scalars.count + position]
      }
    }
  }
}
