import NeosEngine
import Testing

@Suite struct WorkspaceTests {
  private func good() throws -> Workspace { try Workspace(WorkspaceFigures().good()) }

  @Test func namesAreSorted() throws {
    let workspace = try good()
    #expect(workspace.channelNames == ["CR", "SR"])
    #expect(workspace.sampleNames == ["background", "other", "signal"])
    let names = workspace.parameterNames.joined(separator: " ")
    #expect(names == "cross_section free jes lumi mu stat_CR stat_SR uncorrelated")
    #expect(workspace.modifierNames.count { $0.name == "jes" } == 2)
    let kinds: [String] = workspace.modifierNames.prefix(4).map(\.kind.rawValue)
    #expect(kinds == ["normsys", "shapefactor", "histosys", "normsys"])
    #expect(workspace.observedData == [108, 111, 130, 51, 58])
  }

  @Test func measurementsHaveNames() throws {
    let workspace = try good()
    #expect(try workspace.measurement().poi == "mu")
    #expect(try workspace.measurement(named: "background only").poi == "")
    do {
      _ = try workspace.measurement(named: "man")
      Issue.record("found")
    } catch {
      #expect(
        "\(error)"
          == "there is no measurement \"man\" among main, background only; did you mean 'main'?")
    }
    // The second measurement does not say what the luminosity is.
    #expect(throws: WorkspaceError.self) { try workspace.usableMeasurement(named: "background only") }
  }

  /// The good workspace with events for the signal and for three templates of the background.
  private func learned() throws -> JSONValue {
    let events = { (name: String) in JSONValue.object(["events": .string(name)]) }
    let sample = "/channels/0/samples/1"
    return try WorkspaceFigures().changed(
      .replace(pointer("/channels/0/samples/0/data"), events("signal")),
      .replace(pointer("\(sample)/data"), events("nominal")),
      .replace(pointer("\(sample)/modifiers/0/data/hi_data"), events("up")),
      .replace(pointer("\(sample)/modifiers/2/data"), events("nominal")),
      .replace(pointer("\(sample)/modifiers/3/data"), events("nominal")))
  }

  @Test func templatesCanBeLearned() throws {
    let workspace = try Workspace(learned())
    #expect(workspace.isLearned)
    #expect(try !good().isLearned)
    #expect(workspace.learnedSamples == ["nominal", "signal", "up"])
    #expect(
      workspace.learnedTemplates.map(\.slot.role) == [
        .nominal, .nominal, .hi("jes"), .uncertainty("uncorrelated", .shapeSys),
        .uncertainty("stat_SR", .statError),
      ])
    #expect(workspace.learnedTemplates.map(\.slot.role.isUncertainty) == [false, false, false, true, true])
    #expect(try Workspace(json: workspace.json().utf8) == workspace)
    #expect(try workspace.usableMeasurement().name == "main")
  }

  @Test func learnedTemplatesAreFilled() throws {
    let workspace = try Workspace(learned())
    let yields = ["signal": [3.0, 6], "nominal": [50, 52.5], "up": [52, 54]]
    let filled = try workspace.filling { template in
      switch template.slot.role {
      case .uncertainty(_, .shapeSys): [3, 7]
      case .uncertainty: [2, 2.5]
      default: try #require(yields[template.events.sample])
      }
    }
    #expect(try filled == good())
    #expect(workspace.filling { _ in [1] }.problems.count == 2)
  }

  @Test func lengthsOfLearnedChannelsComeFromTheObservation() throws {
    let document = try JSONPatch([.replace(pointer("/observations/0/data"), .numbers([1, 2, 3]))])
      .applied(to: learned())
    #expect(
      problems(document) == [
        "channels[0].samples[1].modifiers[0].data.lo_data: found 2 numbers, expected 3, one for each bin of the channel"
      ])
  }

  @Test func eventsHaveAName() throws {
    let spoilt = try WorkspaceFigures().changed(
      .replace(pointer("/channels/0/samples/0/data"), .object(["evens": .string("a")])))
    #expect(
      problems(spoilt) == [
        "channels[0].samples[0].data.evens: found a key that is not known here, expected one of events, bins; "
          + "did you mean 'events'?",
        "channels[0].samples[0].data: found no key \"events\", expected the keys events",
      ])
  }
}
