import KernelPaths
import NeosEngine
import Testing

/// The kernels for one of the instruction sets that this processor has, or those that are chosen of them.
struct KernelPath: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var float = Float.kernels
  var double = Double.kernels

  static let chosen = KernelPath(testDescription: "chosen")

  static let all: [KernelPath] =
    [chosen, KernelPath("portable", portable_float, portable_double)]
    + (has_avx2() != 0 ? [KernelPath("AVX2", avx2_float, avx2_double)] : [])
    + (has_avx512() != 0 ? [KernelPath("AVX-512", avx512_float, avx512_double)] : [])

  /// Those of the kernel density, without what is chosen, which ``NeosEngine/KernelDensityHistogram`` runs.
  static let densities: [kernels_density] =
    [portable_density] + (has_avx2() != 0 ? [avx2_density] : []) + (has_avx512() != 0 ? [avx512_density] : [])

  /// Those of a fit, without what is chosen.
  static let fits: [kernels_fit] =
    [portable_fit] + (has_avx2() != 0 ? [avx2_fit] : []) + (has_avx512() != 0 ? [avx512_fit] : [])

  /// Those of symmetric matrices, without what is chosen.
  static let matrices: [kernels_matrix] =
    [portable_matrix] + (has_avx2() != 0 ? [avx2_matrix] : []) + (has_avx512() != 0 ? [avx512_matrix] : [])
}

extension KernelPath {
  private init(_ name: String, _ single: kernels_float, _ twofold: kernels_double) {
    testDescription = name
    float.denseForward = single.dense_forward
    float.densePullback = single.dense_pullback
    float.addBias = single.add_bias
    float.biasPullback = single.bias_pullback
    float.unitForward = single.unit_forward
    float.unitPullback = single.unit_pullback
    float.signsForward = single.signs_forward
    float.signsPullback = single.signs_pullback
    float.hiddenForward = single.hidden_forward
    float.hiddenPullback = single.hidden_pullback
    float.adamUpdate = single.adam_update
    (float.sigmoid.apply, float.sigmoid.pullback) = (single.sigmoid, single.sigmoid_pullback)
    (float.tanh.apply, float.tanh.pullback) = (single.tanh, single.tanh_pullback)
    (float.softplus.apply, float.softplus.pullback) = (single.softplus, single.softplus_pullback)
    (float.elu.apply, float.elu.pullback) = (single.elu, single.elu_pullback)
    (float.gelu.apply, float.gelu.pullback) = (single.gelu, single.gelu_pullback)
    (float.softmax.apply, float.softmax.pullback) = (single.softmax, single.softmax_pullback)
    double.denseForward = twofold.dense_forward
    double.densePullback = twofold.dense_pullback
    double.addBias = twofold.add_bias
    double.biasPullback = twofold.bias_pullback
    double.unitForward = twofold.unit_forward
    double.unitPullback = twofold.unit_pullback
    double.signsForward = twofold.signs_forward
    double.signsPullback = twofold.signs_pullback
    double.hiddenForward = twofold.hidden_forward
    double.hiddenPullback = twofold.hidden_pullback
    double.adamUpdate = twofold.adam_update
    (double.sigmoid.apply, double.sigmoid.pullback) = (twofold.sigmoid, twofold.sigmoid_pullback)
    (double.tanh.apply, double.tanh.pullback) = (twofold.tanh, twofold.tanh_pullback)
    (double.softplus.apply, double.softplus.pullback) = (twofold.softplus, twofold.softplus_pullback)
    (double.elu.apply, double.elu.pullback) = (twofold.elu, twofold.elu_pullback)
    (double.gelu.apply, double.gelu.pullback) = (twofold.gelu, twofold.gelu_pullback)
    (double.softmax.apply, double.softmax.pullback) = (twofold.softmax, twofold.softmax_pullback)
  }
}
