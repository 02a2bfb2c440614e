/// The memory that the statistics of a step work in, which those of the next step can take over.
///
/// What is in it does not show in any result. Whoever still holds a value whose memory is given up here keeps it
/// unchanged: its memory is then not reused.
package struct StatisticsRoom: Sendable {
  /// What fits work in.
  var fit = FitRoom()
  /// The parameters of Asimov data.
  var asimov: [Double] = []
  /// The Asimov data.
  var data: [Double] = []
  /// A gradient in the templates that is of no more use, whose memory the next one takes.
  var templateGradient: [[Double]] = []

  /// A room without memory.
  package init() {}

  /// How many threads share the work; the results do not depend on it.
  package var threads: Int {
    get { fit.threads }
    set { fit.threads = newValue }
  }

  /// Gives it the memory of a value that is of no more use.
  package mutating func reuse(_ value: consuming ObjectiveValue) {
    templateGradient = value.templateGradient
    fit.spare = value.fit
  }

  /// A gradient of zeros in every template bin.
  mutating func zeroGradient(_ model: some StatisticalModel) -> [[Double]] {
    var gradient = templateGradient.taken()
    gradient.setZeros(like: model.yields.templates)
    return gradient
  }
}
