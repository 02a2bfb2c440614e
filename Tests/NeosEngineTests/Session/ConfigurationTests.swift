import NeosEngine
import Testing

@Suite struct ConfigurationTests {
  /// Settings that all differ from the initial ones.
  static let changed = [
    "seed events=2 network=14 split=3 batch=4 layout=partitionable",
    "data samples=3 events=30,40,50 signal-mean=0.5,0.25 up-covariance=2,1,0.5",
    "split validation=0.5 folds=3 fold=2", "batch 7",
    "network 5 tanh 3 gelu 1 sigmoid initializer=he-uniform precision=double draws=double",
    "histogram kde bins=0,0.3,0.9,1 bandwidth=0.125 reflect=on density=on",
    "scale signal=3 background=11 luminosity=9 floor=0.001", "model hepdata-like", "objective uncertainty",
    "metrics cls bce every=5", "penalty events=2 uncertainty=0.3 weight=0.5",
    "optimizer adamw rate=0.002 momentum=0.5 beta1=0.8 beta2=0.99 epsilon=1e-07 decay=0.1",
    "schedule cosine warmup=5 steps=50 factor=0.5", "anneal exponential steps=20 factor=0.25", "clip 2.5",
    "train edges bandwidth",
    "compute threads=3 memory=7",
  ]

  private func configured(_ lines: [String]) throws -> Configuration {
    var session = Session()
    for line in lines {
      if let command = try Command(line: line) { try session.execute(command, line: line) }
    }
    return session.configuration
  }

  @Test func everySettingCanBeChangedAndWrittenBack() throws {
    let configuration = try configured(Self.changed)
    #expect(try configured(configuration.commands) == configuration)
    // Every line of the initial configuration differs, so no setting was left out of the test.
    for (line, initial) in zip(configuration.commands, Configuration().commands) { #expect(line != initial) }
  }

  @Test func theInitialConfigurationIsThePublishedExample() throws {
    let published = try SessionFile(path: sessionsFolder + "/published.neos")
    let settings = published.lines.filter { if case .configure = $0.command { true } else { false } }
    #expect(settings.count > 5)
    #expect(try configured(settings.map(\.text)) == Configuration())
  }

  @Test func aLineLeavesWhatItDoesNotName() throws {
    let configuration = try configured(["histogram bandwidth=0.25", "histogram bins=0:1:4"])
    #expect(configuration.bandwidth == 0.25)
    #expect(configuration.binning.count == 4)
  }
}
