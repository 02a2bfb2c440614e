import Foundation
import NeosEngine
import Testing

/// Whatever stands in a line or a session file: it is understood, or refused with a place in it; and a session carries
/// it out or says why not.
@Suite struct LanguageFuzzTests {
  private static let tokens =
    FuzzCorpus.lines.flatMap { $0.split(separator: " ").map(String.init) } + [
      "within", "until", "±", "data=", "[", "]=",
    ]

  @Test func lines() throws {
    let run = FuzzRun(
      name: "lines", corpus: FuzzCorpus.lines.map { Array($0.utf8) }, tokens: Self.tokens)
    try run(4000, seed: 1) { input, mutator in
      let line = String(decoding: input, as: UTF8.self)
      do throws(LanguageError) {
        guard let command = try Command(line: line) else { return }
        // What a breakpoint is saved as means the same.
        if case .breakWhen(let condition) = command {
          #expect(try Command(line: "break when \(condition)") == command, "\(line)")
        }
      } catch {
        #expect(error.column >= 1 && error.column <= line.count + 1, "\(line)")
        _ = error.excerpt(of: line)
      }
      _ = Completion(of: line, cursor: mutator.below(line.count + 1))
    }
  }

  @Test func sessionFiles() throws {
    let run = FuzzRun(
      name: "session-files", corpus: try FuzzCorpus.sessionFiles(), tokens: Self.tokens + ["\n"])
    try run(2000, seed: 2) { input, _ in
      do throws(SessionFileError) {
        let file = try SessionFile(name: "fuzz", text: input)
        for line in file.lines { #expect((try? Command(line: line.text)) == line.command) }
      } catch {
        #expect(!error.problems.isEmpty && error.problems.count <= SessionFileError.mostProblems)
        _ = error.description
      }
    }
  }

  @Test func carryingOut() throws {
    let run = FuzzRun(
      name: "commands", corpus: FuzzCorpus.lines.map { Array($0.utf8) }, tokens: Self.tokens)
    var session = Session()
    try run(1500, seed: 3, share: 0.05) { input, mutator in
      // A session is made anew now and then, so that most lines meet one that is well.
      if mutator.below(20) == 0 || !session.isCheap {
        session = try Session("data events=20", "network 4 tanh 1 sigmoid")
      }
      let line = String(decoding: input, as: UTF8.self)
      guard let command = (try? Command(line: line))?.cheap else { return }
      let before = session.journal
      do throws(SessionError) {
        try session.execute(command, line: line)
        for line in session.journal.dropFirst(before.count) {
          #expect((try? Command(line: line)) != nil, "\(line)")
        }
      } catch {
        #expect(!error.description.isEmpty)
      }
      #expect(session.journal.starts(with: before), "\(line)")
    }
  }
}

extension Command {
  /// The command, where it touches no file, with few steps; nil for others.
  fileprivate var cheap: Command? {
    switch self {
    case .save, .load, .record, .export, .report, .loadNetwork, .declare: nil
    case .configure(let assignments):
      assignments.contains { $0.knob == "model" && $0.words.first == "spec" } ? nil : self
    case .step(let count): .step(min(count, 2))
    case .runUntil(let condition, _): .runUntil(condition, within: 2)
    case .runWhile(let quantity, let patience, _): .runWhile(quantity, patience: patience, within: 2)
    case .ask(let question, let data): question.cheap.map { .ask($0, on: data) }
    default: self
    }
  }
}

extension InferenceQuestion {
  /// The question with few toys where it has any; nil where it asks for many points.
  fileprivate var cheap: InferenceQuestion? {
    var question = self
    if toyCount != nil { question.toyCount = 3 }
    return scan.count <= 20 ? question : nil
  }
}

extension Session {
  /// Whether a step takes no time worth speaking of.
  fileprivate var isCheap: Bool {
    let events = configuration.data.blobs.map(\.eventCount).max() ?? 0
    let widths = configuration.layers.map { if case .dense(let width) = $0 { width } else { 0 } }
    return events <= 200 && widths.allSatisfy { $0 <= 64 } && widths.count <= 12
      && configuration.binning.count <= 40
  }
}
