/// Who does the work that takes time, on a thread of its own. All of it returns at once.
public protocol Worker: Sendable {
  /// What the worker has to tell.
  var mailbox: Mailbox<WorkerMessage> { get }

  /// Carries out a line of the language, after the lines that were asked for before.
  func perform(_ line: String)

  /// Stops stepping after the step in flight, and forgets the lines that wait.
  func stop()
}
