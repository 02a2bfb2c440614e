import NeosEngine
import Testing

@Suite struct MatrixTests {
  @Test func everyNumberIsScaled() {
    #expect([[1, 2], [3, -4]].scaled(by: -2) == [[-2, -4], [-6, 8]])
  }

  @Test func otherRowsAreAddedTimesAFactor() {
    // Templates need not be square.
    var rows = [[1.0, 2, 3], [4, 5, 6]]
    rows.add([[1, 0, -1], [2, 2, 2]], scaledBy: 10)
    #expect(rows == [[11, 2, -7], [24, 25, 26]])
  }

  @Test func theProductIsRowsTimesColumns() {
    let left = [[1.0, 2], [3, 4]]
    let right = [[0.0, 1], [5, 7]]
    #expect(left.multiplied(by: right) == [[10, 15], [20, 31]])
    #expect(right.multiplied(by: left) == [[3, 4], [26, 38]])
  }
}
