import FlowModel
import JSONSyntax
import Testing

/// How texts that people write are compared: operators of a Branch, numbers, keywords.
@Suite struct ComparisonTests {
  /// Texts that are the same but for their composition: `é` as one scalar and as two, `Å` as three signs.
  private static let operators: [(BranchOperator, value: String, operand: String, holds: Bool)] = [
    (.equals, "caf\u{E9}", "cafe\u{301}", true), (.equals, "\u{212B}", "A\u{30A}", true),
    (.equals, "yes", "Yes", false),
    (.equals, "1.0", "1", false), (.equals, "\u{430}", "a", false), (.equals, "", "", true),
    (.equals, "ﬁ", "fi", false),
    (.notEquals, "caf\u{E9}", "cafe\u{301}", false), (.notEquals, "a", "b", true),
    (.equalsIgnoreCase, "stra\u{DF}e", "STRASSE", true), (.equalsIgnoreCase, "ΣΊΣΥΦΟΣ", "σίσυφος", true),
    (.equalsIgnoreCase, "\u{E9}", "E\u{301}", true), (.equalsIgnoreCase, "ﬁ", "FI", true),
    (.equalsIgnoreCase, "e", "\u{E9}", false),
    (.contains, "cafe\u{301}", "\u{E9}", true), (.contains, "caf\u{E9}", "e", false),
    (.contains, "cafe\u{301}", "e", false),
    (.contains, "cafe\u{301}", "\u{301}", false), (.contains, "👩‍👩‍👧", "👩", false), (.contains, "🇩🇪🇫🇷", "🇪🇫", false),
    (.contains, "aaab", "aab", true), (.contains, "aabaab", "aabaaa", false), (.contains, "x", "", true),
    (.contains, "", "x", false),
    (.contains, "a\r\nb", "\n", false), (.contains, "Stra\u{DF}e", "SS", false),
    (.containsIgnoreCase, "Stra\u{DF}e", "sS", true), (.containsIgnoreCase, "CAFE\u{301}!", "\u{E9}!", true),
    (.startsWith, "e\u{301}t\u{E9}", "\u{E9}", true), (.startsWith, "e\u{301}", "e", false),
    (.startsWith, "a", "ab", false),
    (.startsWith, "a", "", true), (.startsWith, "Ab", "a", false),
    (.startsWithIgnoreCase, "\u{DF}x", "ss", true),
    (.startsWithIgnoreCase, "xss", "\u{DF}", false),
    (.endsWith, "cafe\u{301}", "\u{E9}", true), (.endsWith, "cafe\u{301}", "\u{301}", false),
    (.endsWith, "b", "ab", false),
    (.endsWith, "b", "", true), (.endsWith, "aB", "b", false), (.endsWithIgnoreCase, "GRO\u{DF}", "ss", true),
    (.lessThan, "763459218764532199", "763459218764532200", true), (.lessThan, "1e9999", "1e9998", false),
    (.lessThan, "-1", "٠", true), (.lessThan, "abc", "1", false), (.lessThan, "1", "", false),
    (.lessThanOrEquals, "19.90", "19.9", true), (.lessThanOrEquals, "1,5", "2", false),
    (.greaterThan, "٢٣", "22.9", true), (.greaterThan, "1", "1.0", false),
    (.greaterThanOrEquals, "1.0", "1", true), (.greaterThanOrEquals, "\u{2003}+१०\n", "1e1", true),
  ]

  @Test func anOperatorComparesWithOneOperand() {
    let wrong = Self.operators.filter { $0.0.holds($0.value, $0.operand) != $0.holds }
    #expect(wrong.map { "\($0)" } == [])
  }

  @Test func bothBoundsBelongToWhatIsBetween() {
    let cases: [(String, String, String, Bool)] = [
      ("1.0", "1", "5", true), ("5e0", "1", "5", true), ("0.9999999999999999999999", "1", "5", false),
      ("5.01", "1", "5", false),
      ("3", "5", "1", false), ("x", "1", "5", false), ("3", "x", "5", false), ("3", "1", "", false),
    ]
    #expect(cases.filter { BranchOperator.isBetween($0.0, $0.1, $0.2) != $0.3 }.map { "\($0)" } == [])
  }

