/// The network's weights, or anything shaped like them, in the precision in which the network runs.
public enum WeightVector: Sendable, Hashable {
  /// 32-bit numbers.
  case single([Float])
  /// 64-bit numbers.
  case double([Double])

  /// The number of weights.
  public var count: Int {
    switch self {
    case .single(let values): values.count
    case .double(let values): values.count
    }
  }

  /// The precision.
  public var precision: Precision {
    switch self {
    case .single: .single
    case .double: .double
    }
  }

  /// The sum of the squares, in double precision.
  public var sumOfSquares: Double {
    switch self {
    case .single(let values): GradientClipping.squaredNorm(values)
    case .double(let values): GradientClipping.squaredNorm(values)
    }
  }

  /// One weight.
  public subscript(index: Int) -> Double {
    switch self {
    case .single(let values): Double(values[index])
    case .double(let values): values[index]
    }
  }
}
