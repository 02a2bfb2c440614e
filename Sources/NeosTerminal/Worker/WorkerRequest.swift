public import NeosEngine

/// What the screen can ask of the thread that owns the session.
public enum WorkerRequest: Sendable, Hashable {
  /// Carry out a line of the language, after what was asked for before.
  case perform(String)
  /// Step until told to stop, or a breakpoint stops it.
  case run
  /// Stop after the step in flight, and forget what waits.
  case stop
  /// Hold between steps until told otherwise, or go on.
  case hold(Bool)
  /// Take at least so many seconds for a step.
  case pace(Double)
  /// From now on tell these numbers, too.
  case watch(Set<ViewPart>)
  /// Go on with the session that ended without being closed.
  case restore
  /// Throw that session away.
  case discard
}
