/// One key of a `sample` or `vary` line.
struct DeclarationKey: Sendable {
  /// The verbs of declarations.
  enum Verb: String, Sendable, CaseIterable {
    case sample, vary

    /// How a line with it is written.
    var usage: String {
      switch self {
      case .sample:
        "sample NAME FILE columns= [weight=] [where=] [limit=] [dataset=] [yield=] [role=] | sample NAME generate= "
          + "events= [yield=] [role=] | sample NAME none"
      case .vary:
        "vary NAME SAMPLE files=UP,DOWN | weights=UP,DOWN | shift=FEATURE:UP,DOWN | scale=FEATURE:UP,DOWN | "
          + "norm=UP,DOWN, [width=] | vary NAME SAMPLE none"
      }
    }

    /// What it does.
    var summary: String {
      switch self {
      case .sample: "declare a sample of events: in a file (CSV, npy, npz, HDF5), or generated"
      case .vary: "declare how a sample varies with a nuisance parameter"
      }
    }
  }

  let name: String
  let verb: Verb
  /// What a value looks like.
  let values: ValueForm

  static let table: [DeclarationKey] = [
    DeclarationKey(
      name: "columns", verb: .sample,
      values: "the columns that are features, between commas; a name with a comma stands in backticks"),
    DeclarationKey(
      name: "weight", verb: .sample, values: "the column of the weights; every weight is 1 if left out"),
    DeclarationKey(
      name: "where", verb: .sample,
      values: "the events to take, as \"pt > 25 and abs(eta) < 2.5\"; all if left out"),
    DeclarationKey(
      name: "limit", verb: .sample,
      values:
        "the most events that are kept, the first ones; the yield stays that of all that pass; all if left out"
    ),
    DeclarationKey(
      name: "dataset", verb: .sample,
      values: "the group or dataset of an HDF5 file, or the array of an npz file"),
    DeclarationKey(
      name: "generate", verb: .sample,
      values:
        "NAME=normal:MEAN:DEVIATION, NAME=exponential:RATE or NAME=uniform:LOW:HIGH for each feature, between commas"
    ),
    DeclarationKey(name: "events", verb: .sample, values: "how many events are generated"),
    DeclarationKey(
      name: "yield", verb: .sample,
      values:
        "expected events at unit luminosity; if left out, the sum of the weights of all events that pass"),
    DeclarationKey(
      name: "role", verb: .sample,
      values: ValueForm(
        text: "signal or background; if left out, a sample called signal is signal, others are background",
        words: ["signal", "background"])),
    DeclarationKey(
      name: "check", verb: .sample, values: "the checksum that the numbers must have; recordings have it"),
    DeclarationKey(
      name: "files", verb: .vary,
      values: ValueForm(text: "the files at +1 and -1", names: .files(["csv", "npy", "npz", "h5", "hdf5"]))),
    DeclarationKey(name: "weights", verb: .vary, values: "the columns of the weights at +1 and -1"),
    DeclarationKey(name: "shift", verb: .vary, values: "FEATURE:UP,DOWN, what is added to a feature"),
    DeclarationKey(name: "scale", verb: .vary, values: "FEATURE:UP,DOWN, what multiplies a feature"),
    DeclarationKey(name: "norm", verb: .vary, values: "UP,DOWN, what multiplies the rate"),
    DeclarationKey(
      name: "width", verb: .vary,
      values: ValueForm(
        text:
          "the width of the parameter's constraint, in units of the distance to UP and DOWN, or free; 1 if left out",
        words: ["free"])),
    DeclarationKey(
      name: "check", verb: .vary, values: "the checksum that the numbers must have; recordings have it"),
  ]

  /// The keys of a verb.
  static func keys(of verb: Verb) -> [DeclarationKey] { table.filter { $0.verb == verb } }
}
