// The loops of NeosKernels beside plain ones, in turns; kernel_benchmark.py compiles and runs it.

import Foundation
import NeosKernels

typealias Numbers = UnsafeMutablePointer<Float>
typealias Doubles = UnsafeMutablePointer<Double>

func numbers(_ count: Int, scale: Float = 1) -> Numbers {
  let room = Numbers.allocate(capacity: count)
  for index in 0..<count { room[index] = scale * Float.random(in: -1...1, using: &generator) }
  return room
}

/// Steele's and Vigna's splitmix64, so that every run has the same numbers.
struct Generator: RandomNumberGenerator {
  var state: UInt64 = 1
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

nonisolated(unsafe) var generator = Generator()

// As on a network's way back: gradients that are scaled in place again and again come below the smallest normal number.
_ = neos_leave_out_subnormals()

/// Times two bodies in turns and prints the medians in microseconds.
func compare(_ name: String, _ kernel: () -> Void, _ plain: () -> Void) {
  func time(_ body: () -> Void) -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1000
  }
  kernel()
  plain()
  var times: [[Double]] = [[], []]
  for _ in 0..<51 {
    times[0].append(time(kernel))
    times[1].append(time(plain))
  }
  let medians = times.map { $0.sorted()[$0.count / 2] }
  print("\(name)\t\(medians[0])\t\(medians[1])")
}

let (events, inputs, units) = (256, 2, 1024)
let (x, w, b, v) = (numbers(events * inputs), numbers(inputs * units), numbers(units), numbers(units))
let (hidden, slopes, unitSlopes) = (numbers(events * units), numbers(events * units), numbers(events))
let (dw, db, dv, y) = (numbers(inputs * units), numbers(units), numbers(units), numbers(events))

func plainDense(relu: Bool) {
  for event in 0..<events {
    for unit in 0..<units {
      var sum = b[unit]
      for input in 0..<inputs { sum += x[event * inputs + input] * w[input * units + unit] }
      hidden[event * units + unit] = relu ? max(sum, 0) : sum
    }
  }
}

func plainDensePullback() {
  for event in 0..<events {
    for unit in 0..<units where hidden[event * units + unit] > 0 {
      let slope = slopes[event * units + unit]
      db[unit] += slope
      for input in 0..<inputs { dw[input * units + unit] += x[event * inputs + input] * slope }
    }
  }
}

compare("dense_forward") {
  neos_dense_forward_float(x, w, b, hidden, events, inputs, units, 1)
} _: {
  plainDense(relu: true)
}
compare("dense_pullback") {
  neos_dense_pullback_float(x, hidden, slopes, dw, db, events, inputs, units)
} _: {
  plainDensePullback()
}
compare("add_bias") {
  neos_add_bias_float(b, hidden, events, units, 1)
} _: {
  for event in 0..<events {
    for unit in 0..<units { hidden[event * units + unit] = max(hidden[event * units + unit] + b[unit], 0) }
  }
}
plainDense(relu: true)
compare("bias_pullback") {
  neos_bias_pullback_float(hidden, slopes, db, events, units)
} _: {
  for event in 0..<events {
    for unit in 0..<units {
      if !(hidden[event * units + unit] > 0) { slopes[event * units + unit] = 0 }
      db[unit] += slopes[event * units + unit]
    }
  }
}
compare("unit_forward") {
  neos_unit_forward_float(hidden, b, v, 0.5, y, events, units)
} _: {
  for event in 0..<events {
    var sum: Float = 0.5
    for unit in 0..<units { sum += max(hidden[event * units + unit] + b[unit], 0) * v[unit] }
    y[event] = sum
  }
}
compare("unit_pullback") {
  neos_unit_pullback_float(hidden, b, v, unitSlopes, slopes, dv, db, events, units)
} _: {
  for event in 0..<events {
    for unit in 0..<units {
      let value = max(hidden[event * units + unit] + b[unit], 0)
      dv[unit] += unitSlopes[event] * value
      let slope = value > 0 ? unitSlopes[event] * v[unit] : 0
      slopes[event * units + unit] = slope
      db[unit] += slope
    }
  }
}
let signs = UnsafeMutablePointer<UInt32>.allocate(capacity: events * units / 32)
compare("signs_forward") {
  neos_signs_forward_float(hidden, b, v, 0.5, y, signs, events, units)
} _: {
  for event in 0..<events {
    var sum: Float = 0.5
    for unit in 0..<units {
      let value = max(hidden[event * units + unit] + b[unit], 0)
      sum += value * v[unit]
      let (word, bit) = ((event * units + unit) / 32, UInt32(unit % 32))
      signs[word] = value > 0 ? signs[word] | 1 << bit : signs[word] & ~(1 << bit)
    }
    y[event] = sum
  }
}
compare("signs_pullback") {
  neos_signs_pullback_float(signs, unitSlopes, slopes, db, events, units)
} _: {
  for event in 0..<events {
    for unit in 0..<units {
      let isAbove = signs[(event * units + unit) / 32] >> UInt32(unit % 32) & 1 == 1
      let slope = isAbove ? unitSlopes[event] : 0
      slopes[event * units + unit] = slope
      db[unit] += slope
    }
  }
}
compare("hidden_forward") {
  neos_hidden_forward_float(x, w, b, v, 0.5, y, events, inputs, units)
} _: {
  for event in 0..<events {
    var sum: Float = 0.5
    for unit in 0..<units {
      var value = b[unit]
      for input in 0..<inputs { value += x[event * inputs + input] * w[input * units + unit] }
      sum += max(value, 0) * v[unit]
    }
    y[event] = sum
  }
}
compare("hidden_pullback") {
  neos_hidden_pullback_float(x, w, b, v, unitSlopes, dw, db, dv, events, inputs, units)
} _: {
  for event in 0..<events {
    for unit in 0..<units {
      var value = b[unit]
      for input in 0..<inputs { value += x[event * inputs + input] * w[input * units + unit] }
      guard value > 0 else { continue }
      dv[unit] += unitSlopes[event] * value
      let slope = unitSlopes[event] * v[unit]
      db[unit] += slope
      for input in 0..<inputs { dw[input * units + unit] += x[event * inputs + input] * slope }
    }
  }
}

