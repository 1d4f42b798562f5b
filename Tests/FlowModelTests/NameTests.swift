import Diagnostics
import FlowModel
import Testing

@Suite struct NameTests {
  @Test func namesAreTheSameWhereTheirBytesAre() {
    let composed = NodeName("caf\u{E9}")
    let decomposed = NodeName("cafe\u{301}")
    #expect(composed != decomposed)
    #expect(composed == "caf\u{E9}")
    #expect(Set([composed, decomposed, NodeName("caf\u{E9}")]).count == 2)
    #expect([composed: 1, decomposed: 2][decomposed] == 2)
  }

  /// A hash of canonical forms would be one for all of them.
  @Test func equivalentNamesDoNotHashAlike() {
    let names = (0..<256).map { bits in
      EventID((0..<8).map { bits >> $0 & 1 == 0 ? "\u{E9}" : "e\u{301}" }.joined())
    }
    #expect(Set(names).count == 256)
    #expect(Set(names.map(\.hashValue)).count > 200)
  }

  @Test func aMemberIsFoundAmongOthersOfAnyLength() {
    let place = SourcePlace(0..<0, element: 0)
    let names = ["on", "to", "type", "message", String(repeating: "a", count: 34)]
    let fields = FieldValues(
      names.map { .init(name: $0, namePlace: place, value: FieldValue(.text($0), at: place)) })
    for name in names { #expect(fields[name]?.text == name) }
    for unknown in ["", "no", "body", "onEnter", "messages", String(repeating: "b", count: 34)] {
      #expect(fields[unknown] == nil)
    }
    #expect(FieldValues()["on"] == nil)
  }
}
