import ArgumentParser
import NeosEngine

/// What the commands that read a workspace exit with.
let exitStatuses = """
  Exit status: 0 if all went well; 1 if the question has no answer, or a number rests on a fit that did not \
  converge, or a signal point or a point of a scan failed (the others are printed, and the failed ones are counted \
  and named); 2 if a file is not understood; 64 if the options are not; 130 if interrupted, with what was done \
  until then.
  """

/// A command that asks a question of a workspace, or of every signal point of a patch set.
protocol Answer: ParsableCommand {
  var input: WorkspaceArguments { get }
  var output: OutputArguments { get }
  /// The question that the options make.
  var question: InferenceQuestion { get }
}

extension Answer {
  func run() throws {
    for (option, isGiven) in [
      ("backend", input.backend != nil), ("optimizer", input.optimizer != nil),
      ("optconf", !input.optconf.isEmpty),
    ] where isGiven { StandardError.write("note: --\(option) has no effect here: there is only one\n") }
    try output.checkTarget(reading: input.paths)
    Interruption.install(notice: "stopping; again to stop at once")
    let points: [WorkspaceArguments.Point]
    do throws(WorkspaceFile.BadInput) {
      points = try Interruption.endingAtOnce("stopped while it was read; there is no answer") {
        () throws(WorkspaceFile.BadInput) in try input.points()
      }
    } catch {
      StandardError.write("\(error.message)\n")
      throw ExitCode(2)
    }
    if input.patchset != nil, input.point == nil {
      let control = output.control("signal points")
      try output.write(PointsReport(question, points, input, control).report)
      return
    }
    for point in points {
      let report: Report
      do {
        let (model, data) = try input.model(point)
        report = try question.answer(model, data: data, control: output.control("\(question.verb)"))
      } catch let error as WorkspaceFile.BadInput {
        StandardError.write("\(error.message)\n")
        throw ExitCode(2)
      } catch {
        StandardError.write("\(error)\n")
        throw ExitCode(1)
      }
      try output.write(report)
    }
  }
}
