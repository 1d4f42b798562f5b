import Diagnostics
import Testing

@Suite struct FixTests {
  /// Files, in which `«…»` marks a member or an object, with what an edit makes of them.
  private static let removals = [
    (#"{ «"a": 1», "b": 2 }"#, #"{ "b": 2 }"#), (#"{ "a": 1, «"b": 2» }"#, #"{ "a": 1 }"#),
    (#"{"a":1,«"b":2»,"c":3}"#, #"{"a":1,"c":3}"#), (#"{ «"a": 1» }"#, "{}"),
    ("{\n  «\"a\": 1» ,\n  \"b\": 2\n}", "{\n  \"b\": 2\n}"),
    ("{\n  \"a\": 1,\n  «\"b\": 2»\n}", "{\n  \"a\": 1\n}"),
  ]

  private static let removalsOfTheLastMember = [
    (#"{ "x": 1, "o" : { «"a": 1» }, "y": 2 }"#, #"{ "x": 1, "y": 2 }"#), (#"{"o":{«"a":1»}}"#, "{}"),
    (#"{ "o": { «"a": 1», "b": 2 } }"#, #"{ "o": { "b": 2 } }"#),
  ]

  private static let additions = [
    (#"«{}»"#, #"{ "n\"": 7 }"#), (#"«{ "a": 1 }»"#, #"{ "a": 1, "n\"": 7 }"#),
    (#"«{"a":1}»"#, #"{"a":1,"n\"":7}"#),
    ("«{\n  \"a\": 1\n}»", "{\n  \"a\": 1,\n  \"n\\\"\": 7\n}"),
  ]

  private static func marked(_ text: String) -> (bytes: [UInt8], range: Range<Int>) {
    let parts = text.split(omittingEmptySubsequences: false) { "«»".contains($0) }
    let start = parts[0].utf8.count
    return (Array(parts.joined().utf8), start..<start + parts[1].utf8.count)
  }

  private static func text(_ edit: SourceEdit, in source: [UInt8]) -> String {
    String(decoding: Fix.applying([Fix("", [edit])], to: source).bytes, as: UTF8.self)
  }

  @Test func aMemberGoesWithItsCommaAndItsWhiteSpace() {
    for (before, after) in Self.removals {
      let (source, member) = Self.marked(before)
      #expect(Self.text(.removingMember(member, from: source), in: source) == after)
    }
  }

  @Test func anObjectGoesWithItsLastMemberWhereThatIsAskedFor() {
    for (before, after) in Self.removalsOfTheLastMember {
      let (source, member) = Self.marked(before)
      let edit = SourceEdit.removingMember(member, from: source, removingObject: true)
      #expect(Self.text(edit, in: source) == after)
    }
  }

  @Test func aMemberIsSetOffAsTheOthersAre() {
    for (before, after) in Self.additions {
      let (source, object) = Self.marked(before)
      #expect(Self.text(.addingMember("n\"", "7", to: object, in: source), in: source) == after)
    }
  }

  @Test func ofFixesThatTouchTheFirstIsMade() {
    let source = Array("abcdef".utf8)
    let fixes = [
      Fix("later", [SourceEdit(4..<5, with: "E")]), Fix("touching", [SourceEdit(2..<3, with: "C")]),
      Fix("first", [SourceEdit(0..<1, with: "A"), SourceEdit(1..<2, with: "\n")]),
      Fix("within", [SourceEdit(1..<1, with: "x")]),
    ]
    let (bytes, count) = Fix.applying(fixes, to: source)
    #expect(String(decoding: bytes, as: UTF8.self) == "A\ncdEf")
    #expect(count == 2)
    #expect(Fix.applying([], to: source) == (source, 0))
  }
}
