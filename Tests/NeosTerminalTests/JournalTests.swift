import Foundation
import NeosEngine
import NeosTerminal
import Testing

@Suite("Going on after a crash")
struct JournalTests {
  /// Runs lines in a session that then ends without being closed; gives what its journal says.
  ///
  /// A copy of the file stands for that of a program that was killed: nobody holds it.
  private func crash(
    in folder: Folder, after lines: [String], at step: Int? = nil, name: String? = nil,
    stateInterval: Double = 1000
  ) throws -> String {
    let live = try Folder()
    let worker = SessionWorker(
      Session(), name: name, journalFolder: live.path, stateInterval: stateInterval)
    defer { worker.close() }
    let listener = Listener(worker)
    for line in lines {
      worker.take(.perform(line))
      if line != lines.last || step == nil { try listener.finish(line) }
    }
    if let step {
      try listener.wait { if case .update(let update) = $0 { update.view.step >= step } else { false } }
    }
    let file = try #require(live.names.first { $0.hasSuffix(".neos") })
    let text = try live.read(file)
    try Data(text.utf8).write(to: URL(filePath: folder.path("crashed.neos")))
    for ending in ["earlier.json", "latest.json"] where live.names.contains("\(file).\(ending)") {
      try Data(live.read("\(file).\(ending)").utf8).write(
        to: URL(filePath: folder.path("crashed.neos.\(ending)")))
    }
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

  @Test("A session that comes back is not stopped, and lines that are typed meanwhile come after it")
  func notStopped() throws {
    let folder = try Folder()
    _ = try crash(in: folder, after: ["data blobs events=100", "step 100", "set rate 0.01", "step 100"])
    let (listener, _) = try open(folder)
    defer { listener.worker.close() }
    listener.worker.take(.restore)
    try listener.wait { if case .began(WorkerMessage.restoring) = $0 { true } else { false } }
    listener.worker.take(.stop)
    listener.worker.take(.perform("set rate 0.02"))
    listener.worker.take(.stop)
    try listener.finish("set rate 0.02")
    #expect(listener.update?.view.step == 200 && listener.update?.view.rate == 0.02)
    let journal = try #require(folder.names.first { $0.hasSuffix(".neos") })
    let commands = try folder.read(journal).split(separator: "\n").filter { !$0.hasPrefix("#") }.suffix(3)
    #expect(commands == ["set rate 0.01", "step 100", "set rate 0.02"])
  }

  @Test("A session that is left before it has come back is kept whole")
  func left() throws {
    let folder = try Folder()
    let text = try crash(in: folder, after: ["data blobs events=20000", "step 100000"], at: 60)
    let (listener, _) = try open(folder)
    listener.worker.take(.restore)
    try listener.wait { if case .update(let update) = $0 { update.view.step >= 3 } else { false } }
    #expect(try folder.read("crashed.neos") == text)
    listener.worker.close()
    #expect(try folder.read("crashed.neos") == text)
  }

  @Test("A session that cannot come back is kept whole, says why, and nothing is done in its place")
  func failed() throws {
    let folder = try Folder()
    let text = """
      # neos journal
      # folder /there
      # session study.neos
      data blobs events=100
      step 2
      model spec missing.json
      step 2

      """
    try Data(text.utf8).write(to: URL(filePath: folder.path("crashed.neos")))
    let (listener, restorable) = try open(folder)
    defer { listener.worker.close() }
    #expect(restorable?.name == "study.neos" && restorable?.stepCount == 4 && restorable?.when.count == 16)
    listener.worker.take(.restore)
    listener.worker.take(.perform("step 2"))
    try listener.finish(WorkerMessage.restoring)
    let failures = listener.messages.compactMap {
      if case .failed(let failure) = $0 { failure.message } else { nil }
    }
    #expect(failures.count == 1 && failures[0].contains("missing.json") && failures[0].contains("/there"))
    #expect(listener.update?.view.step == 0)
    #expect(listener.messages.contains { if case .dropped("step 2") = $0 { true } else { false } })
    #expect(try folder.read("crashed.neos") == text)
  }

  @Test("It comes back under its name")
  func name() throws {
    let folder = try Folder()
    _ = try crash(in: folder, after: ["set rate 0.5"], name: "some/study.neos")
    let (listener, restorable) = try open(folder)
    defer { listener.worker.close() }
    #expect(restorable?.name == "some/study.neos")
    listener.worker.take(.restore)
    try listener.finish(WorkerMessage.restoring)
    #expect(
      listener.messages.contains { if case .restored("some/study.neos") = $0 { true } else { false } })
  }

