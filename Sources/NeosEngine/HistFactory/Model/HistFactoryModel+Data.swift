extension HistFactoryModel {
  /// The observed counts of a workspace in the order of the model's bins, then the auxiliary measurements
  /// (pyhf `Workspace.data`).
  ///
  /// - Throws: ``HistFactoryError`` when the counts of a channel are missing or have another number of bins.
  public func data(_ observations: [Workspace.Observation]) throws(HistFactoryError) -> [Double] {
    var data: [Double] = []
    for (name, bins) in channels {
      guard let found = observations.first(where: { $0.name == name })?.data else {
        throw .missingObservation(channel: name)
      }
      guard found.count == bins.count else {
        throw .observationLength(channel: name, found: found.count, needed: bins.count)
      }
      data += found
    }
    return data + auxiliaryData
  }
}