let count = 100_000
let (parameters, mean, square, gradient) = (numbers(count), numbers(count), numbers(count), numbers(count))
for index in 0..<count { square[index] = abs(square[index]) }
compare("adam_update") {
  neos_adam_update_float(
    0.9, 0.999, 0.1, 0.001, 0.5, 0.5, 1e-8, 1e-3, 0, 1, gradient, parameters, mean, square, parameters, mean,
    square, count)
} _: {
  for index in 0..<count {
    let g = gradient[index]
    mean[index] = 0.1 * g + 0.9 * mean[index]
    square[index] = 0.001 * g * g + 0.999 * square[index]
    parameters[index] -= 1e-3 * (mean[index] / 0.5) / ((square[index] / 0.5).squareRoot() + 1e-8)
  }
}

let (arguments, values) = (numbers(count, scale: 3), numbers(count))

func apply(_ function: (Float) -> Float) {
  for index in 0..<count { values[index] = function(arguments[index]) }
}

/// Makes all values the same number, at which the slope is 1 or -1: a way back multiplies in place, call after call.
func setAll(_ value: Float) {
  for index in 0..<count { values[index] = value }
}
func scale(_ slope: (Float) -> Float) {
  for index in 0..<count { gradient[index] *= slope(values[index]) }
}

compare("sigmoid") {
  neos_sigmoid_float(arguments, values, count)
} _: {
  apply {
    let tail = expf(-abs($0))
    return ($0 < 0 ? tail : 1) / (1 + tail)
  }
}
setAll(1.618034)
compare("sigmoid_pullback") {
  neos_sigmoid_pullback_float(values, gradient, count)
} _: {
  scale { $0 * (1 - $0) }
}
compare("tanh") {
  neos_tanh_float(arguments, values, count)
} _: {
  apply { tanhf($0) }
}
setAll(0)
compare("tanh_pullback") {
  neos_tanh_pullback_float(values, gradient, count)
} _: {
  scale { 1 - $0 * $0 }
}
compare("softplus") {
  neos_softplus_float(arguments, values, count)
} _: {
  apply { max($0, 0) + log1pf(expf(-abs($0))) }
}
setAll(20)
compare("softplus_pullback") {
  neos_softplus_pullback_float(values, gradient, count)
} _: {
  scale { -expm1f(-$0) }
}
compare("elu") {
  neos_elu_float(arguments, values, count)
} _: {
  apply { $0 > 0 ? $0 : expm1f($0) }
}
setAll(1)
compare("elu_pullback") {
  neos_elu_pullback_float(values, gradient, count)
} _: {
  scale { $0 > 0 ? 1 : $0 + 1 }
}
compare("gelu") {
  neos_gelu_float(arguments, values, count)
} _: {
  apply { $0 / (1 + expf(-1.5957692 * ($0 * (1 + 0.044715 * $0 * $0)))) }
}
setAll(10)
compare("gelu_pullback") {
  neos_gelu_pullback_float(values, gradient, count)
} _: {
  scale {
    let share = 1 / (1 + expf(-1.5957692 * ($0 * (1 + 0.044715 * $0 * $0))))
    return share * (1 + $0 * (1 - share) * 1.5957692 * (1 + 0.134145 * $0 * $0))
  }
}

