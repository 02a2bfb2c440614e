extension Network {
  /// Whether the last values before a sigmoid, or the outputs themselves, are the logits of one class against
  /// another: one output, after which comes a sigmoid or nothing.
  package var endsInLogits: Bool {
    guard outputCount == 1, let last = layers.last else { return false }
    switch last {
    case .dense, .activation(.sigmoid), .activation(.identity): return true
    case .activation: return false
    }
  }
}
