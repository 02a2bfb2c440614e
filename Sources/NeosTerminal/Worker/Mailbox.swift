internal import Synchronization

/// Messages from one thread to another, with a file descriptor to wait for.
///
/// Posting never waits for the reader: a slow screen does not slow a step.
public final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  private let wakeUp = WakeUp()

  /// An empty mailbox.
  public init() {}

  /// Can be read from while there are messages; for `poll`.
  public var descriptor: Int32 { wakeUp.descriptor }

  /// Adds a message.
  public func post(_ message: Message) {
    messages.withLock {
      $0.append(message)
      if $0.count == 1 { wakeUp.raise() }
    }
  }

  /// Takes out all messages, the oldest first.
  public func takeAll() -> [Message] {
    messages.withLock { messages in
      if !messages.isEmpty { wakeUp.lower() }
      defer { messages = [] }
      return messages
    }
  }
}