  @Test("A session that loads another one is journaled as that one")
  func loads() throws {
    let (folder, files) = (try Folder(), try Folder())
    var saved = Session()
    for line in ["data blobs events=100", "step 4"] { try saved.perform(line) }
    try saved.save(to: files.path("s.json"))
    let text = try crash(
      in: folder, after: ["set rate 0.5", "step 1", "load \(files.path("s.json"))", "step 2"])
    let lines: [String] = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    #expect(lines == saved.journal + ["step 2"])
    try saved.perform("step 2")
    let (listener, _) = try open(folder)
    defer { listener.worker.close() }
    listener.worker.take(.restore)
    try listener.finish(WorkerMessage.restoring)
    guard case .replaced(let records, _)? = listener.update?.curves else { return }
    #expect(records == saved.records)
    // Its state was beside the journal: no step of it had to be taken again.
    #expect(listener.update?.view.heldSteps == 4...6)
  }

  @Test(
    "It goes on from a saved state to the same bits; where that does not reach, from the start",
    arguments: [
      ["step 12"], ["step 5", "cls", "break when result.CLs_obs < 0", "step 5"],
      ["step 12", "back 12"],
    ])
  func states(lines: [String]) throws {
    let folder = try Folder()
    let all = ["data blobs events=100", "train edges bandwidth"] + lines
    _ = try crash(in: folder, after: all, stateInterval: 0)
    #expect(folder.names.count == 3)
    var headless = Session()
    for line in all { try headless.perform(line) }
    let (listener, _) = try open(folder)
    defer { listener.worker.close() }
    listener.worker.take(.restore)
    listener.worker.take(.perform("step 3"))
    try listener.finish("step 3")
    try headless.perform("step 3")
    let update = try #require(listener.update)
    guard case .replaced(let records, _) = update.curves else { return }
    #expect(records == headless.records && update.view.edges == headless.view().edges)
    let isFromState = !lines.contains("back 12")
    #expect((update.view.heldSteps?.lowerBound ?? 0 > 0) == isFromState)
  }

  @Test("A file that is played is not journaled, until it is gone on with by hand")
  func replay() throws {
    let folder = try Folder()
    let worker = SessionWorker(Session(), isReplay: true, journalFolder: folder.path)
    defer { worker.close() }
    let listener = Listener(worker)
    for line in ["data blobs events=100", "step 3"] {
      worker.take(.perform(line))
      try listener.finish(line)
      #expect(folder.names.isEmpty && listener.update?.isSaved == true)
    }
    worker.take(.takeOver)
    worker.take(.perform("step 2"))
    try listener.finish("step 2")
    #expect(listener.update?.isSaved == false)
    let journal = try folder.read(try #require(folder.names.first))
    #expect(journal.split(separator: "\n").suffix(3) == ["data blobs events=100", "step 3", "step 2"])
  }

  @Test("What crashes left half made is taken away in time, and nothing else")
  func leftovers() throws {
    let folder = try Folder()
    let kept = ["1-abc.neos", "1-abc.neos.latest.json", "2-new.neos", ".new-Q1", "notes.txt"]
    let goes = ["1-old.neos", ".new-Q2", ".neos-77", "3-gone.neos.earlier.json"]
    for name in kept + goes {
      let text = name == "1-abc.neos" ? "# neos journal\nstep 1\n" : "# neos journal\n"
      try Data(text.utf8).write(to: URL(filePath: folder.path(name)))
      guard goes.contains(name) || name.hasPrefix("1-abc") || name == "notes.txt" else { continue }
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: folder.path(name))
    }
    let (listener, restorable) = try open(folder)
    defer { listener.worker.close() }
    #expect(restorable?.stepCount == 1)
    #expect(folder.names == kept.sorted())
  }

  @Test("Whatever stands in a journal, the next start begins")
  func damage() throws {
    let good =
      "# neos journal\n# folder /there\n# session study.neos\ndata blobs events=20\nset rate 0.1\nstep 12\n"
    var mutator = Mutator(seed: 31, tokens: ["# folder ", "# session ", "# neos journal", "step", "\n"])
    let folder = try Folder()
    for _ in 0..<min(Mutator.inputCount(100), 10_000) {
      let input = mutator.mutated(of: [Array(good.utf8)])
      try Data(input).write(to: URL(filePath: folder.path("crashed.neos")))
      let (listener, restorable) = try open(folder)
      listener.worker.close()
      if let restorable { #expect(restorable.lineCount > 0 && restorable.stepCount >= 0) }
      // What could not be understood is not thrown away.
      #expect(try Array(Data(contentsOf: URL(filePath: folder.path("crashed.neos")))) == input)
    }
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
