import NeosEngine
import RealModule
import Testing

/// The compiled softmax, one row at a time and with the functions of libm.
@Suite struct SoftmaxKernelTests {
  @Test(arguments: KernelPath.all)
  func single(path: KernelPath) { check(path.float) }

  @Test(arguments: KernelPath.all)
  func double(path: KernelPath) { check(path.double) }

  @Test(arguments: KernelPath.all)
  func nothingOverflows(path: KernelPath) {
    let largest = Double.greatestFiniteMagnitude
    var values = [Double](repeating: 0, count: 6)
    path.double.softmax.apply([largest, -largest, 1e3, 1e3, -1e3, 1e3], &values, 3, 2)
    #expect(values == [1, 0, 0.5, 0.5, 0, 1])
  }

  @Test(arguments: KernelPath.all, [2, 3, 7, 8, 20])
  func notANumberStaysInItsRow(path: KernelPath, width: Int) {
    for place in 0..<width {
      var x = [Double](repeating: 1, count: 3 * width)
      x[width + place] = .nan
      var values = x
      path.double.softmax.apply(x, &values, 3, width)
      let isNaN = values.map(\.isNaN)
      let (one, none) = ([Bool](repeating: true, count: width), [Bool](repeating: false, count: width))
      #expect(isNaN == none + one + none)
    }
  }

  /// Whatever the rows beside it are, each has the bits that it has alone and in place, and nothing else is written.
  private func check<S: NetworkScalar & RandomScalar>(_ kernels: NetworkKernels<S>) {
    for width in Array(1...20) + [33, 100] {
      // libmvec's exponential is good to 4 units of the last place and libm's to 1; each term has a rounding in the sum.
      let tolerance = S.ulpOfOne * S(16 + 2 * width)
      for events in [0, 1, 2, 7, 37] {
        let count = events * width
        let x: [S] = RandomKey(seed: UInt64(width)).uniform(count, from: -20, to: 20)
        let upstream: [S] = RandomKey(seed: 1).uniform(count, from: -1, to: 1)
        var values = [S](repeating: 7, count: count + 1)
        kernels.softmax.apply(x, &values, events, width)
        var slopes = upstream + [7]
        kernels.softmax.pullback(values, &slopes, events, width)
        #expect(values[count] == 7 && slopes[count] == 7)
        for first in stride(from: 0, to: count, by: width) {
          let row = first..<first + width
          let exponentials = x[row].map { S.exp($0 - (x[row].max() ?? 0)) }
          let sum = exponentials.reduce(0, +)
          for (value, exponential) in zip(values[row], exponentials) {
            #expect(abs(value - exponential / sum) <= tolerance * exponential / sum, "\(width) outputs")
          }
          let mean = zip(values[row], upstream[row]).reduce(0) { $0 + $1.0 * $1.1 }
          for place in row {
            let slope = values[place] * (upstream[place] - mean)
            #expect(abs(slopes[place] - slope) <= tolerance * values[place], "\(width) outputs")
          }

          var (valuesAlone, slopesAlone) = (Array(x[row]), Array(upstream[row]))
          valuesAlone.withUnsafeMutableBufferPointer {
            if let place = $0.baseAddress { kernels.softmax.apply(place, place, 1, width) }
          }
          #expect(valuesAlone[...] == values[row])
          kernels.softmax.pullback(valuesAlone, &slopesAlone, 1, width)
          #expect(slopesAlone[...] == slopes[row])
        }
      }
    }
  }
}
