import NeosEngine
import Testing

@Suite struct CholeskyFactorTests {
  @Test func solvesASystem() throws {
    // [[4, 2], [2, 3]] x = [8, 7] has the solution [1.25, 1.5], by hand.
    let factor = try #require(CholeskyFactor([[4, 2], [2, 3]]))
    let x = factor.solve([8, 7])
    #expect(abs(x[0] - 1.25) < 1e-14)
    #expect(abs(x[1] - 1.5) < 1e-14)
    #expect(abs(factor.determinant - 8) < 1e-14)
  }

  @Test func rejectsAMatrixThatIsNotPositiveDefinite() {
    #expect(CholeskyFactor([[1, 2], [2, 1]]) == nil)
    #expect(CholeskyFactor([[0, 0], [0, 1]]) == nil)
    #expect(CholeskyFactor([[.nan, 0], [0, 1]]) == nil)
  }
}
