internal import COpenBLAS
internal import Foundation

/// OpenBLAS cuts a product differently for each number of its own threads, and the cuts show in the last bits.
enum OneThreadedBLAS {
  /// Evaluated once, before the first product.
  static let isSet: Void = {
    openblas_set_num_threads(1)
    // Its own threads, started as the library was loaded, look out for work for a tenth of a second, on a core that
    // could do some. They are sent home where the library has a word for that.
    if let address = dlsym(nil, "blas_thread_shutdown_") {
      _ = unsafeBitCast(address, to: (@convention(c) () -> CInt).self)()
    }
  }()
}
