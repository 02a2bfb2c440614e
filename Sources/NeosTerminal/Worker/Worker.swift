/// Who does the work that takes time, on a thread of its own. All of it returns at once.
public protocol Worker: Sendable {
  /// What the worker has to tell.
  var mailbox: Mailbox<WorkerMessage> { get }

  /// Does as asked, in the order of the requests; a request to stop does not wait.
  func take(_ request: WorkerRequest)

  /// Forgets the session: nothing of it is to be offered at the next start.
  func close()
}
