/// The numbers of a session at one step, for drawing: a value that no later step changes.
public struct SessionView: Sendable {
  /// The name of the copy that is worked on.
  public var branchName = "main"
  /// The names of all copies.
  public var branchNames = ["main"]
  /// The settings.
  public var configuration = Configuration()
  /// The number of updates made.
  public var step = 0
  /// The steps that `back` and `forward` reach; nil before there is a state.
  public var heldSteps: ClosedRange<Int>?
  /// The bin edges.
  public var edges: [Double] = []
  /// The kernel's width.
  public var bandwidth = 0.0
  /// The learning rate of the next update.
  public var rate = 0.0
  /// Loss, gradient norm and metrics; nil when the present settings have not given a loss.
  public var record: StepRecord?
  /// Why the present settings give no loss, if they were tried.
  public var problem: String?
  /// The conditions that stop stepping.
  public var breakpoints: [Condition] = []
  /// The file that gets every further command, if there is one.
  public var recordingPath: String?
  /// How many commands led here.
  public var commandCount = 0
  /// How long each room took in the last step.
  public var roomTimes = RoomTimes()

  /// The parts that were asked for.
  public var parts: Set<ViewPart> = []
  /// The yields, if they were asked for and there are any.
  public var histogram: HistogramView?
  /// The distribution of the network's output, if it was asked for.
  public var scores: ScoreView?
  /// The network's output over two features, if it was asked for.
  public var plane: PlaneView?
  /// Fits and tests of the present model, if they were asked for.
  public var fit: FitView?
  /// What the loss is sensitive to, if it was asked for.
  public var attribution: Attribution?
  /// The loss beside the same number from ordinary counts, if it was asked for.
  public var gap: LossGap?

  /// A session before anything happened.
  public init() {}
}

extension Session {
  /// The numbers of the session as it stands.
  ///
  /// The loss is computed where it is not known; that is the work that the next step would begin with, and changes
  /// no later number.
  ///
  /// - Parameter parts: what is looked at beside the settings and the step's record.
  public mutating func view(_ parts: Set<ViewPart> = []) -> SessionView {
    var view = SessionView()
    do throws(SessionError) {
      _ = try evaluated()
    } catch {
      view.problem = "\(error)"
    }
    view.branchName = branchName
    view.branchNames = branchNames
    view.configuration = configuration
    view.step = step
    view.heldSteps = branch.history.steps
    view.edges = branch.state?.point.binning.edges ?? configuration.binning.edges
    view.bandwidth = branch.state?.point.bandwidth ?? configuration.bandwidth
    view.rate = rate(at: step)
    view.breakpoints = breakpoints
    view.recordingPath = recordingPath
    view.commandCount = journal.count
    view.roomTimes = roomTimes
    if view.problem == nil { view.record = lastRecord }
    for part in parts { fill(part, of: &view) }
    return view
  }

  /// Adds what a part shows to a view of this session.
  public mutating func fill(_ part: ViewPart, of view: inout SessionView) {
    view.parts.insert(part)
    guard view.problem == nil, let state = branch.state, let evaluation = branch.evaluation else { return }
    switch part {
    case .histogram: view.histogram = histogramView(state, templates(state, evaluation))
    case .scores: view.scores = scoreView(state, evaluation)
    case .plane(let x, let y): view.plane = planeView(state, evaluation.assessment.yields, x: x, y: y)
    case .fit: view.fit = fitView(evaluation)
    case .attribution:
      guard let model = try? model(evaluation) else { return }
      view.attribution = Attribution(evaluation, model, state.point, configuration)
    case .gap: view.gap = lossGap(state, evaluation)
    }
  }
}
