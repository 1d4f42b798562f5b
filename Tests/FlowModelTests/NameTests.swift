import Diagnostics
import FlowModel
import Testing

@Suite struct NameTests {
  @Test func aTableKnowsTheFirstOfEqualNamesByItsBytes() {
    let others = ["node7", "caf\u{E9}", "cafe\u{301}", "", String(repeating: "a", count: 64)]
    let names = (0..<1000).map { "node\($0)" } + others
    let table = NameTable(names)
    for (number, name) in names.enumerated() {
      #expect(table[name] == (number == 1000 ? 7 : number))
    }
    for unknown in ["node", "node1000", "Node7", "a"] { #expect(table[unknown] == nil) }
    #expect(NameTable([])["a"] == nil)
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
