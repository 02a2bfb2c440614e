extension Session {
  /// The statistical uncertainties of the templates, row by row: of those that events fill, the root of the sum of
  /// squared weights; of others what a staterror says; none where neither is known.
  func templateErrors(
    _ state: TrainingState, _ yields: Yields, _ scores: [SampleScores], _ method: HistogramMethod
  ) -> [[Double]] {
    guard let pipeline = try? pipeline(), let common = try? pipeline.bins(state.point, method) else {
      return []
    }
    func uncertainties(_ sample: Int, _ edges: [Double]?) -> [Double] {
      let binning = edges.flatMap { try? Binning(edges: $0) } ?? common
      let histogram = try? pipeline.histogram(state.point, method, binning)
      return histogram?.uncertainties(scores[sample], threads: pipeline.threads).values ?? []
    }
    switch pipeline.model {
    case .builtIn(let kind):
      let each = scores.indices.map { uncertainties($0, nil) }
      switch kind.templateRule {
      case .asTheyAre: return each
      case .meanAndSpread:
        return [each[0], zip(each[1], each[2]).map { 0.5 * ($0 * $0 + $1 * $1).squareRoot() }, []]
      }
    case .workspace(let learned):
      let names = configuration.eventNames
      return learned.model.slots.enumerated().map { row, slot in
        if let fill = learned.fills.first(where: { $0.row == row }) {
          let request = learned.requests[fill.request]
          guard !request.isUncertainty, let sample = names.firstIndex(of: request.sample),
            sample < scores.count
          else { return [] }
          return uncertainties(sample, request.edges)
        }
        let other = learned.model.slots.firstIndex {
          if case .uncertainty(_, .statError) = $0.role {
            $0.channel == slot.channel && $0.sample == slot.sample
          } else {
            false
          }
        }
        return other.map { yields.templates[$0] } ?? []
      }
    }
  }
}
