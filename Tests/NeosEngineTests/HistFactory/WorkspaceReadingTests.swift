import NeosEngine
import Testing

@Suite struct WorkspaceReadingTests {
  /// Where this differs from pyhf on purpose.
  private static let differences: [(reason: String, isMeant: @Sendable (String) -> Bool)] = [
    (
      "of what is there twice, pyhf drops one without a word",
      { name in
        [
          "a sample twice without its shapesys", "two measurements of one name",
          "two observations of one channel", "/channels with an entry again",
          "/observations with an entry again", "/measurements with an entry again",
          "/channels/1/samples with an entry again",
        ].contains(name) || name.hasSuffix("twice on a sample")
          || (name.hasPrefix("/channels") && name.hasSuffix("modifiers with an entry again"))
      }
    ),
    (
      "lengths must be right one by one, not only in sum",
      { ["observations compensate in length", "histosys lengths compensate"].contains($0) }
    ),
    (
      "a constraint without width, and factors whose powers do not interpolate, make NaN",
      { ["normsys with lo negative", "normsys with hi zero", "lumi of width 0"].contains($0) }
    ),
    ("true is no number", { $0 == "true for a number" }),
    (
      "a luminosity without width is a mistake, for which pyhf takes 1; it has one value of everything",
      { name in
        ["lumi without sigmas", "without /measurements/0/config/parameters/0/sigmas"].contains(name)
          || name.contains(" of a lumi: ") && !name.hasSuffix(": 1") && !name.hasPrefix("fixed")
          || name.hasPrefix("/measurements/0/config/parameters/0/") && name.hasSuffix("with an entry again")
      }
    ),
    (
      "bounds are two numbers in order; pyhf fails only when it fits",
      { name in
        ["bounds of one number", "bounds of three numbers", "bounds upside down"].contains(name)
          || name.contains("/bounds/0")
      }
    ),
    ("pyhf cuts this name at the slash and then misses it", { $0 == "slash in a staterror's name" }),
  ]

