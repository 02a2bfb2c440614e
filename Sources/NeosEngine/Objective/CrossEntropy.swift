/// Binary cross-entropy of a classifier's logits: the weighted mean over events of softplus(z) - y z, with
/// y = 1 for signal and 0 for background.
///
/// It is -y log sigmoid(z) - (1 - y) log(1 - sigmoid(z)) in a form that does not overflow; neos 0.3's `bce`
/// takes the mean over the events of all samples in the same way.
package struct CrossEntropy {
  /// The loss.
  package let value: Double
  /// Its gradient in every logit, sample by sample.
  package let gradient: [[Double]]

  /// This many events are taken by a thread at a time, and sums of theirs are added up in order.
  private static let chunk = 4096

  /// The cross-entropy of the samples that `roles` selects; others get a gradient of zeros.
  ///
  /// So many threads may work on a large sample; the result does not depend on their number.
  package init(_ samples: [SampleScores], roles: Set<SampleRole>, threads: Int = 1) {
    var total = Part(sum: 0, weights: 0)
    var gradient = samples.map { sample in
      guard roles.contains(sample.role) else { return [Double](repeating: 0, count: sample.outputs.count) }
      return [Double](unsafeUninitializedCapacity: sample.outputs.count) { slopes, count in
        total.add(sample, slopes: slopes.baseAddress, threads: threads)
        count = sample.outputs.count
      }
    }
    for index in samples.indices where roles.contains(samples[index].role) {
      gradient[index].withUnsafeMutableBufferPointer { slopes in
        let slopes = slopes
        inParallel(Self.chunks(slopes.count), threads: threads) { chunk, _ in
          for event in Self.events(of: chunk, slopes.count) { slopes[event] /= total.weights }
        }
      }
    }
    value = total.sum / total.weights
    self.gradient = gradient
  }

  /// The value alone, to the same bits.
  static func value(_ samples: [SampleScores], roles: Set<SampleRole>, threads: Int) -> Double {
    var total = Part(sum: 0, weights: 0)
    for sample in samples where roles.contains(sample.role) {
      total.add(sample, slopes: nil, threads: threads)
    }
    return total.sum / total.weights
  }

  /// Sums over events: of weighted terms, and of the weights.
  private struct Part {
    var sum: Double
    var weights: Double

    /// Adds a sample, and writes the slope of each event's weighted term where it is wanted.
    ///
    /// With s = -1 for signal and 1 for background a term is softplus(s z), and its slope s sigmoid(s z).
    mutating func add(_ sample: SampleScores, slopes: UnsafeMutablePointer<Double>?, threads: Int) {
      let sign = sample.role == .signal ? -1.0 : 1.0
      let first = sample.outputs.startIndex
      let parts = mapInParallel(chunks(sample.outputs.count), threads: threads) { chunk in
        let events = events(of: chunk, sample.outputs.count)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: events.count) { terms -> Part in
          var part = Part(sum: 0, weights: 0)
          guard let terms = terms.baseAddress else { return part }
          for (place, event) in events.enumerated() { terms[place] = sign * sample.outputs[first + event] }
          let slopes = slopes.map { $0 + events.lowerBound }
          if let slopes { Double.kernels.sigmoid.apply(terms, slopes, events.count) }
          Double.kernels.softplus.apply(terms, terms, events.count)
          for (place, event) in events.enumerated() {
            let weight = sample.weights?[event] ?? 1
            part.sum += weight * terms[place]
            part.weights += weight
            slopes?[place] *= sign * weight
          }
          return part
        }
      }
      for part in parts {
        sum += part.sum
        weights += part.weights
      }
    }
  }

  private static func chunks(_ events: Int) -> Int { (events + chunk - 1) / chunk }

  private static func events(of index: Int, _ count: Int) -> Range<Int> {
    index * chunk..<min((index + 1) * chunk, count)
  }
}

extension Objective {
  /// The samples that a cross-entropy tells apart. Without a nominal sample, up and down together are the
  /// background.
  package func crossEntropyRoles(available: [SampleRole]) -> Set<SampleRole> {
    if self == .crossEntropy, available.contains(.nominal) { return [.signal, .nominal] }
    return Set(available)
  }
}
