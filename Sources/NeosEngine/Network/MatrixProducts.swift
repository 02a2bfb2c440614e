internal import COpenBLAS

/// The machine's matrix products, which are the limit of a step with a large network.
package enum MatrixProducts {
  /// What OpenBLAS calls the processor that it has chosen its products for.
  package static var name: String { String(cString: openblas_get_corename()) }

  /// The floating-point operations a second of products in single precision, one on each thread at a time: the median
  /// over so many seconds, of the shape that a tile makes in the middle of a network of 1024 units a layer.
  package static func rate(threads: Int, seconds: Double) -> Double {
    let (rows, width) = (Tiling.wideSize, 1024)
    let memory = StepMemory()
    let size = rows * width
    let room = memory.room(threads * 2 * size + width * width, of: Float.self)
    room.numbers.update(repeating: 1 / 1024, count: threads * 2 * size + width * width)
    let weights = room.numbers + threads * 2 * size
    let products = 8 * threads
    let times = RepeatedTimes(for: seconds) {
      inParallel(products, threads: threads) { _, worker in
        let own = room.numbers + worker * 2 * size
        Float.product(
          rows: rows, columns: width, inner: width, own, transposed: false, weights, transposed: false,
          to: own + size, isAdded: false)
      }
    }
    return 2 * Double(products) * Double(size) * Double(width) / times.median
  }
}

extension Network {
  /// The floating-point operations of the products of a step: forward, and back to weights and inputs of every dense
  /// layer, but not to the network's inputs.
  package func productOperations(events: Int) -> Double {
    var (width, operations) = (inputCount, 0.0)
    var isFirst = true
    for case .dense(let outputs) in layers {
      operations += (isFirst ? 4 : 6) * Double(width) * Double(outputs)
      (width, isFirst) = (outputs, false)
    }
    return operations * Double(events)
  }
}