  @Test func verdictsAreThoseOfPyhf() throws {
    let figures = try WorkspaceFigures()
    let good = try figures.good()
    let cases = try figures.cases("cases")
    #expect(cases.count > 700)
    var used: Set<String> = []
    for example in cases {
      let problems = try problems(example.patch.applied(to: good))
      if problems.isEmpty != example.isAccepted {
        let difference = Self.differences.first { $0.isMeant(example.name) }
        used.insert(difference?.reason ?? "")
        #expect(
          difference != nil,
          "\(example.name): pyhf \(example.isAccepted ? "accepts" : "rejects"), \(problems)")
      }
    }
    #expect(used.count == Self.differences.count)
  }

  @Test func problemsHaveAPlace() throws {
    let figures = try WorkspaceFigures()
    let samples = "/channels/0/samples"
    let examples: [(JSONPatch.Operation, String)] = [
      (
        .replace(try pointer("\(samples)/1/modifiers/0/data/hi_data/1"), .string("x")),
        "channels[0].samples[1].modifiers[0].data.hi_data[1]: found \"x\", expected a number"
      ),
      (
        .replace(try pointer("\(samples)/1/modifiers/1/type"), .string("normsis")),
        "channels[0].samples[1].modifiers[1].type: found \"normsis\", expected one of histosys, lumi, "
          + "normfactor, normsys, shapefactor, shapesys, staterror; did you mean 'normsys'?"
      ),
      (
        .add(try pointer("\(samples)/0/nmae"), .null),
        "channels[0].samples[0].nmae: found a key that is not known here, expected one of name, data, modifiers; "
          + "did you mean 'name'?"
      ),
      (
        .remove(try pointer("/observations/1/name")),
        "observations[1]: found no key \"name\", expected the keys name, data"
      ),
      (
        .add(try pointer("\(samples)/1/modifiers/3/data/-"), .integer(1)),
        "channels[0].samples[1].modifiers[3].data: found 3 numbers, expected 2, one for each bin of the channel"
      ),
      (
        .replace(try pointer("/measurements/0/config/poi"), .string("nu")),
        "measurements[0].config.poi: found \"nu\", expected the name of a modifier, or \"\" for none; "
          + "did you mean 'mu'?"
      ),
      (
        .remove(try pointer("/observations/0")),
        "observations: found none of the channel \"SR\", expected one of every channel"
      ),
      (
        .replace(try pointer("/channels/1/samples/0/modifiers/0/name"), .string("uncorrelated")),
        "channels[1].samples[0].modifiers[0]: found a shapefactor named \"uncorrelated\", expected another name: "
          + "that of the shapesys at channels[0].samples[1].modifiers[2] cannot be shared"
      ),
      (
        .replace(try pointer(""), .null),
        "the document: found null, expected an object with the keys "
          + "channels, observations, measurements, version"
      ),
    ]
    for (operation, message) in examples {
      #expect(try problems(figures.changed(operation)) == [message])
    }
  }

  @Test func allProblemsAreReported() throws {
    let figures = try WorkspaceFigures()
    let document = try figures.changed(
      .replace(pointer("/version"), .string("2")),
      .replace(pointer("/channels/0/samples/0/data"), .array([.bool(true), .null, .string("3")])),
      .remove(pointer("/measurements/0/config/parameters/0/name")))
    #expect(problems(document).count == 5)
    let many = try figures.changed(
      .replace(pointer("/observations/0/data"), .array(Array(repeating: .null, count: 1000))))
    #expect(problems(many).count == JSONProblem.most)
  }

  @Test func errorsOfTheTextComeThrough() {
    #expect(throws: WorkspaceError.json(.file(path: "/no/such", reason: "there is no such file"))) {
      try Workspace(path: "/no/such")
    }
    #expect(throws: WorkspaceError.self) { try Workspace(json: "{".utf8) }
  }

  @Test func whatIsWrittenReadsTheSame() throws {
    let workspace = try Workspace(WorkspaceFigures().good())
    #expect(try Workspace(json: workspace.json().utf8) == workspace)
    #expect(try Workspace(json: workspace.json(.canonical).utf8) == workspace)
    #expect(try workspace.document == WorkspaceFigures().good())
  }

  /// pyhf makes models of all of these.
  @Test func randomWorkspacesAreRead() throws {
    let file = try JSONValue(path: Figures.path("histfactory"))
    let documents = try #require(file.asObject?["cases"]?.asArray).compactMap { $0.asObject?["workspace"] }
    #expect(documents.count == HistFactoryFigures.cases.count)
    for (document, reference) in zip(documents, HistFactoryFigures.cases) {
      let workspace = try Workspace(document)
      #expect(workspace == reference.workspace.workspace, "\(reference.name)")
      #expect(try Workspace(workspace.document) == workspace, "\(reference.name)")
    }
  }

  /// A shapefactor has the bins of its first channel in sorted order; another channel may have fewer. Of one with
  /// more, pyhf 0.7.6 takes the values of another parameter for the bins that are too many.
  @Test func aShapeFactorMayBeSharedWithFewerBins() throws {
    func document(_ bins: (String, Int)...) throws -> JSONValue {
      let channels = bins.map { name, count in
        let data = "[\([String](repeating: "5", count: count).joined(separator: ","))]"
        return (
          channel: """
          {"name": "\(name)", "samples": [{"name": "s", "data": \(data), "modifiers": [
            {"name": "mu", "type": "normfactor", "data": null},
            {"name": "free", "type": "shapefactor", "data": null}]}]}
          """, observation: "{\"name\": \"\(name)\", \"data\": \(data)}"
        )
      }
      let text = """
        {"channels": [\(channels.map(\.channel).joined(separator: ","))],
         "observations": [\(channels.map(\.observation).joined(separator: ","))],
         "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": []}}], "version": "1.0.0"}
        """
      return try JSONValue(json: text.utf8)
    }
    for good in try [
      document(("a", 3), ("b", 2)), document(("b", 2), ("a", 3)), document(("b", 2), ("a", 2)),
    ] {
      #expect(problems(good).isEmpty)
      let workspace = try Workspace(good)
      #expect(throws: Never.self) { try HistFactoryModel(workspace, measurement: workspace.measurement()) }
    }
    let path = "channels[1].samples[0].modifiers[1]"
    #expect(
      try problems(document(("a", 2), ("b", 3))) == [
        "\(path): found a shapefactor on 3 bins, expected at most 2 bins as at "
          + "channels[0].samples[0].modifiers[1], the first channel with this name"
      ])
    #expect(try problems(document(("b", 3), ("a", 2))).count == 1)
  }

  /// One bin of unlike templates would be another range of the network's output in each.
  @Test func theLearnedTemplatesOfAChannelHaveTheSameBins() throws {
    func document(_ bins: String, _ hi: String) throws -> JSONValue {
      try JSONValue(
        json: """
          {"channels": [{"name": "c", "samples": [
            {"name": "s", "data": {"events": "signal"\(bins)}, "modifiers": [
              {"name": "mu", "type": "normfactor", "data": null},
              {"name": "up", "type": "histosys", "data": {
                "hi_data": {"events": "up"\(hi)}, "lo_data": {"events": "down"\(bins)}}}]}]}],
           "observations": [{"name": "c", "data": [5]}],
           "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": []}}], "version": "1.0.0"}
          """.utf8)
    }
    let bins = #", "bins": [0, 0.5]"#
    #expect(try problems(document(bins, bins)).isEmpty)
    #expect(try problems(document("", "")).isEmpty)
    let place = "channels[0].samples[0].modifiers[1].data.hi_data"
    let nominal = "channels[0].samples[0].data"
    #expect(
      try problems(document(bins, #", "bins": [0, 0.4]"#)) == [
        "\(place).bins: found [0.0, 0.4], expected [0.0, 0.5] as at \(nominal)"
      ])
    #expect(
      try problems(document(bins, "")) == [
        "\(place): found the common bins, expected [0.0, 0.5] as at \(nominal)"
      ])
  }
}
