import Foundation
import NeosEngine
import Testing

/// The sbottom search of HEPData ins1748602, region A, which stands beside the repository if at all.
@Suite struct PublishedWorkspaceTests {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/data/sbottom-regionA").path
  static let isThere = FileManager.default.fileExists(atPath: folder)

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

  private static func document(_ name: String) throws -> JSONValue {
    try JSONValue(path: "\(folder)/\(name)")
  }

  @Test(.enabled(if: isThere)) func itsDigestsArePyhfs() throws {
    let digests = try Figures.load("published_workspace", as: Published.self).digests
    let document = try Self.document("BkgOnly.json")
    for algorithm in DigestAlgorithm.allCases {
      #expect(document.digest(algorithm) == digests[algorithm.rawValue])
    }
  }

  @Test(.enabled(if: isThere)) func itIsRead() throws {
    let text = try Data(contentsOf: URL(filePath: "\(Self.folder)/BkgOnly.json"))
    let times = try (0..<5).map { _ in try ContinuousClock().measure { _ = try Workspace(json: text) } }
    // 12 ms were measured, 40 with other tests beside it; a busy machine may take longer.
    #expect(try #require(times.min()) < .milliseconds(200))
    let workspace = try Workspace(json: text)
    #expect(try Workspace(json: workspace.json().utf8) == workspace)
    #expect(try workspace.document == Self.document("BkgOnly.json"))
    // Only a patch brings the signal, and with it the parameter of interest.
    #expect(throws: WorkspaceError.self) { try workspace.usableMeasurement() }
  }

  @Test(.enabled(if: isThere)) func itsPatchesMakeWhatTheyMakeInPython() throws {
    let background = try Self.document("BkgOnly.json")
    for expected in try Figures.load("published_workspace", as: Published.self).patches {
      let patch = try JSONPatch(Self.document(expected.name))
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
}
