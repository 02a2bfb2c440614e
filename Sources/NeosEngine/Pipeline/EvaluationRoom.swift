/// What an evaluation works in beside the network, so that the next one finds it there.
struct EvaluationRoom: Sendable {
  var templates = TemplateBuilder.Room()
  /// The gradient in the network's outputs, bin edges and bandwidth.
  var gradient = TemplateBuilder.Gradient()
  var statistics = StatisticsRoom()
  /// The logits of all samples, where the objective is theirs.
  var logits: [Double] = []
  /// Those of each sample; empty between evaluations.
  var logitScores: [SampleScores] = []

  /// Takes the memory of logits that are of no more use.
  mutating func keep(_ logits: inout [Double]?, _ scores: inout [SampleScores]?) {
    self.logits = logits?.taken() ?? []
    logitScores = scores?.taken() ?? []
    logitScores.removeAll(keepingCapacity: true)
  }
}