  @Test func aNumberIsWhatPeopleWrite() throws {
    let longest = String(repeating: "7", count: 1000)
    let numbers = [
      "0": "0", " -12.50\t": "-12.5", "+.5": "0.5", "5.": "5", "1e3": "1000", "1E-0003": "0.001", "٣٫": nil,
      "٣.٥e٢": "350",
      "1e00000": nil, "1e-12345": nil, "": nil, " ": nil, ".": nil, "-": nil, "e5": nil, "1e": nil,
      "1e+": nil, "1 2": nil,
      "0x10": nil, "inf": nil, "nan": nil, "Ⅷ": nil, "½": nil, "\u{2212}1": nil, "1_000": nil, "--1": nil,
      "1e1e1": nil,
      "1.2.3": nil, longest: longest, longest + "7": nil, "\u{200B}1": nil,
    ]
    for (text, value) in numbers {
      #expect(
        ExactDecimal(writtenByPeople: text) == value.flatMap { ExactDecimal($0) }, "\(text.debugDescription)")
    }
  }

  @Test func aSearchIsLinear() {
    let text = String(repeating: "a", count: 100_000)
    #expect(!BranchOperator.contains.holds(text, String(repeating: "a", count: 50_000) + "b"))
    #expect(BranchOperator.contains.holds(text + "b", String(repeating: "a", count: 50_000) + "b"))
  }

  // MARK: Keywords

  private static let stop = Keywords.words(["STOP"])
  private static let messages: [(Keywords, text: String, isTaken: Bool)] = [
    (stop, "Stop.", true), (stop, "\"STOP\"", true), (stop, "stop!", true), (stop, " \n«stop» now", true),
    (stop, "\u{200E}\u{FEFF}stop\u{200B}", true), (stop, "(st\u{F6}p)", false), (stop, "stopp", false),
    (stop, "st.op", false),
    (stop, "", false), (stop, "!!!", false), (stop, "please stop", false), (stop, "stop,please", false),
    (stop, "ＳＴＯＰ", false),
    (.words(["¡sí!"]), "SI\u{301}", true), (.words(["¡sí!"]), "si", false),
    (.words(["Straße"]), "STRASSE…", true),
    (.words(["?"]), "?", true), (.words(["?"]), "!", false), (.words(["?"]), "", false),
    (.words(["C++"]), "c++", true),
    (.words(["quit", "END"]), "End!", true), (.words(["quit", "END"]), "stop", false), (.any, "", true),
    (.any, "x", true),
  ]

  @Test func aKeywordCountsWithoutCaseAndWhatStandsAroundIt() {
    #expect(Self.messages.filter { $0.0.admits($0.text) != $0.isTaken }.map { "\($0)" } == [])
  }

  @Test func aMessageIsSplitIntoItsFirstWordAndTheRest() {
    let cases: [(Keywords, String, keyword: String, text: String)] = [
      (Self.stop, "Stop. It now ", "Stop.", "It now "),
      (Self.stop, "\u{200B} \u{FEFF}stop\u{2003}\u{A0}", "stop", ""),
      (Self.stop, "", "", ""), (.any, " Stop. It", "*", " Stop. It"),
    ]
    for (keywords, message, keyword, text) in cases {
      let split = keywords.split(message)
      #expect(split.keyword == keyword && split.text == text, "\(message.debugDescription)")
    }
  }

  @Test func keywordsAreReadBackAsTheyAreWritten() {
    for keywords in [Keywords.any, Self.stop, .words(["a", "b"])] {
      #expect(Keywords(json: keywords.json) == keywords)
    }
    let wrong: [JSON] = [1, [], ["a", 1], .array(Array(repeating: "a", count: 33))]
    #expect(wrong.filter { Keywords(json: $0) != nil } == [])
  }
}
