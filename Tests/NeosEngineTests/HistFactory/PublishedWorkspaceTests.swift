import Foundation
import NeosEngine
import Testing

/// The sbottom search of HEPData ins1748602, region A.
@Suite struct PublishedWorkspaceTests {
  private struct Published: Decodable {
    struct Patched: Decodable {
      let name: String
      let yields: [String: [Double]]
      let digest: String
      let channels: [String]
      let samples: [String]
      let parameters: [String]
      let observed: [Double]
    }

    let digests: [String: String]
    let patches: [Patched]
  }

  @Test func itsDigestsArePyhfs() throws {
    let digests = try Figures.load("published_workspace", as: Published.self).digests
    let document = try Sbottom.document("BkgOnly.json")
    for algorithm in DigestAlgorithm.allCases {
      #expect(document.digest(algorithm) == digests[algorithm.rawValue])
    }
  }

  @Test func itIsRead() throws {
    let text = try Data(contentsOf: URL(filePath: "\(Sbottom.folder)/BkgOnly.json"))
    let workspace = try Workspace(json: text)
    #expect(try Workspace(json: workspace.json().utf8) == workspace)
    #expect(try workspace.document == Sbottom.document("BkgOnly.json"))
    // Only a patch brings the signal, and with it the parameter of interest.
    #expect(throws: WorkspaceError.self) { try workspace.usableMeasurement() }
  }

  @Test func itsPatchesMakeWhatTheyMakeInPython() throws {
    let background = try Sbottom.document("BkgOnly.json")
    for expected in try Figures.load("published_workspace", as: Published.self).patches {
      let patch = try JSONPatch(Sbottom.document(expected.name))
      let document = try patch.applied(to: background)
      #expect(document.digest(.sha256) == expected.digest)
      let workspace = try Workspace(document)
      var yields: [String: [Double]] = [:]
      for channel in workspace.channels {
        for sample in channel.samples {
          guard case .values(let values) = sample.data else { continue }
          yields["\(channel.name)/\(sample.name)"] = [Double(sample.modifiers.count), values.reduce(0, +)]
        }
      }
      #expect(yields.keys.sorted() == expected.yields.keys.sorted())
      for (key, pair) in yields {
        let other = try #require(expected.yields[key])
        // The order of the sum is another.
        #expect(pair[0] == other[0] && abs(pair[1] - other[1]) <= 1e-12 * abs(other[1]))
      }
      #expect(workspace.channelNames == expected.channels)
      #expect(workspace.sampleNames == expected.samples)
      #expect(workspace.parameterNames == expected.parameters)
      #expect(workspace.observedData == expected.observed)
      #expect(try workspace.usableMeasurement().poi == "mu_SIG")
    }
  }

  /// What pyhf's own regression tests hold its CLs to, and the bands that it finds. Its fits stop some 1e-6 from the
  /// maximum.
  @Test func itsCLsIsPyhfs() throws {
    let reference = try Figures.load("sbottom", as: Sbottom.self)
    let regression = [
      "patch.sbottom_1300_205_60.json": 0.24443627759, "patch.sbottom_1400_950_60.json": 0.0213732839,
    ]
    #expect(Set(reference.tests.map(\.patch)).isSuperset(of: regression.keys))
    for expected in reference.tests {
      let (model, data) = try Sbottom.problem(expected.patch)
      let test = try HypothesisTest(model, data: data, tested: 1)
      #expect(test.problems == [])
      #expect(abs(test.observed.cls - expected.cls) < 1e-5, "\(expected.patch)")
      #expect(agree(test.expected.map(\.cls), expected.band, within: 1e-5), "\(expected.patch)")
      if let figure = regression[expected.patch] { #expect(abs(test.observed.cls - figure) < 1e-5) }
    }
  }
}
