import Foundation
import NeosEngine
import NeosPlot
import NeosTerminal
import Testing

@Suite("Recording on the screen")
struct RecordingTests {
  private func recorder(_ folder: Folder, after lines: [String] = []) throws -> Listener {
    let worker = SessionWorker(Session(), lines: ["data blobs events=100"])
    let listener = Listener(worker)
    for line in lines + ["record \(folder.path("run.neos"))"] {
      worker.take(.perform(line))
      try listener.finish(line)
    }
    return listener
  }

  @Test("A session that is loaded ends the recording, which leads to the session before")
  func load() throws {
    let folder = try Folder()
    let other = "save \(folder.path("other.json"))"
    let listener = try recorder(folder, after: ["step 2", other])
    let worker = listener.worker
    defer { worker.close() }
    for line in ["objective discovery", "step 5"] { worker.take(.perform(line)) }
    try listener.finish("step 5")
    let recorded = try folder.read("run.neos")
    let load = "load \(folder.path("other.json"))"
    worker.take(.perform(load))
    try listener.finish(load)
    worker.take(.perform("step"))
    try listener.finish("step")
    #expect(try folder.read("run.neos") == recorded && recorded.hasSuffix("objective discovery\nstep 5\n"))
    #expect(listener.update?.view.recordingPath == nil && listener.update?.isSaved == false)
    let notes = listener.messages.compactMap { if case .said(.note(let text)) = $0 { text } else { nil } }
    #expect(notes.contains { $0.contains("run.neos has ended") })
  }

  @Test("A recording is told before the steps that wait behind it, so that r ends it")
  func told() throws {
    let folder = try Folder()
    let worker = SessionWorker(Session(), lines: ["data blobs events=100"])
    defer { worker.close() }
    let listener = Listener(worker)
    var screen = Screen()
    worker.take(.pace(0.5))
    for line in ["record \(folder.path("run.neos"))", "step", "step 3"] { worker.take(.perform(line)) }
    try listener.wait { if case .began("step") = $0 { true } else { false } }
    for message in listener.messages { _ = screen.update(.worker(message)) }
    let status = screen.draw(width: 200, height: 30, glyphs: .unicode).description.prefix { $0 != "\n" }
    #expect(status.contains("recording to \(folder.path("run.neos"))"))
    #expect(screen.update(.input(.key("r"))).contains(.work(.perform("record off"))))
  }

  @Test("r ends a recording that was asked for and has not begun, and begins one where the end was asked for")
  func waiting() {
    var screen = Screen()
    for key: Key in [":"] + "record run.neos".map({ .character($0) }) + [.enter] {
      _ = screen.update(.input(.key(key)))
    }
    #expect(screen.update(.input(.key("r"))).contains(.work(.perform("record off"))))
    #expect(!screen.update(.input(.key("r"))).contains(.work(.perform("record off"))))
    #expect(
      screen.draw(width: 80, height: 24, glyphs: .unicode).description.contains(":record session-record"))
  }

  @Test("Leaving a run that is recorded says what is not in the recording")
  func quitting() {
    var desk = Desk()
    desk.tell(.worker(.recording(to: "run.neos")))
    desk.tell(.worker(.began(WorkerMessage.running)))
    desk.press("q")
    #expect(
      desk.text().contains("The run under way is not recorded yet.") && !desk.text().contains("not saved"))
  }

  @Test("While a run is recorded, nothing calls it not saved", arguments: [40, 60, 100])
  func saved(width: Int) throws {
    let folder = try Folder()
    let listener = try recorder(folder)
    defer { listener.worker.close() }
    listener.worker.take(.run)
    try listener.wait { if case .update(let update) = $0 { update.view.step >= 5 } else { false } }
    listener.worker.take(.stop)
    try listener.finish(WorkerMessage.running)
    var screen = Screen(name: "study.neos")
    var isRecording = false
    for message in listener.messages {
      _ = screen.update(.worker(message))
      if case .recording = message { isRecording = true }
      guard isRecording else { continue }
      let status = screen.draw(width: width, height: 24, glyphs: .ascii).description.prefix { $0 != "\n" }
      #expect(status.contains("recording") && !status.contains("saved"))
      #expect(
        !status.contains("recording to") || status.contains("run.neos"), "the name is whole or not there")
    }
    #expect(isRecording)
  }
}
