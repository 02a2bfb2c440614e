import Foundation
import NeosEngine
import NeosTerminal
import Testing

@Suite("Steering a run")
struct SteeringTests {
  /// A worker in the middle of a run.
  private func run(_ request: WorkerRequest, record path: String? = nil) throws -> Listener {
    let worker = SessionWorker(Session(), lines: ["data blobs events=100"])
    let listener = Listener(worker)
    if let path { worker.take(.perform("record \(path)")) }
    worker.take(.pace(0.002))
    worker.take(request)
    try listener.wait { if case .update(let update) = $0 { update.view.step >= 5 } else { false } }
    return listener
  }

  @Test(
    "A setting is changed between two steps, the run goes on, and the recording leads to the same bits",
    arguments: ["step 600", "run until step >= 600"])
  func settings(line: String) throws {
    let folder = try Folder()
    let listener = try run(.perform(line), record: folder.path("run.neos"))
    defer { listener.worker.close() }
    for change in ["set rate 0.01", "histogram bandwidth=0.3"] {
      listener.worker.take(.perform(change))
      try listener.finish(change)
    }
    #expect(!listener.messages.contains { if case .finished(line) = $0 { true } else { false } })
    try listener.finish(line)
    let update = try #require(listener.update)
    guard case .replaced(let records, _) = update.curves else { return }
    #expect(update.view.step == 600 && update.view.rate == 0.01 && update.view.bandwidth == 0.3)
    let file = try SessionFile(path: folder.path("run.neos"))
    #expect(file.lines.count { if case .step = $0.command { true } else { false } } > 1, "the run in parts")
    var headless = Session()
    for line in file.lines { try headless.execute(line.command, line: line.text) }
    #expect(headless.records == records)
  }

  @Test("How far a run is counts all of its steps, also those before it was steered")
  func progress() throws {
    let listener = try run(.perform("step 600"))
    defer { listener.worker.close() }
    listener.worker.take(.perform("set rate 0.01"))
    try listener.finish("step 600")
    for case .update(let update) in listener.messages {
      guard let progress = update.progress else { continue }
      #expect(progress.total == 600 && progress.done == update.view.step)
    }
  }

  @Test("A question, a mistake and a file are answered while the run goes on")
  func others() throws {
    let folder = try Folder()
    let listener = try run(.run)
    defer { listener.worker.close() }
    let lines = ["show loss", "nonsense", "save \(folder.path("s.json"))", "break when step < 0"]
    for line in lines {
      listener.worker.take(.perform(line))
      try listener.finish(line)
    }
    listener.worker.take(.stop)
    try listener.finish(WorkerMessage.running)
    // Beside a file that is open, its lock may be there.
    #expect(folder.names.filter { !$0.hasPrefix(".") } == ["s.json"])
    #expect(listener.update?.view.breakpoints.count == 1)
  }

  @Test("What is typed behind steps is carried out after them, and the recording leads to the same state")
  func order() throws {
    let folder = try Folder()
    let worker = SessionWorker(Session(), lines: ["data blobs events=100"])
    defer { worker.close() }
    let listener = Listener(worker)
    // Slow enough for every line to wait behind the first step.
    worker.take(.pace(0.05))
    let lines = [
      "record \(folder.path("run.neos"))", "step", "step 3", "save \(folder.path("four.json"))",
      "expect step = 4", "step", "step", "set bandwidth 0.4", "step", "record off",
      "save \(folder.path("end.json"))",
    ]
    for line in lines { worker.take(.perform(line)) }
    try listener.finish(lines[lines.count - 1])
    let begun = listener.messages.compactMap { if case .began(let line) = $0 { line } else { nil } }
    #expect(begun == lines)
    for case .said(.expectation(let expectation)) in listener.messages { #expect(expectation.holds) }
    var saved = Session()
    try saved.perform("load \(folder.path("four.json"))")
    #expect(saved.step == 4)
    let recorded = try SessionFile(path: folder.path("run.neos"))
    #expect(
      recorded.lines.map(\.text) == [
        "data blobs events=100", "step 1", "step 3", "expect step = 4", "step 1", "step 1",
        "set bandwidth 0.4",
        "step 1",
      ])
    var headless = Session()
    for line in recorded.lines { try headless.execute(line.command, line: line.text) }
    try headless.perform("save \(folder.path("headless.json"))")
    #expect(try folder.read("headless.json") == folder.read("end.json"))
  }