let outputs = 5
compare("softmax, \(outputs) outputs") {
  neos_softmax_float(arguments, values, count / outputs, outputs)
} _: {
  for first in stride(from: 0, to: count, by: outputs) {
    let row = first..<first + outputs
    var (largest, sum) = (-Float.infinity, Float(0))
    for place in row where arguments[place] > largest { largest = arguments[place] }
    for place in row {
      values[place] = expf(arguments[place] - largest)
      sum += values[place]
    }
    for place in row { values[place] /= sum }
  }
}
compare("softmax_pullback, \(outputs) outputs") {
  neos_softmax_pullback_float(values, gradient, count / outputs, outputs)
} _: {
  for first in stride(from: 0, to: count, by: outputs) {
    let row = first..<first + outputs
    var mean: Float = 0
    for place in row { mean += values[place] * gradient[place] }
    for place in row { gradient[place] = values[place] * (gradient[place] - mean) }
  }
}

for (bins, h) in [(10, 0.1), (100, 0.01)] {
  let events = 2000
  let scores = Doubles.allocate(capacity: events)
  for event in 0..<events { scores[event] = Double.random(in: 0...1, using: &generator) }
  let edges = Doubles.allocate(capacity: bins + 1)
  let upstream = Doubles.allocate(capacity: bins + 1)
  let (sums, dx) = (Doubles.allocate(capacity: bins + 1), Doubles.allocate(capacity: events))
  for edge in 0...bins {
    edges[edge] = Double(edge) / Double(bins)
    upstream[edge] = 1 + Double(edge)
    sums[edge] = 0
  }
  var dh = 0.0
  compare("kde_forward, \(bins) bins, h = \(h)") {
    neos_kde_forward(scores, nil, edges, 1 / h, sums, events, bins + 1)
  } _: {
    for event in 0..<events {
      for edge in 0...bins { sums[edge] += 0.5 * erfc((scores[event] - edges[edge]) / h / 2.0.squareRoot()) }
    }
  }
  compare("kde_pullback, \(bins) bins, h = \(h)") {
    neos_kde_pullback(scores, nil, edges, upstream, 1 / h, dx, sums, &dh, events, bins + 1)
  } _: {
    for event in 0..<events {
      dx[event] = 0
      for edge in 0...bins {
        let z = (edges[edge] - scores[event]) / h
        let term = upstream[edge] / h * 0.3989422804014327 * exp(-0.5 * z * z)
        sums[edge] += term
        dx[event] -= term
        dh -= z * term
      }
    }
  }
}

// A fit with a hundred bins and as many parameters. A hundred calls at a time, as one takes less than the clock tells.
let (bins, calls) = (100, 100)
func aligned(_ count: Int) -> Doubles {
  UnsafeMutableRawPointer.allocate(
    byteCount: count * MemoryLayout<Double>.stride, alignment: Int(neos_alignment)
  ).bindMemory(to: Double.self, capacity: count)
}

