import Testing

@testable import FlowReporting

@Test(
  "Texts that look alike are told by the code points in which they differ",
  arguments: [
    ("caf\u{E9}!", "cafe\u{301}!", "U+00E9", "U+0065 U+0301"), ("a b", "a\u{A0}b", "U+0020", "U+00A0"),
    ("ab", "a\u{200B}b", "nothing", "U+200B"), ("Order", "\u{41E}rder", "U+004F", "U+041E"),
    ("don't", "don’t", "U+0027", "U+2019"), ("x\u{E0041}", "x", "U+E0041", "nothing"),
    (
      "......", ".\u{200B}.\u{200C}.\u{200D}.\u{2060}..", "U+002E U+002E U+002E",
      "U+200B U+002E U+200C U+002E …"
    ),
  ])
func lookAlikes(left: String, right: String, first: String, second: String) throws {
  let difference = try #require(LookAlikes.difference(of: left, and: right))
  #expect(difference.expected == first && difference.actual == second)
}

@Test(
  "Texts that are the same, or that a reader tells apart, are not",
  arguments: [("a", "a"), ("a", "b"), ("a", "")])
func distinctTexts(left: String, right: String) {
  #expect(LookAlikes.difference(of: left, and: right) == nil)
}
