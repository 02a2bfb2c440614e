import NeosEngine
import Testing

/// The compiled activations against plain ones.
@Suite struct ActivationKernelsTests {
  @Test(arguments: KernelPath.all, PlainActivations.all)
  func single(path: KernelPath, activation: Activation) throws { try check(path.float, activation) }

  @Test(arguments: KernelPath.all, PlainActivations.all)
  func double(path: KernelPath, activation: Activation) throws { try check(path.double, activation) }

  @Test(arguments: KernelPath.all, PlainActivations.all)
  func infinitiesAreLimits(path: KernelPath, activation: Activation) throws {
    let limits: [Activation: [Double]] = [
      .sigmoid: [0, 1], .tanh: [-1, 1], .softplus: [0, .infinity], .elu: [-1, .infinity],
      .gelu: [0, .infinity],
    ]
    let kernel = try #require(PlainActivations.kernel(activation, of: path.double))
    var values = [-Double.infinity, .infinity]
    kernel.apply(values, &values, 2)
    #expect(values == limits[activation])
    var slopes = [1.0, 1]
    kernel.pullback(activation == .gelu ? [-.infinity, .infinity] : values, &slopes, 2)
    #expect(slopes == [0, [.sigmoid, .tanh].contains(activation) ? 0 : 1])
  }

  /// Whatever the number of values is, each has the bits that it has alone, and nothing else is written.
  private func check<S: NetworkScalar & RandomScalar>(
    _ kernels: NetworkKernels<S>, _ activation: Activation
  ) throws {
    let kernel = try #require(PlainActivations.kernel(activation, of: kernels))
    let points = points(S.self)
    for count in Array(0..<40) + [points.count] {
      let x = Array(points.suffix(count))
      let expected = x.map { PlainActivations.value(activation, $0) }
      var values = [S](repeating: 7, count: count + 1)
      kernel.apply(x, &values, count)
      #expect(values[count] == 7)
      for (place, argument) in x.enumerated() {
        same(values[place], expected[place], "\(activation)(\(argument))")
        var alone = [argument]
        kernel.apply(alone, &alone, 1)
        #expect(alone[0] == values[place] || alone[0].isNaN && values[place].isNaN, "\(argument) alone")
      }

      let numbers = activation == .gelu ? x : Array(values[..<count])
      var slopes = [S](repeating: -0.5, count: count + 1)
      kernel.pullback(numbers, &slopes, count)
      #expect(slopes[count] == -0.5)
      for (place, number) in numbers.enumerated() {
        let slope = PlainActivations.slope(activation, of: number)
        same(-2 * slopes[place], slope, "\(activation)' at \(number)")
        var alone: [S] = [-0.5]
        kernel.pullback([number], &alone, 1)
        #expect(alone[0] == slopes[place] || alone[0].isNaN && slopes[place].isNaN, "\(number) alone")
      }
    }
  }

  /// Numbers of all sizes, with those at which something ends.
  private func points<S: NetworkScalar & RandomScalar>(_: S.Type) -> [S] {
    let key = RandomKey(seed: 9)
    let sizes: [S] = [1e-30, 1e-6, 0.1, 1, 10, 100, 1000]
    let random = sizes.enumerated().flatMap { index, size in
      key.split(sizes.count)[index].uniform(50, from: -1, to: 1).map { (draw: S) in size * draw }
    }
    let ends: [S] = [
      0, .leastNonzeroMagnitude, .leastNormalMagnitude, .ulpOfOne, 0.5, 1, 17, 38, 87, 88.5, 89, 100, 104,
      708, 710,
      746, 1e20, .greatestFiniteMagnitude, .infinity, .nan,
    ]
    return random + ends + ends.map { -$0 }
  }

  /// libmvec's functions are good to 4 units of the last place and libm's to 1; a value has two of them, and at most
  /// three roundings on either side.
  private func same<S: NetworkScalar>(_ found: S, _ expected: PlainActivations.Term<S>, _ what: Comment) {
    guard expected.value.isFinite else {
      #expect(found == expected.value || found.isNaN && expected.value.isNaN, what)
      return
    }
    let tolerance = 16 * (S.ulpOfOne * expected.size + .leastNonzeroMagnitude)
    #expect(abs(found - expected.value) <= tolerance, what)
  }
}
