import NeosEngine
import Testing

/// Whatever is done to a document, reading it gives a workspace or an error with places that exist.
@Suite struct WorkspaceFuzzTests {
  /// Every place of a document.
  private func places(_ value: JSONValue, _ tokens: [String] = []) -> [JSONPointer] {
    let children: [(String, JSONValue)] =
      switch value {
      case .array(let values): values.enumerated().map { ("\($0)", $1) }
      case .object(let object): object.keys.compactMap { key in object[key].map { (key, $0) } }
      default: []
      }
    return [JSONPointer(tokens: tokens)] + children.flatMap { places($1, tokens + [$0]) }
  }

  private let oddities: [JSONValue] = [
    .null, .bool(true), .integer(0), .integer(-3), .number(1e300), .number(-0.0), .string(""), .string("mu"),
    .string("lumi"), .string("jes"), .string("a/b~c"), .string("é🙂"), .array([]), .numbers([1]),
    .numbers([1, 2, 3]), .object([:]), .object(["events": .string("signal")]), .object(["events": .null]),
    .object(["hi": .integer(1), "lo": .integer(2)]), .string("shapesys"), .string("staterror"),
  ]

  /// A random edit; those that do not fit the document are left out.
  private func edit(_ document: JSONValue, _ draws: ArraySlice<UInt32>) -> JSONValue {
    let draws = draws.map { Int($0) }
    let places = places(document)
    let (place, other) = (places[draws[0] % places.count], places[draws[1] % places.count])
    let operation: JSONPatch.Operation =
      switch draws[2] % 6 {
      case 0: .remove(place)
      case 1: .replace(place, oddities[draws[3] % oddities.count])
      case 2: .add(place, oddities[draws[3] % oddities.count])
      case 3: .copy(from: place, to: JSONPointer(tokens: place.tokens.dropLast() + ["-"]))
      case 4: .copy(from: other, to: place)
      default: .replace(place, document[other] ?? .null)
      }
    return (try? JSONPatch([operation]).applied(to: document)) ?? document
  }

  @Test(arguments: 0..<8) func editsOfAGoodWorkspace(seed: UInt64) throws {
    let good = try WorkspaceFigures().good()
    var accepted = 0
    for key in RandomKey(seed: seed).split(500) {
      let draws = key.bits32(17)
      var document = good
      for edit in 0...Int(draws[16] % 4) {
        document = self.edit(document, draws[(4 * edit)..<(4 * edit + 4)])
      }
      do throws(WorkspaceError) {
        let workspace = try Workspace(document)
        accepted += 1
        #expect(try Workspace(json: workspace.json().utf8) == workspace)
        for measurement in workspace.measurements {
          for problem in workspace.problems(of: measurement) { #expect(document[problem.path] != nil) }
        }
        _ = (workspace.observedData, workspace.learnedSamples, workspace.modifierNames)
      } catch {
        guard case .content(let problems) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(!problems.isEmpty && problems.count <= JSONProblem.most)
        for problem in problems { #expect(document[problem.path] != nil, "\(problem)") }
      }
    }
    #expect(accepted > 0 && accepted < 500)
  }

  @Test(arguments: 0..<4) func editsOfASetOfPatches(seed: UInt64) throws {
    let figures = try WorkspaceFigures()
    let (good, workspace) = (try figures.patchSet(), try figures.good())
    for key in RandomKey(seed: 100 + seed).split(500) {
      let document = edit(edit(good, key.bits32(4)[...]), key.folded(in: 1).bits32(4)[...])
      do throws(PatchSetError) {
        let patches = try PatchSet(document)
        for patch in patches.patches { _ = try? patches.apply(patch.name, to: workspace) }
      } catch {
        guard case .content(let problems) = error else { continue }
        for problem in problems { #expect(document[problem.path] != nil, "\(problem)") }
      }
    }
  }

  @Test(arguments: 0..<4) func editsOfTheText(seed: UInt64) throws {
    let good = Array(try WorkspaceFigures().good().text(.indented).utf8)
    let odd = Array("{}[]\",:\\/0123456789.eE+-truefalsn \n\t\u{0}é".utf8) + [0xFF, 0xC0, 0x80]
    for key in RandomKey(seed: 200 + seed).split(1000) {
      let draws = key.bits32(9).map { Int($0) }
      var text = good
      for edit in 0...(draws[8] % 2) {
        let (place, byte) = (draws[4 * edit] % text.count, odd[draws[4 * edit + 1] % odd.count])
        switch draws[4 * edit + 2] % 4 {
        case 0: text.remove(at: place)
        case 1: text[place] = byte
        case 2: text.insert(byte, at: place)
        default: text.removeSubrange(place...)
        }
        if text.isEmpty { break }
      }
      do throws(JSONError) {
        let value = try JSONValue(json: text)
        #expect(try JSONValue(json: value.text(.canonical).utf8) == value)
      } catch {
        guard case .syntax(let line, let column, _, _) = error else { continue }
        #expect(line >= 1 && column >= 1)
      }
    }
  }
}
