extension HistFactoryModel {
  /// The position of a main bin in its channel, and the channel's name.
  ///
  /// - Parameter bin: its position among the main bins.
  public func name(ofBin bin: Int) -> String {
    guard let channel = channels.first(where: { $0.bins.contains(bin) }) else { return "bin \(bin)" }
    return "bin \(bin - channel.bins.lowerBound) of channel \(channel.name)"
  }

  /// The samples that are negative in a main bin: by their template, or as their modifiers make them.
  ///
  /// - Parameters:
  ///   - bin: its position among the main bins.
  ///   - parameters: one value for each parameter.
  public func negativeSamples(inBin bin: Int, at parameters: [Double]) -> [String] {
    let shifted = expectedCounts(parameters).shifted
    let samples = slots.filter { $0.role == .nominal }.map(\.sample)
    return zip(layout.parts, samples).compactMap { part, sample in
      guard part.bins.contains(bin) else { return nil }
      let position = bin - part.bins.lowerBound
      if templates[part.nominal + position] < 0 {
        return "the template of sample \(sample) is negative there"
      }
      if shifted[part.start + position] < 0 {
        return "histosys modifiers make sample \(sample) negative there"
      }
      let factor = scale(of: part, parameters) * binFactor(of: part, position, parameters)
      return factor * shifted[part.start + position] < 0
        ? "factors make sample \(sample) negative there" : nil
    }
  }
}
