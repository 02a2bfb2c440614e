import RealModule

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

  /// The cross-entropy of the samples that `roles` selects; others get a gradient of zeros.
  package init(_ samples: [SampleScores], roles: Set<SampleRole>) {
    var sum = 0.0
    var sumOfWeights = 0.0
    for sample in samples where roles.contains(sample.role) {
      let label = sample.role == .signal ? 1.0 : 0.0
      for (event, z) in sample.outputs.enumerated() {
        let weight = sample.weights?[event] ?? 1
        sum += weight * (max(z, 0) - label * z + .log(onePlus: .exp(-abs(z))))
        sumOfWeights += weight
      }
    }
    let total = sumOfWeights
    value = sum / total
    gradient = samples.map { sample in
      guard roles.contains(sample.role) else { return [Double](repeating: 0, count: sample.outputs.count) }
      let label = sample.role == .signal ? 1.0 : 0.0
      return sample.outputs.enumerated().map { event, z in
        (sample.weights?[event] ?? 1) * (1 / (1 + .exp(-z)) - label) / total
      }
    }
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
