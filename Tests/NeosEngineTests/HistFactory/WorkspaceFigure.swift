import NeosEngine
import Testing

/// A workspace as the figures hold it: pyhf's JSON, read without any checks.
struct WorkspaceFigure: Decodable {
  struct Channel: Decodable {
    var name: String
    var samples: [Sample]
  }

  struct Sample: Decodable {
    var name: String
    var data: [Double]
    var modifiers: [Modifier]
  }

  struct Observation: Decodable {
    var name: String
    var data: [Double]
  }

  struct Measurement: Decodable {
    struct Configuration: Decodable {
      var poi: String
      var parameters: [Parameter]
    }
    var name: String
    var config: Configuration
  }

  struct Parameter: Decodable {
    var name: String
    var inits: [Double]?
    var bounds: [[Double]]?
    var fixed: Bool?
    var auxdata: [Double]?
    var sigmas: [Double]?
    var factors: [Double]?
  }

  struct Modifier: Decodable {
    enum Keys: String, CodingKey { case name, type, data }
    struct Factors: Decodable { var hi, lo: Double }
    struct Shapes: Decodable { var hi_data, lo_data: [Double] }
    var modifier: Workspace.Modifier

    init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: Keys.self)
      let effect: Workspace.Modifier.Effect
      switch try keys.decode(ModifierKind.self, forKey: .type) {
      case .normFactor: effect = .normFactor
      case .lumi: effect = .lumi
      case .shapeFactor: effect = .shapeFactor
      case .normSys:
        let factors = try keys.decode(Factors.self, forKey: .data)
        effect = .normSys(hi: factors.hi, lo: factors.lo)
      case .histoSys:
        let shapes = try keys.decode(Shapes.self, forKey: .data)
        effect = .histoSys(hi: .values(shapes.hi_data), lo: .values(shapes.lo_data))
      case .shapeSys: effect = .shapeSys(.values(try keys.decode([Double].self, forKey: .data)))
      case .statError: effect = .statError(.values(try keys.decode([Double].self, forKey: .data)))
      }
      modifier = Workspace.Modifier(name: try keys.decode(String.self, forKey: .name), effect: effect)
    }
  }

  var channels: [Channel]
  var observations: [Observation]
  var measurements: [Measurement]

  var workspace: Workspace {
    Workspace(
      channels: channels.map { channel in
        Workspace.Channel(
          name: channel.name,
          samples: channel.samples.map { sample in
            Workspace.Sample(
              name: sample.name, data: .values(sample.data), modifiers: sample.modifiers.map(\.modifier))
          })
      },
      observations: observations.map { Workspace.Observation(name: $0.name, data: $0.data) },
      measurements: measurements.map { measurement in
        Workspace.Measurement(
          name: measurement.name, poi: measurement.config.poi,
          parameters: measurement.config.parameters.map { parameter in
            Workspace.ParameterConfiguration(
              name: parameter.name, inits: parameter.inits, bounds: parameter.bounds?.map { $0[0]...$0[1] },
              isFixed: parameter.fixed, auxdata: parameter.auxdata, sigmas: parameter.sigmas,
              factors: parameter.factors)
          })
      })
  }
}

/// The random workspaces with pyhf's models of them (`histfactory_reference.py`).
enum HistFactoryFigures {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var workspace: WorkspaceFigure
    var normSys: Interpolation.Multiplicative
    var histoSys: Interpolation.Additive
    var parameterNames: [String]
    var parameterSets: [String]
    var initial: [Double]
    var bounds: [[Double]]
    var fixed: [Bool]
    var auxiliaryData: [Double]
    var auxiliaryOrder: [String]
    var poiIndex: Int?
    var observed: [Double]
    var points: [Point]

    var testDescription: String { name }

    func model() throws -> HistFactoryModel {
      let workspace = workspace.workspace
      return try HistFactoryModel(
        workspace, measurement: workspace.measurements[0],
        interpolation: Interpolation(histoSys: histoSys, normSys: normSys))
    }
  }

  struct Point: Decodable {
    var parameters: [Double]
    var expectedData: [Double]
    var data: [Double]
    var logpdf: Double
    var gradient: [Double]
    var hessian: [[Double]]
  }

  static let cases = (try? Figures.load("histfactory", as: CaseFile<Case>.self))?.cases ?? []
}
