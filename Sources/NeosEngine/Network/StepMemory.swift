internal import Synchronization

/// Memory that one step takes and the next one takes again, so that a long run asks the system for none.
///
/// Sessions that are copies of each other may share one: what is in use is in nobody else's hands.
final class StepMemory: Sendable {
  /// A piece of memory; given back when nobody holds it any more.
  final class Room<S: NetworkScalar>: @unchecked Sendable {
    /// Uninitialized numbers.
    let numbers: UnsafeMutablePointer<S>
    private let piece: Piece
    private let owner: StepMemory

    fileprivate init(_ piece: Piece, of owner: StepMemory, count: Int) {
      numbers = piece.address.bindMemory(to: S.self, capacity: count)
      self.piece = piece
      self.owner = owner
    }

    deinit { owner.giveBack(piece) }
  }

  fileprivate final class Piece: @unchecked Sendable {
    let address: UnsafeMutableRawPointer
    let size: Int

    init(size: Int) {
      self.size = size
      // Cache lines, which are also the widest registers.
      address = .allocate(byteCount: size, alignment: 64)
    }

    deinit { address.deallocate() }
  }

  /// Steps on training and test samples take this many different pieces at the most.
  private static let mostFree = 6
  private let free = Mutex<[Piece]>([])

  /// Room for so many numbers.
  func room<S: NetworkScalar>(_ count: Int, of type: S.Type) -> Room<S> {
    let size = max(count, 1) * MemoryLayout<S>.stride
    let known = free.withLock { free in
      var best: Int?
      for index in free.indices where free[index].size >= size && free[index].size / 2 <= size {
        if let last = best, free[last].size <= free[index].size { continue }
        best = index
      }
      return best.map { free.remove(at: $0) }
    }
    return Room(known ?? Piece(size: size), of: self, count: max(count, 1))
  }

  private func giveBack(_ piece: Piece) {
    let oldest = free.withLock { free in
      free.append(piece)
      return free.count > Self.mostFree ? free.removeFirst() : nil
    }
    // Its memory is let go of outside the lock.
    _ = oldest
  }
}
