import Foundation
import NeosEngine
import NeosTerminal
import Testing

/// Waits for what a worker tells.
final class Listener {
  let worker: SessionWorker
  private(set) var messages: [WorkerMessage] = []

  init(_ worker: SessionWorker) { self.worker = worker }

  /// Takes messages until one is as wanted.
  func wait(until isWanted: (WorkerMessage) -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < deadline {
      let new = worker.mailbox.takeAll()
      messages += new
      if new.contains(where: isWanted) { return }
      usleep(500)
    }
    throw Timeout()
  }

  /// Waits for the end of a line.
  func finish(_ line: String) throws {
    try wait { if case .finished(line) = $0 { true } else { false } }
  }

  struct Timeout: Error {}

  /// The last update.
  var update: SessionUpdate? {
    for case .update(let update) in messages.reversed() { return update }
    return nil
  }
}

@Suite("The session's thread")
struct WorkerTests {
  private static let small = "data blobs events=100"

  @Test("Lines are carried out in their order, and what comes of each is told before its end")
  func order() throws {
    let worker = SessionWorker(Session())
    defer { worker.close() }
    let listener = Listener(worker)
    for line in ["echo one", "nonsense", "echo two"] { worker.take(.perform(line)) }
    try listener.finish("echo two")
    let told = listener.messages.compactMap { message -> String? in
      switch message {
      case .began(let line): "> \(line)"
      case .said(let event): "\(event)"
      case .failed(let failure): "! \(failure.line)"
      case .finished(let line): "< \(line)"
      default: nil
      }
    }
    #expect(
      told == [
        "> echo one", "one", "< echo one", "> nonsense", "! nonsense", "< nonsense", "> echo two", "two",
        "< echo two",
      ])
  }

  @Test("A line that is not understood says where")
  func failure() throws {
    let worker = SessionWorker(Session())
    defer { worker.close() }
    let listener = Listener(worker)
    worker.take(.perform("step x"))
    try listener.finish("step x")
    let failures = listener.messages.compactMap { if case .failed(let failure) = $0 { failure } else { nil } }
    #expect(failures.map(\.error?.column) == [6])
  }

  @Test("A run stops after the step in flight, and its steps are recorded as a number")
  func stop() throws {
    let folder = try Folder()
    let worker = SessionWorker(Session())
    defer { worker.close() }
    let listener = Listener(worker)
    worker.take(.perform(Self.small))
    worker.take(.perform("record \(folder.path("run.neos"))"))
    worker.take(.run)
    try listener.wait { if case .update(let update) = $0 { update.view.step >= 5 } else { false } }
    worker.take(.stop)
    try listener.finish(WorkerMessage.running)
    let update = try #require(listener.update)
    let recorded = try folder.read("run.neos").split(separator: "\n").last
    #expect(recorded == "step \(update.view.step)")
    // Nothing goes on afterwards.
    worker.take(.perform("echo done"))
    try listener.finish("echo done")
    #expect(listener.update?.view.step == update.view.step)
  }

  @Test("What is looked at changes no bit of the session")
  func bits() throws {
    let lines = [
      Self.small, "split test=0.2", "train edges bandwidth", "step 6", "back 2", "set rate 0.01", "step 3",
    ]
    var headless = Session()
    for line in lines { try headless.perform(line) }
    let worker = SessionWorker(Session())
    defer { worker.close() }
    let listener = Listener(worker)
    worker.take(.watch([.histogram, .plane(x: 0, y: 1), .scores, .fit, .attribution, .gap]))
    for line in lines {
      worker.take(.perform(line))
      try listener.finish(line)
    }
    let update = try #require(listener.update)
    guard case .replaced(let records, _) = update.curves else {
      Issue.record("all curves are told at the end")
      return
    }
    #expect(records.map(\.loss) == headless.records.map(\.loss))
    #expect(update.view.edges == headless.view().edges && update.view.bandwidth == headless.view().bandwidth)
  }

  @Test("Every step is in the curves, whether or not it was told at once")
  func curves() throws {
    let worker = SessionWorker(Session())
    defer { worker.close() }
    let listener = Listener(worker)
    worker.take(.perform(Self.small))
    worker.take(.perform("step 40"))
    try listener.finish("step 40")
    guard case .replaced(let records, _)? = listener.update?.curves else {
      Issue.record("all curves are told at the end")
      return
    }
    #expect(records.map(\.step) == Array(0...40))
  }

  @Test("Whether something would be lost")
  func saved() throws {
    let folder = try Folder()
    let worker = SessionWorker(Session(), lines: [Self.small])
    defer { worker.close() }
    let listener = Listener(worker)
    try listener.wait { if case .update = $0 { true } else { false } }
    #expect(listener.update?.isSaved == true, "lines of a file are in the file")
    let steps = [
      ("step", false), ("save \(folder.path("a.json"))", true), ("set rate 0.5", false),
      ("record \(folder.path("a.neos"))", true), ("step 2", true), ("record off", true), ("step 3", false),
      ("record off", false),
    ]
    for (line, isSaved) in steps {
      worker.take(.perform(line))
      try listener.finish(line)
      #expect(listener.update?.isSaved == isSaved, "\(line)")
    }
  }
}

/// A folder for a test, gone with it.
final class Folder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "neos-terminal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    // A worker that is at its end takes files of its own away meanwhile.
    for _ in 0..<10 where FileManager.default.fileExists(atPath: path) {
      try? FileManager.default.removeItem(at: url)
    }
  }

  var path: String { url.path }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func read(_ name: String) throws -> String {
    try String(decoding: Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }
}
