import NeosEngine
import Testing

/// Matrices with gaps come from models; their rows are what a whole matrix has.
@Suite struct SymmetricMatrixTests {
  @Test func aMatrixIsItsRows() {
    let matrix = SymmetricMatrix(rows: [[4, 0], [2, 3]])
    #expect(matrix.rows == [[4, 2], [2, 3]])
    #expect(matrix[0, 1] == 2 && matrix[1, 0] == 2)
  }

  @Test func anEntryIsSetForBothOrders() {
    var matrix = SymmetricMatrix(size: 3)
    matrix[0, 2] = 5
    #expect(matrix.rows == [[0, 0, 5], [0, 0, 0], [5, 0, 0]])
  }
}
