internal import NeosEngine

extension SessionWork {
  /// Brings the session back that ended without being closed; where that fails, this one stays.
  mutating func restore() {
    guard let restoration = journal.restoration else { return }
    control.post(.began(WorkerMessage.restoring))
    var (budget, pending) = (budget, [StepRecord]())
    do throws(SessionRestoration.Failure) {
      session = try restoration.session(threads: session.threads, isStopped: control.isClosed) {
        [control] session, record, progress in
        pending.append(record)
        guard budget.isDue else { return }
        budget.update { budget in
          let view = Self.view(session, control.parts(), &budget)
          control.post(
            .update(
              SessionUpdate(view: view, curves: .appended(pending), progress: progress, isSaved: false)))
          pending = []
        }
      }
      savedCount = -1
      if let path = restoration.path {
        ownFiles = [Self.identity(path)]
        if session.source == nil { claim(path) }
      }
      journal.takeRestorable(as: session, name: restoration.path)
      control.post(.restored(name: restoration.path))
    } catch {
      let place = restoration.folder.map { " Files are looked for in \($0)." } ?? ""
      let message = "it did not come back, and is kept for the next start: \(error).\(place)"
      control.post(.failed(.init(line: WorkerMessage.restoring, message: message)))
      // They were meant for that session.
      control.dropLines()
    }
    self.budget = budget
    update()
    control.post(.finished(WorkerMessage.restoring))
  }
}
