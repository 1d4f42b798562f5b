import JSONSyntax
import TestSupport
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: TableRow.rows(
      of: """
        0 → 0
        -0 → 0
        1 → 1
        -1 → -1
        1.0 → 1
        100 → 100
        1e3 → 1000
        0.5 → 0.5
        -2.5 → -2.5
        123.456 → 123.456
        9007199254740991 → 9007199254740991
        9007199254740992 → 9007199254740992
        -9007199254740994 → -9007199254740994
        1e16 → 10000000000000000
        123456789012345680 → 123456789012345680
        1152921504606846976 → 1152921504606847000
        9.3e18 → 9300000000000000000
        1e20 → 100000000000000000000
        -1e20 → -100000000000000000000
        999999999999999900000 → 999999999999999900000
        1e21 → 1e21
        1.5e21 → 15e20
        -1.5e300 → -15e299
        1.7976931348623157e308 → 17976931348623157e292
        0.1 → 0.1
        0.001 → 0.001
        0.000001 → 0.000001
        0.00000123 → 0.00000123
        1e-7 → 1e-7
        1.5e-7 → 1.5e-7
        -1.25e-10 → -1.25e-10
        5e-324 → 5e-324
        2.2250738585072014e-308 → 2.2250738585072014e-308
        0.1e-5 → 0.000001
        4503599627370495.5 → 4503599627370495.5
        0.30000000000000004 → 0.30000000000000004
        """))
  func aNumberIsWrittenInItsShortestForm(_ row: TableRow) throws {
    #expect(JSON.numberText(try #require(Double(row.left))) == row.right)
  }

  @Test func anyNumberReadsBackAsItself() throws {
    var generator = SeededGenerator(seed: 20_260_115)
    var numbers: [Double] = []
    for _ in 0..<20_000 {
      numbers.append(Double(bitPattern: generator.next()))
      let shift = Int.random(in: 0..<64, using: &generator)
      numbers.append(Double(Int64(truncatingIfNeeded: generator.next()) >> shift))
      numbers.append(Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 1000)
    }
    let wrong = numbers.filter { number in
      guard number.isFinite else { return false }
      let text = JSON.numberText(number)
      let isInteger = number.rounded() == number
      return (try? JSON(parsing: text)) != .number(number)
        || isInteger && text.contains(".")
        || isInteger && number.magnitude < 1e21 && text.contains("e")
        || text.utf8.count > 25
    }
    #expect(wrong == [])
  }
}
