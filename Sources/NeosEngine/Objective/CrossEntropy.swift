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
  package init(_ samples: [SampleScores], roles: [SampleRole], threads: Int = 1) {
    var gradient: [[Double]] = []
    value = Self.value(samples, roles: roles, threads: threads, gradient: &gradient)
    self.gradient = gradient
  }

  /// The value, with the gradient in the memory of another.
  static func value(
    _ samples: [SampleScores], roles: [SampleRole], threads: Int, gradient: inout [[Double]]
  ) -> Double {
    var total = Part()
    gradient.resize(to: samples.count, [])
    for index in samples.indices {
      let sample = samples[index]
      guard roles.contains(sample.role) else {
        gradient[index].setZeros(count: sample.outputs.count)
        continue
      }
      gradient[index].makeRoom(for: sample.outputs.count)
      gradient[index].withUnsafeMutableBufferPointer {
        total.add(sample, slopes: $0.baseAddress, threads: threads)
      }
    }
    for index in samples.indices where roles.contains(samples[index].role) {
      gradient[index].withUnsafeMutableBufferPointer { slopes in
        for event in slopes.indices { slopes[event] /= total.weights }
      }
    }
    return total.sum / total.weights
  }

  /// The value alone, to the same bits.
  static func value(_ samples: [SampleScores], roles: [SampleRole], threads: Int) -> Double {
    var total = Part()
    for sample in samples where roles.contains(sample.role) {
      total.add(sample, slopes: nil, threads: threads)
    }
    return total.sum / total.weights
  }

  /// Sums over events: of weighted terms, and of the weights.
  private struct Part {
    var sum = 0.0
    var weights = 0.0

    /// Adds a sample, and writes the slope of each event's weighted term where it is wanted.
    mutating func add(_ sample: SampleScores, slopes: UnsafeMutablePointer<Double>?, threads: Int) {
      let chunks = (sample.outputs.count + chunk - 1) / chunk
      withUnsafeTemporaryAllocation(of: Part.self, capacity: chunks) { parts in
        inParallel(chunks, threads: threads, Chunks(sample: sample, slopes: slopes, parts: parts))
        for part in parts {
          sum += part.sum
          weights += part.weights
        }
      }
    }
  }

  /// Chunks of a sample's events, each with a part of its own.
  ///
  /// With s = -1 for signal and 1 for background a term is softplus(s z), and its slope s sigmoid(s z).
  private struct Chunks: ParallelWork {
    let sample: SampleScores
    let slopes: UnsafeMutablePointer<Double>?
    let parts: UnsafeMutableBufferPointer<Part>

    /// This many terms are computed at a time, on the stack.
    private static var block: Int { 128 }

    func run(_ index: Int, worker: Int) {
      let end = min((index + 1) * chunk, sample.outputs.count)
      let part = withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.block) { terms in
        var part = Part()
        guard let terms = terms.baseAddress else { return part }
        for first in stride(from: index * chunk, to: end, by: Self.block) {
          add(first..<min(first + Self.block, end), to: &part, terms)
        }
        return part
      }
      parts.initializeElement(at: index, to: part)
    }

    private func add(_ events: Range<Int>, to part: inout Part, _ terms: UnsafeMutablePointer<Double>) {
      let sign = sample.role == .signal ? -1.0 : 1.0
      let first = sample.outputs.startIndex
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
    }
  }
}

extension Objective {
  /// The samples that a cross-entropy tells apart. Without a nominal sample, up and down together are the
  /// background.
  package func crossEntropyRoles(available: [SampleRole]) -> [SampleRole] {
    self == .crossEntropy && available.contains(.nominal) ? Self.signalAndNominal : available
  }

  private static let signalAndNominal: [SampleRole] = [.signal, .nominal]
}
