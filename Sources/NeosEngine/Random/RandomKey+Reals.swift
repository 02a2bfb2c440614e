/// Random real numbers. The scalar type follows from the context: `let z: [Float] = key.normal(10)`.
extension RandomKey {
  /// `count` numbers uniform in [`low`, `high`); `jax.random.uniform`.
  ///
  /// - Precondition: `low` is not above `high`.
  public func uniform<Scalar: RandomScalar>(
    _ count: Int, from low: Scalar = 0, to high: Scalar = 1
  ) -> [Scalar] {
    precondition(low <= high, "the lower end of a range is not above its upper end")
    let width = high - low
    // Rounded once, as XLA compiles it.
    return Scalar.unitUniform(count, key: self).map { max(low, low.addingProduct($0, width)) }
  }

  /// `count` numbers of the normal distribution of mean 0 and variance 1; `jax.random.normal`.
  ///
  /// z = sqrt(2) erf^-1(u) for u uniform in (-1, 1).
  public func normal<Scalar: RandomScalar>(_ count: Int) -> [Scalar] {
    let root2 = Scalar(2).squareRoot()
    // The next number above -1, so that no draw is infinite.
    return uniform(count, from: Scalar(-1).nextUp, to: 1).map { root2 * Scalar.inverseErrorFunction($0) }
  }

  /// `count` numbers of the unit normal distribution cut to the open interval (`low`, `high`);
  /// `jax.random.truncated_normal`.
  ///
  /// - Precondition: `low` is below `high`.
  public func truncatedNormal<Scalar: RandomScalar>(
    _ count: Int, from low: Scalar, to high: Scalar
  ) -> [Scalar] {
    precondition(low < high, "the lower end of an open interval is below its upper end")
    let root2 = Scalar(2).squareRoot()
    let draws = uniform(
      count, from: Scalar.errorFunction(low / root2), to: Scalar.errorFunction(high / root2))
    return draws.map { min(max(root2 * Scalar.inverseErrorFunction($0), low.nextUp), high.nextDown) }
  }
}
