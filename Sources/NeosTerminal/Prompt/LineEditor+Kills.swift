extension LineEditor {
  mutating func kill(_ range: Range<Int>, isForward: Bool) -> Bool {
    guard !range.isEmpty else { return false }
    let killed = String(Array(text)[range])
    let goesOn = lastAction == .killing
    _ = delete(range)
    if goesOn, let last = kills.popLast() {
      kills.append(isForward ? last + killed : killed + last)
    } else {
      kills.append(killed)
      if kills.count > Self.mostKills { kills.removeFirst() }
    }
    lastAction = .killing
    return true
  }

  mutating func yank() -> Bool {
    guard let kill = kills.indices.last else { return false }
    insertKill(kill)
    return true
  }

  /// The kill before the one that was just yanked, in its place.
  mutating func yankPop() -> Bool {
    guard case .yank(let kill) = lastAction, kills.count > 1 else { return false }
    _ = undo()
    insertKill(kill == 0 ? kills.count - 1 : kill - 1)
    return true
  }

  mutating func insertKill(_ kill: Int) {
    let killed = kills[kill]
    change { characters, place in
      characters.insert(contentsOf: killed, at: place)
      place += killed.count
    }
    lastAction = .yank(kill: kill)
  }

  // MARK: Transposition

  mutating func transposeCharacters() -> Bool {
    lastAction = .other
    let second = cursor == count ? cursor - 1 : cursor
    guard second >= 1 else { return false }
    change { characters, place in
      characters.swapAt(second - 1, second)
      place = second + 1
    }
    return true
  }

  /// The word before the cursor, or around it, changes places with the one after it; at the end of the line, the last
  /// two do.
  mutating func transposeWords() -> Bool {
    lastAction = .other
    let words = wordRanges
    guard words.count > 1 else { return false }
    let second = max(
      1, words.firstIndex { $0.upperBound > cursor && $0.lowerBound >= cursor } ?? words.count - 1)
    let (left, right) = (words[second - 1], words[second])
    change { characters, place in
      let swapped = characters[right] + characters[left.upperBound..<right.lowerBound] + characters[left]
      characters.replaceSubrange(left.lowerBound..<right.upperBound, with: swapped)
      place = right.upperBound
    }
    return true
  }
}
