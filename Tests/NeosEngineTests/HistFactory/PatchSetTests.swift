import NeosEngine
import Testing

@Suite struct PatchSetTests {
  private func good() throws -> PatchSet { try PatchSet(WorkspaceFigures().patchSet()) }

  @Test func verdictsAreThoseOfPyhf() throws {
    let figures = try WorkspaceFigures()
    let patchSet = try figures.patchSet()
    // Python takes true for a number.
    let stricter = ["/patches/0/metadata/values/1 is true", "/patches/1/metadata/values/1 is true"]
    for example in try figures.cases("patchSets") {
      let document = try example.patch.applied(to: patchSet)
      let isAccepted = (try? PatchSet(document)) != nil
      #expect(isAccepted == (example.isAccepted && !stricter.contains(example.name)), "\(example.name)")
    }
  }

  @Test func patchesAreFoundByNameAndValues() throws {
    let patches = try good()
    #expect(try patches.patch(named: "heavy").values == [1400, "bb"])
    #expect(try patches.patch(at: [600.5, "bb"]).name == "light")
    #expect(throws: PatchSetError.unknown("\"heavi\"", nearest: "heavy")) {
      try patches.patch(named: "heavi")
    }
    #expect(throws: PatchSetError.unknown("mass = 1, decay = bb", nearest: nil)) {
      try patches.patch(at: [1, "bb"])
    }
  }

  @Test func patchesApplyToTheirWorkspaceOnly() throws {
    let patches = try good()
    let document = try WorkspaceFigures().good()
    #expect(try patches.apply("light", to: document) == document)
    let patched = try Workspace(patches.apply(at: [1400, "bb"], to: document))
    #expect(patched.channels[0].samples[0].data == .values([1, 2]))
    let other = try WorkspaceFigures().changed(.replace(pointer("/observations/0/data/0"), .integer(52)))
    #expect(throws: PatchSetError.self) { try patches.apply("light", to: other) }
    // The same number written otherwise has another digest, in pyhf as here.
    let written = try WorkspaceFigures().changed(.replace(pointer("/observations/0/data/0"), .number(51)))
    #expect(written == document)
    #expect(throws: PatchSetError.self) { try patches.verify(written) }
  }

  @Test func aPatchThatDoesNotFitIsNamed() throws {
    var patches = try good()
    let document = try WorkspaceFigures().good()
    patches.patches[1].patch = JSONPatch([.remove(try pointer("/channel"))])
    do throws(PatchSetError) {
      _ = try patches.apply("light", to: document)
      Issue.record("applied")
    } catch {
      #expect(
        "\(error)" == "patch \"light\": operation 0 at \"/channel\": "
          + "there is no key \"channel\" in the document; did you mean 'channels'?")
    }
  }
}
