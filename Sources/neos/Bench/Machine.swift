import Foundation
import NeosEngine

/// What times depend on beside the program: the processor, and what is set for its matrix products.
enum Machine {
  /// The processor's name as Linux has it.
  static var processor: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    guard let line = lines.first(where: { $0.hasPrefix("model name") }),
      let name = line.split(separator: ":").last
    else { return "unknown processor" }
    return name.trimmingCharacters(in: .whitespaces)
  }

  /// How many cores the program may use.
  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// What is set for OpenBLAS in place of its own choice for the processor, which may halve the rate of products.
  static var productSettings: [String] {
    ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"].compactMap { name in
      ProcessInfo.processInfo.environment[name].map { "\(name)=\($0)" }
    }
  }

  /// All of it.
  static var json: JSONObject {
    [
      "processor": .string(processor), "cores": .integer(cores), "products": .string(MatrixProducts.name),
      "productSettings": .array(productSettings.map { .string($0) }),
    ]
  }
}
