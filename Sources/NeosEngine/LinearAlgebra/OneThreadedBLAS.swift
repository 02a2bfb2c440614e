internal import COpenBLAS

/// OpenBLAS cuts a product differently for each number of its own threads, and the cuts show in the last bits.
enum OneThreadedBLAS {
  /// Evaluated once, before the first product.
  static let isSet: Void = openblas_set_num_threads(1)
}
