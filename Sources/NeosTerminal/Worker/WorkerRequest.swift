public import NeosEngine

/// What the screen can ask of the thread that owns the session.
public enum WorkerRequest: Sendable, Hashable {
  /// Carry out a line of the language after what was asked for before. Where nothing else waits and a command that
  /// steps has taken its first one, a line after which it can go on is carried out between two of its steps.
  case perform(String)
  /// Carry out a line that was typed, but ask first where it would replace a file that is not the session's own.
  case propose(String)
  /// Step until told to stop, or a breakpoint stops it.
  case run
  /// Stop after the step in flight. Lines that step, and those after them, are not carried out any more.
  case stop
  /// Hold between steps until told otherwise, or go on.
  case hold(Bool)
  /// Take at least so many seconds for a step.
  case pace(Double)
  /// From now on tell these numbers, too.
  case watch(Set<ViewPart>)
  /// Go on with the session that ended without being closed. That is not stopped: it would lose what comes after.
  case restore
  /// Throw that session away.
  case discard
  /// The replay is over: from now on there is something to lose.
  case takeOver
}
