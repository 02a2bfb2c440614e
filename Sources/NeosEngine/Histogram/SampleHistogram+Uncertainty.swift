// The statistical uncertainty of a sample's expected events: what a staterror takes.

extension SampleHistogram {
  /// The absolute uncertainties of a sample's expected events, with what the way back needs.
  public struct Uncertainties: Sendable {
    /// The sums of squared weights, bin by bin.
    package let squares: [Double]
    /// The sum of the counts; only a density depends on it.
    package let total: Double
    package let factor: Double
    /// The uncertainty of each bin.
    public let values: [Double]
  }

  /// The root of the sum of squared weights in each bin, scaled as the expected events are.
  ///
  /// An event that is spread over several bins counts in each with its squared weight times its share, so that
  /// with a small bandwidth the sum becomes that of an ordinary histogram. The floor has no uncertainty. Where the
  /// events are a part of more, so many less are theirs: the uncertainty is that of all.
  ///
  /// Threads are as of ``yields(_:threads:)``.
  public func uncertainties(_ sample: SampleScores, threads: Int = 1) -> Uncertainties {
    func counts(_ weights: [Double]?) -> [Double] {
      var (counts, scratch) = ([Double](), [Double]())
      count(sample, weights: weights, threads: threads, into: &counts, &scratch)
      return counts
    }
    var squares = counts(squaredWeights(sample))
    for bin in squares.indices { squares[bin] = max(squares[bin], 0) }
    let total = isDensity ? counts(sample.weights).reduce(0, +) : 1
    let factor = factor(sample) * sample.portion.squareRoot()
    return Uncertainties(
      squares: squares, total: total, factor: factor,
      values: squares.indices.map { factor * squares[$0].squareRoot() / (width($0) * total) })
  }

  /// Pulls a gradient in the uncertainties back to outputs, bin edges and bandwidth.
  ///
  /// Where a bin is empty the root has no derivative; it is taken as 0.
  ///
  /// Threads are as of ``yields(_:threads:)``.
  public func pullback(
    _ sample: SampleScores, _ result: Uncertainties, cotangent: [Double], threads: Int = 1
  ) -> Gradient {
    let slopes = cotangent.indices.map { bin in
      result.squares[bin] > 0
        ? 0.5 * cotangent[bin] * result.factor
          / (result.squares[bin].squareRoot() * width(bin) * result.total) : 0
    }
    var (gradient, scratch) = (Gradient(), [Double]())
    countsPullback(
      sample, weights: squaredWeights(sample), cotangent: slopes, threads: threads, into: &gradient, &scratch)
    guard isDensity else { return gradient }
    var sum = 0.0
    for bin in cotangent.indices {
      let term = cotangent[bin] * result.values[bin]
      gradient.edges[bin] += term / width(bin)
      gradient.edges[bin + 1] -= term / width(bin)
      sum += term
    }
    var ofTotal = Gradient()
    countsPullback(
      sample, weights: sample.weights, cotangent: [Double](repeating: 1, count: cotangent.count),
      times: -sum / result.total, threads: threads, into: &ofTotal, &scratch)
    gradient.add(ofTotal)
    return gradient
  }

  /// What counts of a bin are divided by, beside their sum.
  private func width(_ bin: Int) -> Double {
    isDensity ? binning.edges[bin + 1] - binning.edges[bin] : 1
  }

  /// None stand for unit weights, whose squares are 1 as well.
  private func squaredWeights(_ sample: SampleScores) -> [Double]? { sample.weights?.map { $0 * $0 } }
}

extension SampleHistogram.Gradient {
  /// Adds the gradient of another number in the same things.
  mutating func add(_ other: SampleHistogram.Gradient) {
    for index in outputs.indices { outputs[index] += other.outputs[index] }
    for edge in edges.indices { edges[edge] += other.edges[edge] }
    bandwidth += other.bandwidth
  }
}
