internal import COpenBLAS
public import RealModule

/// How many bits a number of the network has.
public enum Precision: String, Sendable, Hashable, CaseIterable, Codable {
  /// 32 bits, `Float`.
  case single
  /// 64 bits, `Double`.
  case double
}

/// The numbers in which a network computes: `Float` or `Double`.
///
/// The matrix product is OpenBLAS's, called on one thread: the caller's tiles are what runs in parallel.
/// Matrices are row-major and contiguous. Equal shapes and equal numbers give equal bits.
public protocol NetworkScalar: BitwiseCopyable, Real, BinaryFloatingPoint, Codable, Sendable {
  /// Which of the two it is.
  static var precision: Precision { get }

  /// C = A B or C += A B, where C is `rows` x `columns` and the sum runs over `inner` (BLAS `gemm`).
  ///
  /// - Parameters:
  ///   - rows: the rows of A and C.
  ///   - columns: the columns of B and C.
  ///   - inner: the columns of A and rows of B.
  ///   - a: A, or its transpose.
  ///   - aIsTransposed: whether it is the transpose that lies at `a`.
  ///   - b: B, or its transpose.
  ///   - bIsTransposed: whether it is the transpose that lies at `b`.
  ///   - c: C.
  ///   - isAdded: whether the product is added to C, or written there.
  static func product(
    rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Self>, transposed aIsTransposed: Bool,
    _ b: UnsafePointer<Self>, transposed bIsTransposed: Bool,
    to c: UnsafeMutablePointer<Self>, isAdded: Bool)

  /// The loops of layers and optimizer.
  static var kernels: NetworkKernels<Self> { get }
}

extension Float: NetworkScalar {
  /// Single.
  public static var precision: Precision { .single }

  /// C = A B or C += A B, by `cblas_sgemm`.
  public static func product(
    rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Float>, transposed aIsTransposed: Bool,
    _ b: UnsafePointer<Float>, transposed bIsTransposed: Bool,
    to c: UnsafeMutablePointer<Float>, isAdded: Bool
  ) {
    OneThreadedBLAS.isSet
    if !isAdded { clear(c, count: rows * columns) }
    cblas_sgemm(
      CblasRowMajor, aIsTransposed ? CblasTrans : CblasNoTrans, bIsTransposed ? CblasTrans : CblasNoTrans,
      CInt(rows), CInt(columns), CInt(inner),
      1, a, CInt(aIsTransposed ? rows : inner), b, CInt(bIsTransposed ? inner : columns),
      1, c, CInt(columns))
  }
}

extension Double: NetworkScalar {
  /// Double.
  public static var precision: Precision { .double }

  /// C = A B or C += A B, by `cblas_dgemm`.
  public static func product(
    rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Double>, transposed aIsTransposed: Bool,
    _ b: UnsafePointer<Double>, transposed bIsTransposed: Bool,
    to c: UnsafeMutablePointer<Double>, isAdded: Bool
  ) {
    OneThreadedBLAS.isSet
    if !isAdded { clear(c, count: rows * columns) }
    cblas_dgemm(
      CblasRowMajor, aIsTransposed ? CblasTrans : CblasNoTrans, bIsTransposed ? CblasTrans : CblasNoTrans,
      CInt(rows), CInt(columns), CInt(inner),
      1, a, CInt(aIsTransposed ? rows : inner), b, CInt(bIsTransposed ? inner : columns),
      1, c, CInt(columns))
  }
}

extension NetworkScalar {
  /// The sum of numbers, rounded once.
  static func sum(_ numbers: UnsafePointer<Self>, count: Int) -> Self {
    var sum = 0.0
    for index in 0..<count { sum += Double(numbers[index]) }
    return Self(sum)
  }

  /// Writes zeros, to which a product is added then: with the products of some processors OpenBLAS itself writes them one
  /// at a time, which takes a tenth of a small product.
  fileprivate static func clear(_ numbers: UnsafeMutablePointer<Self>, count: Int) {
    numbers.update(repeating: 0, count: count)
  }
}
