internal import Synchronization

/// Memory that one step takes and the next one takes again, so that a long run asks the system for none.
///
/// Sessions that are copies of each other may share one: what is in use is in nobody else's hands.
final class StepMemory: Sendable {
  /// A piece of memory, which whoever took it gives back (``giveBack(_:)``), or leaves to those who hold it still.
  struct Room<S: NetworkScalar>: @unchecked Sendable {
    /// Uninitialized numbers.
    let numbers: UnsafeMutablePointer<S>
    fileprivate let piece: Piece
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
  private let evaluationRooms = Mutex<[EvaluationRoom]>([])

  /// Room for so many numbers.
  func room<S: NetworkScalar>(_ count: Int, of type: S.Type) -> Room<S> {
    let count = max(count, 1)
    let size = count * MemoryLayout<S>.stride
    let known = free.withLock { free in
      var best: Int?
      for index in free.indices where free[index].size >= size && free[index].size / 2 <= size {
        if let last = best, free[last].size <= free[index].size { continue }
        best = index
      }
      return best.map { free.remove(at: $0) }
    }
    let piece = known ?? Piece(size: size)
    return Room(numbers: piece.address.bindMemory(to: S.self, capacity: count), piece: piece)
  }

  /// What an evaluation works in.
  func evaluationRoom() -> EvaluationRoom { evaluationRooms.withLock { $0.popLast() } ?? EvaluationRoom() }

  /// Takes back room that is of no more use.
  func giveBack<S: NetworkScalar>(_ room: Room<S>) {
    let oldest = free.withLock { free in
      free.append(room.piece)
      return free.count > Self.mostFree ? free.removeFirst() : nil
    }
    // Its memory is let go of outside the lock.
    _ = oldest
  }
  /// Takes back what an evaluation has worked in.
  func giveBack(_ room: consuming EvaluationRoom) {
    let room = room
    evaluationRooms.withLock { if $0.isEmpty { $0.append(room) } }
  }
}
