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

  /// Adds the product of a vector with itself times a factor.
  mutating func addSquare(_ vector: ArraySlice<Double>, count: Int, scaledBy factor: Double) {
    let start = vector.startIndex
    for row in 0..<count {
      let left = factor * vector[start + row]
      if left == 0 { continue }
      for column in 0...row { numbers[row * size + column] += left * vector[start + column] }
    }
  }

  /// The whole matrix.
  var rows: [[Double]] {
    (0..<size).map { row in (0..<size).map { self[max(row, $0), min(row, $0)] } }
  }
}

/// First and second derivatives of a channel's expected counts in the parameters that touch it.
///
/// Positions are those of the channel's scalar parameters, then of its sets with one parameter for each bin.
struct ChannelCurvature {
  let channel: ModelLayout.Channel
  private let width: Int
  /// The derivatives of each bin's count, bin by bin.
  private var first: [Double]
  /// The weighted second derivatives in the scalar parameters.
  private var second: LowerTriangle

  init(_ channel: ModelLayout.Channel) {
    self.channel = channel
    width = channel.scalars.count + channel.families.count
    first = [Double](repeating: 0, count: width * channel.bins.count)
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
    for (bin, mainBin) in channel.bins.enumerated() where data[mainBin] != 0 {
      let weight = -data[mainBin] / (rates[mainBin] * rates[mainBin])
      let row = first[bin * width..<(bin + 1) * width]
      second.addSquare(row, count: scalars.count, scaledBy: weight)
      for (position, family) in families.enumerated() {
        let slope = weight * row[row.startIndex + scalars.count + position]
        for (local, scalar) in scalars.enumerated() {
          sum.add(family + bin, scalar, slope * row[row.startIndex + local])
        }
        for other in 0..<position {
          sum.add(family + bin, families[other] + bin, slope * row[row.startIndex + scalars.count + other])
        }
        sum[family + bin, family + bin] += slope * row[row.startIndex + scalars.count + position]
      }
    }
    for (row, parameter) in scalars.enumerated() {
      for column in 0...row { sum[parameter, scalars[column]] += second[row, column] }
    }
  }
}