  @Test("A command with so many steps lets settings in; what is saved is the state after its last step")
  func counted() throws {
    let folder = try Folder()
    let listener = try run(.perform("step 300"))
    defer { listener.worker.close() }
    let save = "save \(folder.path("s.json"))"
    for line in ["set rate 0.01", save, "set rate 0.02"] { listener.worker.take(.perform(line)) }
    try listener.finish("set rate 0.02")
    let order = listener.messages.compactMap { if case .finished(let line) = $0 { line } else { nil } }
    #expect(order == ["set rate 0.01", "step 300", save, "set rate 0.02"])
    var saved = Session()
    try saved.perform("load \(folder.path("s.json"))")
    #expect(saved.step == 300)
  }

  @Test("Each line that a pause keeps from being carried out is told, also one that had begun")
  func canceled() throws {
    let worker = SessionWorker(Session(), lines: ["data blobs events=100"])
    defer { worker.close() }
    let listener = Listener(worker)
    worker.take(.hold(true))
    for line in ["step", "step 5", "set rate 0.5"] { worker.take(.perform(line)) }
    try listener.wait { if case .began("step") = $0 { true } else { false } }
    worker.take(.stop)
    try listener.finish("step")
    let told = listener.messages.compactMap { message -> String? in
      switch message {
      case .dropped(let line): "dropped \(line)"
      case .canceled(let line): "canceled \(line)"
      case .paused: "paused"
      default: nil
      }
    }
    #expect(told == ["dropped step 5", "dropped set rate 0.5", "canceled step"])
    #expect(listener.update?.view.step == 0)
  }

  @Test("A line that cannot be carried out in a run, and those after it, wait for its end in their order")
  func waits() throws {
    let listener = try run(.run)
    defer { listener.worker.close() }
    for line in ["back 2", "set rate 0.5", "fork other"] { listener.worker.take(.perform(line)) }
    listener.worker.take(.stop)
    try listener.finish("fork other")
    let order = listener.messages.compactMap { message -> String? in
      if case .finished(let line) = message { line } else { nil }
    }
    #expect(order == [WorkerMessage.running, "back 2", "set rate 0.5", "fork other"])
    let paused = listener.messages.compactMap { message -> Int? in
      if case .paused(let count, _) = message { count } else { nil }
    }
    #expect(paused.count == 1 && listener.update?.view.step == paused[0] - 2)
  }

  @Test("Steps that wait, and what was to follow them, are not begun after a pause, and that is said")
  func dropped() throws {
    let listener = try run(.run)
    defer { listener.worker.close() }
    for line in ["back 1", "step 5", "set rate 0.5"] { listener.worker.take(.perform(line)) }
    listener.worker.take(.stop)
    listener.worker.take(.perform("echo done"))
    try listener.finish("echo done")
    let dropped = listener.messages.compactMap { message -> String? in
      if case .dropped(let line) = message { line } else { nil }
    }
    #expect(dropped == ["step 5", "set rate 0.5"])
    #expect(listener.update?.view.rate == 0.001)
  }

  @Test("A pause counts every step, also after it was steered")
  func pause() throws {
    let listener = try run(.run)
    defer { listener.worker.close() }
    listener.worker.take(.perform("set rate 0.01"))
    try listener.finish("set rate 0.01")
    listener.worker.take(.stop)
    listener.worker.take(.watch([.histogram]))
    try listener.finish(WorkerMessage.running)
    // The last numbers may come after the end.
    listener.worker.take(.perform("echo done"))
    try listener.finish("echo done")
    for case .paused(let count, let last) in listener.messages {
      #expect(count == listener.update?.view.step && last < count)
    }
  }

  @Test("A file that is not the session's own is replaced only when that was agreed to")
  func replaces() throws {
    let folder = try Folder()
    let path = folder.path("old.json")
    try Data("old".utf8).write(to: URL(filePath: path))
    let worker = SessionWorker(Session(), lines: ["data blobs events=100"])
    defer { worker.close() }
    let listener = Listener(worker)
    for verb in ["save", "export pyhf", "report", "record"] {
      worker.take(.propose("\(verb) \(path)"))
      try listener.wait { if case .wouldReplace(path, "\(verb) \(path)") = $0 { true } else { false } }
    }
    #expect(try folder.read("old.json") == "old")
    worker.take(.perform("save \(path)"))
    worker.take(.propose("save \(path)"))
    worker.take(.propose("save \(folder.path("new.json"))"))
    try listener.finish("save \(folder.path("new.json"))")
    #expect(try folder.read("old.json") == folder.read("new.json"))
    let asked = listener.messages.filter { if case .wouldReplace = $0 { true } else { false } }
    #expect(asked.count == 4, "it is now the session's own")
  }
}
