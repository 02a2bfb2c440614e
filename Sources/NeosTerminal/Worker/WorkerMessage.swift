/// What the thread that owns the session tells the screen.
public enum WorkerMessage: Sendable {
}
