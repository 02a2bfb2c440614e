import Foundation
import NeosEngine
import Testing

/// Many damaged inputs, one after the other.
///
/// A trap ends the program, and says nothing of what led to it: where `NEOS_FUZZ_INPUTS` asks for more than the usual
/// inputs, each one is written to a file before it is tried, and where it stands is printed.
struct FuzzRun {
  let name: String
  let corpus: [[UInt8]]
  let tokens: [String]

  /// Tries inputs.
  ///
  /// - Parameters:
  ///   - count: how many, unless `NEOS_FUZZ_INPUTS` says it.
  ///   - share: the share of `NEOS_FUZZ_INPUTS` that is tried, for inputs that take their time.
  ///   - body: what is done with each.
  func callAsFunction(
    _ count: Int, seed: UInt64, share: Double = 1,
    _ body: (_ input: [UInt8], _ mutator: inout Mutator) throws -> Void
  ) throws {
    let wanted = Mutator.inputCount(0)
    let total = wanted > 0 ? max(1, Int(Double(wanted) * share)) : count
    var mutator = Mutator(seed: seed, tokens: tokens)
    let place = FileManager.default.temporaryDirectory.appending(path: "neos-fuzz-\(name)-\(getpid())")
    if wanted > 0 { print("fuzz \(name): \(total) inputs from seed \(seed), the last one in \(place.path)") }
    let start = ContinuousClock.now
    var slowest = Duration.zero
    for _ in 0..<total {
      let input = mutator.mutated(of: corpus)
      if wanted > 0 { try Data(input).write(to: place) }
      let before = ContinuousClock.now
      try body(input, &mutator)
      slowest = max(slowest, ContinuousClock.now - before)
    }
    guard wanted > 0 else { return }
    try FileManager.default.removeItem(at: place)
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(
      "fuzz \(name): \(total) inputs in \(ContinuousClock.now - start), the slowest \(slowest), "
        + "peak memory \(usage.ru_maxrss / 1024) MiB")
  }
}

/// What damaged inputs are made of: the files of the project, and inputs that were trouble once.
enum FuzzCorpus {
  /// The session files.
  static func sessionFiles() throws -> [[UInt8]] {
    try FileManager.default.contentsOfDirectory(atPath: sessionsFolder).sorted().filter {
      $0.hasSuffix(".neos")
    }.map {
      Array(try Data(contentsOf: URL(filePath: "\(sessionsFolder)/\($0)")))
    }
  }

  /// Workspaces: the published ones, and one with every kind of modifier.
  static func workspaces() throws -> [[UInt8]] {
    let learned = Array(try Data(contentsOf: URL(filePath: "\(sessionsFolder)/two-channel.json")))
    let good = Array(try WorkspaceFigures().good().text(.indented).utf8)
    let random = HistFactoryFigures.cases.prefix(8).map { Array($0.workspace.workspace.json().utf8) }
    return [learned, good] + random
  }

  /// Lines of the language of every kind, beyond those of the session files.
  static let lines = [
    "data blobs samples=3 events=20,30,40", "data signal-mean=-1,1 up-covariance=1,2,0.5",
    "seed events=1 layout=original",
    "split test=0.25", "batch 6", "network 4 tanh 1 sigmoid initializer=glorot precision=double draws=single",
    "histogram kde bins=0,0.3,1 bandwidth=0.2 reflect=on density=off", "histogram bins=0:1:3",
    "scale signal=2 floor=1e-9",
    "model histosys", "model uncorrelated-background", "objective cls", "metrics cls discovery every=2",
    "optimizer adam rate=0.01 beta1=0.9 epsilon=1e-8", "schedule cosine warmup=2 steps=10 factor=0.5",
    "clip 1", "clip none",
    "train edges bandwidth", "compute threads=1 memory=10", "set bandwidth 0.3", "set rate=0.1", "step 2",
    "run until cls < 0.3 within 2", "back 1", "forward 1", "fork other", "switch main", "compare",
    "break when loss >= best.loss", "break when yields.signal[0] < gradient.edges[1]", "break clear 1",
    "show yields",
    "show histogram", "show loss", "show bandwidth", "show settings", "cls poi=1 stat=qtilde on=observed",
    "limit level=0.05 at=0:2:5", "significance on=1", "scan parameter=mu at=0,1,2", "fit fix=mu:1 minos=all",
    "ranking",
    "expect result.CLs_obs = 0.3 ± 1e-6 rel", "expect yields.signal = [1, 2, 3] +- 0.1",
    "expect logpdf(mu=0, data=1) = -3 ± 1 rel", "expect weights[3] != gradient.weights[2]",
    "echo a \"b c\" # d", "help",
    "help set", "inspect", "quit",
  ]
}
