import JSONSyntax
import Testing

@Suite struct DocumentTests {
  @Test func everyElementHasItsRangeAndPointer() throws {
    let text = #"{ "a" : [ 1.50, "x\n", { "b/c~d": null } ], "é\u0041": { "": true }, "z": [[]] }"#
    let document = try document(text)
    let listing = document.root.subtree.map { element in
      let node = document.node(at: element)
      return "\(String(decoding: document.source[node.range], as: UTF8.self)) \(node.pointer)"
    }
    #expect(
      listing == [
        "\(text) ",
        #""a" /a"#,
        #"[ 1.50, "x\n", { "b/c~d": null } ] /a"#,
        "1.50 /a/0",
        #""x\n" /a/1"#,
        #"{ "b/c~d": null } /a/2"#,
        #""b/c~d" /a/2/b~1c~0d"#,
        "null /a/2/b~1c~0d",
        #""é\u0041" /éA"#,
        #"{ "": true } /éA"#,
        #""" /éA/"#,
        "true /éA/",
        #""z" /z"#,
        "[[]] /z",
        "[] /z/0",
      ])
  }

  @Test func aScalarGivesItsOwnKindOfValueAlone() throws {
    let root = try document(#"[null, true, false, -2.5, "é\n", "", [], {}]"#).root
    let nodes = Array(root.elements)
    #expect(nodes.map(\.kind) == [.null, .boolean, .boolean, .number, .string, .string, .array, .object])
    #expect(nodes.map(\.boolean) == [nil, true, false, nil, nil, nil, nil, nil])
    #expect(nodes.map(\.number?.double) == [nil, nil, nil, -2.5, nil, nil, nil, nil])
    #expect(nodes.map(\.string) == [nil, nil, nil, nil, "é\n", "", nil, nil])
    #expect(nodes.map(\.isNull) == [true] + Array(repeating: false, count: 7))
    #expect(nodes.map { $0.stringEquals("") } == [false, false, false, false, false, true, false, false])
    #expect(root.count == 8)
    #expect(nodes.allSatisfy { $0.count == 0 && Array($0.elements).isEmpty && Array($0.members).isEmpty })
  }

  @Test func membersAreInSourceOrderAndTheFirstOfAKeyIsFound() throws {
    let root = try document(#"{"b": 1, "a": [2, {"b": 3}], "b": 4, "\u0061": 5}"#).root
    #expect(root.members.map(\.name) == ["b", "a", "b", "a"])
    #expect(root.count == 4)
    #expect(root["b"]?.number == 1)
    #expect(root["a"]?.count == 2)
    #expect(root.member(named: "a")?.key.range == 9..<12)
    #expect(root["c"] == nil)
    #expect(root["a"]?["b"] == nil)
    #expect(Array(root.elements).isEmpty)
  }

  @Test func aNodeKnowsWhatItIsIn() throws {
    let document = try document(#"{"a": [{"b": 1}]}"#)
    let inner = try #require(document.root["a"]?.elements.first { _ in true })
    let value = try #require(inner["b"])
    #expect(value.memberKey?.string == "b")
    #expect(value.memberKey?.memberKey?.string == "b")
    #expect(value.parent?.element == inner.element)
    #expect(value.memberKey?.parent?.element == inner.element)
    #expect(inner.memberKey == nil)
    #expect(inner.parent?.pointer == "/a")
    #expect(document.root.parent == nil)
    #expect(document.root.memberKey == nil)
    #expect(inner.subtree == inner.element..<value.element + 1)
  }

  // MARK: Strings

  @Test func stringsAreComparedByTheirDecodedBytes() throws {
    let text = #"["café", "cafe\u0301", "caf\u00e9", "caf", "a\"\ud83d\ude00"]"#
    let nodes = Array(try document(text).root.elements)
    #expect(nodes.map { $0.stringEquals("caf\u{E9}") } == [true, false, true, false, false])
    #expect(nodes.map { $0.stringEquals("cafe\u{301}") } == [false, true, false, false, false])
    #expect(nodes.map { $0.stringEquals(utf8: Array("a\"😀".utf8)) } == [false, false, false, false, true])
    #expect(nodes.map { $0.stringEquals("caf") } == [false, false, false, true, false])
  }

  @Test func offsetsInADecodedStringAreFoundInTheSource() throws {
    let root = try document(#"["aé\n\u00e9\ud83d\ude00z", "a$(b)", ""]"#).root
    let nodes = Array(root.elements)
    // The é is two bytes, the pair's character four; z is at 25, the closing quote at 26.
    let offsets = (0...11).map { nodes[0].sourceOffset(ofDecodedUTF8: $0) }
    #expect(offsets == [2, 3, 4, 5, 7, 7, 13, 13, 13, 13, 25, 26])
    #expect((0...5).map { nodes[1].sourceOffset(ofDecodedUTF8: $0) } == [30, 31, 32, 33, 34, 35])
    #expect(nodes[2].sourceOffset(ofDecodedUTF8: 0) == nodes[2].range.upperBound - 1)
  }

  // MARK: Doubled keys

  @Test func doubledKeysAreFoundByTheBytesThatTheyStandFor() throws {
    let document = try document(
      #"{"a":1,"\u0061":2,"b":{"x":3,"x":4},"A":3,"é":4,"e\u0301":5,"\u00e9":6,"a":7,"":8,"":9}"#)
    func valueAfter(_ key: JSONNode) -> Int? { document.node(at: key.element + 1).number?.integer }
    #expect(document.duplicateKeys.map(valueAfter) == [2, 4, 6, 7, 9])
    #expect(document.duplicateKeys.compactMap(document.firstKey).map(valueAfter) == [1, 3, 4, 1, 8])
    #expect(document.root.members.allSatisfy { document.firstKey(repeatedBy: $0.value) == nil })
  }

  @Test(arguments: [1, 2, 15, 16, 17, 18, 100, 100_000])
  func anyNumberOfKeysIsSearched(_ count: Int) throws {
    let keys = (0..<count).map { $0 % 3 == 0 ? #""\u006B\#($0)":{"k0":0}"# : #""k\#($0)":{"k0":0}"# }
    #expect(try document("{\(keys.joined(separator: ","))}").duplicateKeys.isEmpty)
    let doubled = try document("{\(keys.joined(separator: ",")),\"k\(count - 1)\":1}")
    #expect(doubled.duplicateKeys.map(\.pointer) == ["/k\(count - 1)"])
    let same = try document("{\(Array(repeating: #""k":0"#, count: count).joined(separator: ","))}")
    #expect(same.duplicateKeys.count == count - 1)
    #expect(same.duplicateKeys.allSatisfy { same.firstKey(repeatedBy: $0)?.element == 1 })
    #expect(same.root.value == ["k": 0])
  }

  private func document(_ text: String) throws -> JSONDocument { try JSONDocument(parsing: Array(text.utf8)) }
}