func doubles(_ count: Int) -> Doubles {
  let room = Doubles.allocate(capacity: count)
  for index in 0..<count { room[index] = Double.random(in: -1...1, using: &generator) }
  return room
}
let (ups, downs, factors, binSlopes, derivatives) = (
  doubles(bins), doubles(bins), doubles(bins), doubles(bins), doubles(bins)
)
var total = 0.0
compare("dot, 100 calls of 100 bins") {
  for _ in 0..<calls { total += neos_dot(ups, binSlopes, bins) }
} _: {
  for _ in 0..<calls {
    var sum = 0.0
    for bin in 0..<bins { sum += ups[bin] * binSlopes[bin] }
    total += sum
  }
}
compare("shift, 100 calls of 100 bins") {
  for _ in 0..<calls {
    total += neos_shift(ups, downs, 1e-9, 1e-9, factors, binSlopes, derivatives, bins, false).up
  }
} _: {
  for _ in 0..<calls {
    var (up, down) = (0.0, 0.0)
    for bin in 0..<bins {
      derivatives[bin] += factors[bin] * (1e-9 * ups[bin] + 1e-9 * downs[bin])
      up += binSlopes[bin] * ups[bin]
      down += binSlopes[bin] * downs[bin]
    }
    total += up + down
  }
}
compare("variation, 100 calls of 100 bins") {
  for _ in 0..<calls { total += neos_variation(ups, downs, factors, binSlopes, bins).up_down }
} _: {
  for _ in 0..<calls {
    var (upUp, downDown, upDown, slopeUp, slopeDown) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for bin in 0..<bins {
      let (up, down) = (factors[bin] * ups[bin], factors[bin] * downs[bin])
      upUp += up * up
      downDown += down * down
      upDown += up * down
      slopeUp += binSlopes[bin] * ups[bin]
      slopeDown += binSlopes[bin] * downs[bin]
    }
    total += upUp + downDown + upDown + slopeUp + slopeDown
  }
}

let size = 104
let positive = doubles(size * size)
for row in 0..<size { positive[row * (size + 1)] = Double(size) }
let factored = aligned(size * size)
compare("cholesky of 104 rows") {
  factored.update(from: positive, count: size * size)
  total += Double(neos_cholesky(factored, size))
} _: {
  factored.update(from: positive, count: size * size)
  for column in 0..<size {
    for other in 0..<column {
      let factor = factored[other * size + column]
      for row in column..<size { factored[column * size + row] -= factored[other * size + row] * factor }
    }
    let root = factored[column * (size + 1)].squareRoot()
    for row in column..<size { factored[column * size + row] /= root }
  }
}
@_silgen_name("dpotrf_")
func dpotrf(
  _ triangle: UnsafePointer<CChar>, _ size: UnsafePointer<CInt>, _ matrix: Doubles,
  _ leading: UnsafePointer<CInt>,
  _ info: UnsafeMutablePointer<CInt>)
@_silgen_name("openblas_set_num_threads")
func openblasSetThreads(_ count: CInt)
openblasSetThreads(1)
compare("cholesky of 104 rows, beside OpenBLAS's potrf") {
  factored.update(from: positive, count: size * size)
  total += Double(neos_cholesky(factored, size))
} _: {
  factored.update(from: positive, count: size * size)
  var (rows, info) = (CInt(size), CInt(0))
  dpotrf("L", &rows, factored, &rows, &info)
}
compare("set_columns of 100 rows") {
  neos_set_columns(positive, 100, factored, size)
} _: {
  for row in 0..<100 {
    for column in 0...row { factored[column * size + row] = positive[row * 100 + column] }
  }
}
let squares = doubles(100 * bins)
let columns = aligned(size * bins)
compare("subtract_square of 100 rows of 100 numbers") {
  neos_subtract_square(squares, 100, bins, columns, factored, size)
} _: {
  for row in 0..<100 {
    for column in 0...row {
      var sum = 0.0
      for bin in 0..<bins { sum += squares[row * bins + bin] * squares[column * bins + bin] }
      factored[row * size + column] -= sum
    }
  }
}
@_silgen_name("cblas_dsyrk")
func dsyrk(
  _ order: CInt, _ triangle: CInt, _ transposition: CInt, _ size: CInt, _ length: CInt, _ factor: Double,
  _ rows: Doubles, _ rowStride: CInt, _ share: Double, _ matrix: Doubles, _ stride: CInt)
compare("subtract_square of 100 rows of 100 numbers, beside OpenBLAS's syrk") {
  neos_subtract_square(squares, 100, bins, columns, factored, size)
} _: {
  // Row by row, the lower triangle, not transposed.
  dsyrk(101, 122, 111, 100, CInt(bins), -1, squares, CInt(bins), 1, factored, CInt(size))
}
if !total.isFinite { print("a sum is not finite") }
