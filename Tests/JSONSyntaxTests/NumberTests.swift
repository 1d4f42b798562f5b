import JSONSyntax
import Testing

@Suite struct NumberTests {
  @Test func aNumberOfTheLongestTextIsReadAndOneByteMoreIsNot() throws {
    let longest = "0." + String(repeating: "7", count: JSONNumber.longestText - 2)
    #expect(try JSON(parsing: longest).number?.text == longest)
    #expect(
      throws: JSONSyntaxError(
        range: 0..<1001, message: "this number is too long: a number has at most 1000 bytes")
    ) { try JSON(parsing: longest + "7") }
    #expect(throws: JSONSyntaxError.self) { try JSON(parsing: "-" + longest) }
  }

  @Test func anIntegerIsOneHoweverItIsWritten() throws {
    let table: [(String, integer: Int?, digits: String?)] = [
      ("0", 0, "0"), ("-0", 0, "0"), ("-0.0e5", 0, "0"), ("200", 200, "200"), ("2e2", 200, "200"),
      ("200.00", 200, "200"), ("20000e-2", 200, "200"), ("-17", -17, "-17"), ("0.5", nil, nil),
      ("1e-9999", nil, nil), ("999999999999999999", 999_999_999_999_999_999, "999999999999999999"),
      ("9223372036854775807", .max, "9223372036854775807"),
      ("9223372036854775808", nil, "9223372036854775808"),
      ("12e20", nil, "1200000000000000000000"),
    ]
    for (text, integer, digits) in table {
      let number = try #require(JSON(parsing: text).number)
      #expect(number.integer == integer && number.integerDigits == digits, "\(text)")
    }
    let greatest = try #require(JSON(parsing: "1e308").number)
    #expect(greatest.integerDigits?.utf8.count == 309)
  }

  @Test func aNumberIsTheNearestDouble() throws {
    let table: [(String, Double)] = [
      ("0.1", 0.1), ("-2.5e-3", -0.0025), ("763459218764532199", 763_459_218_764_532_224), ("1e-9999", 0),
      ("123456789012345678", 123_456_789_012_345_680), ("17976931348623157e292", .greatestFiniteMagnitude),
    ]
    for (text, double) in table {
      let number = try #require(JSON(parsing: text).number)
      #expect(number.double == double && number.exact.double == double, "\(text)")
    }
  }

  @Test func numbersCompareExactly() throws {
    // Each row is one value written in several ways, and is less than the next.
    let rows = [
      ["-1e9999"], ["-10.5", "-10.50", "-1.05e1"], ["-10", "-1e1"], ["-9.99"], ["-0.1", "-1e-1", "-.1"],
      ["-1e-9999"],
      ["0", "-0", "+0", "0.000", "0e9999", "-0.0e-9999"], ["1e-9999", "10e-10000"], ["0.09", "9e-2"],
      ["0.1", "0.10", "1e-1", "+.1"], ["0.11"], ["0.2"], ["1", "1.0", "1e0", "10e-1", "001", "1.", "+1E+00"],
      ["9"], ["10"], ["763459218764532199", "763459218764532199.0"],
      ["763459218764532200", "7634592187645322e2"],
      ["1e308"], ["1e9999", "0.1e10000"],
    ]
    var wrong: [String] = []
    let values = rows.map { row in row.map { ExactDecimal($0) } }
    for (lower, left) in values.enumerated() {
      for (upper, right) in values.enumerated() {
        for case (let first?, let second?) in left.flatMap({ one in right.map { (one, $0) } })
        where (first < second) != (lower < upper) || (first == second) != (lower == upper) {
          wrong.append("\(rows[lower]) and \(rows[upper])")
        }
      }
      if left.contains(nil) || Set(left).count != 1 { wrong.append("\(rows[lower])") }
    }
    #expect(wrong == [])
  }

  @Test func whatIsNoDecimalIsNotRead() {
    let texts = [
      "", "-", "+", ".", "e1", "1e", "1e+", "--1", "1.2.3", "1 ", " 1", "1e1.5", "0x1", "inf", "nan", "1,5",
      "١",
    ]
    #expect(texts.filter { ExactDecimal($0) != nil } == [])
  }

  @Test func aValueContainsNumbersOfTheSameValue() throws {
    let value = try JSON(parsing: #"{"a": 1.0, "b": [19.90, {"c": 763459218764532199}]}"#)
    let table: [(String, Bool)] = [
      (#"{"a": 1}"#, true), (#"{"a": 1e0}"#, true), (#"{"a": 1.0000000000000000001}"#, false),
      (#"{"a": "1.0"}"#, false),
      (#"{"b": [19.9, {"c": 7634592187645321.99e2}]}"#, true),
      (#"{"b": [19.9, {"c": 763459218764532200}]}"#, false),
    ]
    for (expected, holds) in table {
      #expect(value.contains(try JSON(parsing: expected)) == holds, "\(expected)")
    }
  }
}
