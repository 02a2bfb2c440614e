// Each function and its derivative, side by side; those with exponentials are compiled loops. A derivative
// is written in the function's value y where it can be: then the argument x need not be kept. NaN goes in and comes out,
// so that a fault upstream is seen.

extension Activation {
  /// Whether the derivative needs the argument, not only the value.
  var derivativeNeedsArgument: Bool { self == .gelu }

  /// Applies the function to `events` rows of `width` values; `x` and `y` may be the same memory.
  func apply<S: NetworkScalar>(
    _ x: UnsafePointer<S>, to y: UnsafeMutablePointer<S>, events: Int, width: Int
  ) {
    let count = events * width
    switch self {
    case .relu: map(x, y, count) { $0 < 0 ? 0 : $0 }
    case .sigmoid: S.kernels.sigmoid.apply(x, y, count)
    case .tanh: S.kernels.tanh.apply(x, y, count)
    case .softmax: S.kernels.softmax.apply(x, y, events, width)
    case .softplus: S.kernels.softplus.apply(x, y, count)
    case .leakyRelu: map(x, y, count) { $0 < 0 ? leak() * $0 : $0 }
    case .elu: S.kernels.elu.apply(x, y, count)
    case .gelu: S.kernels.gelu.apply(x, y, count)
    case .identity: if x != UnsafePointer(y) { y.update(from: x, count: count) }
    }
  }

  /// Multiplies a gradient in the values by the derivative, in place.
  ///
  /// - Parameters:
  ///   - x: the arguments; read only where ``derivativeNeedsArgument``.
  ///   - y: the values.
  ///   - cotangent: the gradient in the values, which becomes the gradient in the arguments.
  func pullback<S: NetworkScalar>(
    x: UnsafePointer<S>, y: UnsafePointer<S>, cotangent: UnsafeMutablePointer<S>, events: Int, width: Int
  ) {
    let count = events * width
    switch self {
    // The derivative at 0 is 0, as `jax.nn.relu` defines it. A factor, where the cotangent itself could be
    // chosen or left out: that becomes a branch, which costs five times as much.
    case .relu: scale(cotangent, y, count) { y, cotangent in cotangent * (y > 0 ? 1 : 0) }
    case .sigmoid: S.kernels.sigmoid.pullback(y, cotangent, count)
    case .tanh: S.kernels.tanh.pullback(y, cotangent, count)
    case .softmax: S.kernels.softmax.pullback(y, cotangent, events, width)
    case .softplus: S.kernels.softplus.pullback(y, cotangent, count)
    case .leakyRelu: scale(cotangent, y, count) { y, cotangent in cotangent * (y < 0 ? leak() : 1) }
    case .elu: S.kernels.elu.pullback(y, cotangent, count)
    case .gelu: S.kernels.gelu.pullback(x, cotangent, count)
    case .identity: break
    }
  }
}

/// The slope of a leaky relu below 0.
@inline(__always) private func leak<S: NetworkScalar>() -> S { 0.01 }

@inline(__always) private func map<S: NetworkScalar>(
  _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, _ count: Int, _ function: (S) -> S
) {
  for index in 0..<count { y[index] = function(x[index]) }
}

@inline(__always) private func scale<S: NetworkScalar>(
  _ cotangent: UnsafeMutablePointer<S>, _ of: UnsafePointer<S>, _ count: Int, _ product: (S, S) -> S
) {
  for index in 0..<count { cotangent[index] = product(of[index], cotangent[index]) }
}
