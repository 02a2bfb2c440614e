import Foundation
import NeosEngine
import NeosTerminal
import Testing

@Suite("Going on after a crash")
struct JournalTests {
  /// Runs lines in a session that then ends without being closed; gives what its journal says.
  ///
  /// A copy of the file stands for that of a program that was killed: nobody holds it.
  private func crash(in folder: Folder, after lines: [String], at step: Int? = nil) throws -> String {
    let live = try Folder()
    let worker = SessionWorker(Session(), journalFolder: live.path)
    defer { worker.close() }
    let listener = Listener(worker)
    for line in lines {
      worker.take(.perform(line))
      if line != lines.last || step == nil { try listener.finish(line) }
    }
    if let step {
      try listener.wait { if case .update(let update) = $0 { update.view.step >= step } else { false } }
    }
    let name = try #require(live.names.first { $0.hasSuffix(".neos") })
    let text = try live.read(name)
    try Data(text.utf8).write(to: URL(filePath: folder.path("crashed.neos")))
    worker.take(.stop)
    return text
  }

  private func open(_ folder: Folder) throws -> (Listener, WorkerMessage.Restorable?) {
    let listener = Listener(SessionWorker(Session(), journalFolder: folder.path))
    try listener.wait { if case .update = $0 { true } else { false } }
    for case .restorable(let session) in listener.messages { return (listener, session) }
    return (listener, nil)
  }

  private let lines = ["data blobs events=100", "step 5", "back 2", "set rate 0.01", "step 3"]

  @Test("A session goes on to the same bits")
  func sameBits() throws {
    let folder = try Folder()
    _ = try crash(in: folder, after: lines)
    var headless = Session()
    for line in lines { try headless.perform(line) }
    let (listener, restorable) = try open(folder)
    defer { listener.worker.close() }
    #expect(restorable?.stepCount == 8 && restorable?.lineCount == 5)
    listener.worker.take(.restore)
    try listener.finish("restore")
    guard case .replaced(let records, _)? = listener.update?.curves else { return }
    #expect(records == headless.records && listener.update?.isSaved == false)
  }

  @Test("In the middle of a run, all finished steps are there")
  func inFlight() throws {
    let folder = try Folder()
    let text = try crash(in: folder, after: ["data blobs events=100", "step 100000"], at: 5)
    let last = try #require(text.split(separator: "\n").last)
    let steps = try #require(Int(last.dropFirst("step ".count)))
    #expect(steps >= 5)
    let (listener, restorable) = try open(folder)
    defer { listener.worker.close() }
    #expect(restorable?.stepCount == steps)
    listener.worker.take(.restore)
    try listener.finish("restore")
    #expect(listener.update?.view.step == steps)
  }

  @Test("After it goes on, its file is that of this session, and a second crash loses nothing")
  func goesOn() throws {
    let folder = try Folder()
    _ = try crash(in: folder, after: lines)
    let (listener, _) = try open(folder)
    defer { listener.worker.close() }
    listener.worker.take(.restore)
    listener.worker.take(.perform("step 2"))
    try listener.finish("step 2")
    let journals = folder.names.filter { $0.hasSuffix(".neos") }
    #expect(journals.count == 1)
    let commands = try folder.read(journals[0]).split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(commands.map(String.init) == lines + ["step 2"])
  }

  @Test("A session that was closed leaves nothing")
  func closed() throws {
    let folder = try Folder()
    let worker = SessionWorker(Session(), journalFolder: folder.path)
    let listener = Listener(worker)
    worker.take(.perform("set rate 0.5"))
    try listener.finish("set rate 0.5")
    #expect(folder.names.count == 1)
    worker.close()
    #expect(folder.names.isEmpty)
  }

  @Test("The journal of a session at work is never offered, nor that of one with nothing in it")
  func live() throws {
    let folder = try Folder()
    let worker = SessionWorker(Session(), journalFolder: folder.path)
    defer { worker.close() }
    let listener = Listener(worker)
    worker.take(.perform("set rate 0.5"))
    try listener.finish("set rate 0.5")
    let (other, restorable) = try open(folder)
    defer { other.worker.close() }
    #expect(restorable == nil)
    try Data("# neos journal\n# folder /\n".utf8).write(to: URL(filePath: folder.path("empty.neos")))
    let (third, none) = try open(folder)
    defer { third.worker.close() }
    #expect(none == nil)
  }

  @Test("A session that is thrown away is not offered again; one that is kept is")
  func discarded() throws {
    let folder = try Folder()
    _ = try crash(in: folder, after: lines)
    let (first, offered) = try open(folder)
    #expect(offered != nil)
    first.worker.close()
    let (second, again) = try open(folder)
    #expect(again != nil)
    second.worker.take(.discard)
    second.worker.take(.perform("echo x"))
    try second.finish("echo x")
    second.worker.close()
    let (third, none) = try open(folder)
    third.worker.close()
    #expect(none == nil)
  }

  @Test("A folder that cannot be written is said, and the session works")
  func unwritable() throws {
    let worker = SessionWorker(Session(), journalFolder: "/proc/neos")
    defer { worker.close() }
    let listener = Listener(worker)
    worker.take(.perform("echo x"))
    try listener.finish("echo x")
    #expect(listener.messages.contains { if case .unjournaled = $0 { true } else { false } })
  }
}
