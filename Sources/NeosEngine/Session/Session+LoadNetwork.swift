extension Session {
  /// Goes on with the weights of a safetensors file; the session stays as it is if the file is not usable.
  ///
  /// Where the file says what features were standardized by, that goes with the weights. The step stays, so that the curve goes on. The optimizer forgets what it remembers, steps that were undone are
  /// gone, and `back` leads to the network before.
  ///
  /// - Parameters:
  ///   - path: the file, looked for in the current folder, then beside the session file.
  ///   - digest: the first digits of what its SHA-256 digest must be, if that is known.
  /// - Returns: The line with the digest that the file has, so that a replay takes the same weights or none.
  /// - Throws: ``SessionError/file(_:reason:)`` with the tensor, what was found, and what would be right.
  mutating func loadNetwork(from path: String, digest: String?) throws(SessionError) -> String {
    let bytes: [UInt8]
    do throws(FileReadingError) {
      bytes = Array(try FileReading.contents(of: located(path)))
    } catch {
      throw .file(path, reason: "\(error)" + lookedFor(path))
    }
    let found = DigestAlgorithm.sha256.digest(of: bytes)
    if let digest, !found.hasPrefix(digest) {
      throw .file(
        path, reason: "its SHA-256 digest begins with \(found.prefix(digest.count)), expected \(digest)")
    }
    try prepare()
    let network = try pipeline().network
    guard var state = branch.state else { throw .setup("there is no network yet") }
    do throws(SafeTensorsError) {
      let file = try SafeTensors(bytes: bytes)
      state.point.weights = try network.weights(of: file, precision: configuration.precision)
      // A file that names none leaves the features as they are here.
      if let found = try file.standardization(inputCount: network.inputCount) {
        state.standardization = found
      }
    } catch {
      throw .file(path, reason: "\(error)")
    }
    state.resetOptimizer(configuration.optimizer.kind)
    branch.state = state
    branch.hasLoadedNetwork = true
    branch.forgetEvaluation()
    branch.history.hold(state)
    branch.records.removeAll { $0.step >= state.step }
    return "load network \(Word.quoted(path)) digest=\(found.prefix(12))"
  }
}
