import JSONSyntax
import Testing

@Suite struct ValueTests {
  @Test func aNodeGivesItsPlainValue() throws {
    let root = try JSONDocument(parsing: Array(#"{"a": [1, "x", {"b": null}], "c": true}"#.utf8)).root
    #expect(root.value == ["a": [1, "x", ["b": nil]], "c": true])
    #expect(root["a"]?.value == [1, "x", ["b": nil]])
    #expect(root.member(named: "c")?.key.value == "c")
    #expect(root["c"]?.value == true)
  }

  @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 200])
  func aValueIsReadAndWrittenHoweverDeepItLies(depth: Int) throws {
    let beginning = String(repeating: #"{"a":[1,"#, count: depth) + "null"
    let text = beginning + String(repeating: #",{}],"b":"c","a":2}"#, count: depth)
    #expect(
      try JSON(parsing: text).compact == beginning + String(repeating: #",{}],"b":"c"}"#, count: depth))
  }

  @Test func anArrayOfStringsGivesItsTexts() throws {
    func strings(_ text: String) throws -> [String]? {
      try JSONDocument(parsing: Array(text.utf8)).root.strings
    }
    #expect(try strings(#"["a", "\u00e9", ""]"#) == ["a", "é", ""])
    #expect(try strings("[]") == [])
    #expect(try strings(#"["a", 1]"#) == nil)
    #expect(try strings(#"["a", ["b"]]"#) == nil)
    #expect(try strings(#"{"a": "b"}"#) == nil)
    #expect(try strings(#""a""#) == nil)
  }

  @Test func anObjectGivesItsMembersBesidesOne() throws {
    let document = try JSONDocument(
      parsing: Array(#"{"a": 1, "b": [2], "a": 3, "c": {"b": 4}, "b": 5}"#.utf8))
    #expect(document.root.members(besides: "b") == ["a": 1, "c": ["b": 4]])
    #expect(document.root.members(besides: "d") == ["a": 1, "b": [2], "c": ["b": 4]])
  }

  @Test func valuesOfOneContentAreEqualAndHashAlike() throws {
    let alike: [(JSON, JSON)] = [
      (nil, .null), (1, 1.0), (0, .number(-0.0)), ("a", "\u{61}"), ([1, [2]], [1, [2]]),
      (["a": 1, "b": ["c": nil]], ["a": 1, "b": ["c": nil]]), ([], []), ([:], [:]),
    ]
    for (left, right) in alike {
      #expect(left == right)
      #expect(left.hashValue == right.hashValue)
    }
  }

  @Test func valuesOfDifferentContentAreNotEqual() throws {
    let different: [JSON] = [
      nil, false, true, 0, 1, "", "0", "caf\u{E9}", "cafe\u{301}",
      [], [nil], [[]], [[], []], [1, 2], [1, 3], [3, 2], [2, 1],
      [:], ["a": 1], ["a": 2], ["b": 1],
      ["a": 1, "b": 2], ["a": 1, "b": 3], ["a": 3, "b": 2], ["b": 2, "a": 1],
      ["caf\u{E9}": 1], ["cafe\u{301}": 1], [["a": 1]], [["a": [1]]], [["a": [2]]],
    ]
    for (index, left) in different.enumerated() {
      #expect(different.map { left == $0 } == different.indices.map { $0 == index })
    }
    #expect(Set(different).count == different.count)
  }

  @Test func aValueGivesItsContentByKind() {
    let value: JSON = ["a": [1, true, "x"], "b": nil]
    #expect(value["a"]?[0]?.number?.integer == 1)
    #expect(value["a"]?[1]?.boolean == true)
    #expect(value["a"]?[2]?.string == "x")
    #expect(value["a"]?[3] == nil)
    #expect(value["a"]?[-1] == nil)
    #expect(value["b"]?.isNull == true)
    #expect(value["c"] == nil)
    #expect(value[0] == nil)
    #expect(value["a"]?["a"] == nil)
    #expect(value.object?.count == 2)
    #expect(value["a"]?.array?.count == 3)
    #expect(value.boolean == nil && value.number == nil && value.string == nil && value.array == nil)
    #expect("\(1 + 1) pieces" as JSON == .string("2 pieces"))
  }

  // MARK: Objects

  @Test func anObjectKeepsItsOrderThroughChanges() {
    var object: JSONObject = ["b": 1, "a": 2]
    object["c"] = 3
    object["b"] = 4
    #expect(JSON.object(object).compact == #"{"b":4,"a":2,"c":3}"#)
    object["b"] = nil
    object["z"] = nil
    #expect(object == ["a": 2, "c": 3])
    #expect(object.map(\.key) == ["a", "c"])
    #expect(object.hashValue == (["a": 2, "c": 3] as JSONObject).hashValue)
    #expect(object != ["c": 3, "a": 2])
  }

  @Test func anObjectOfFieldsHasEachKeyOnce() {
    let fields = [
      JSONField(key: "a", value: 1), JSONField(key: "e\u{301}", value: 2), JSONField(key: "a", value: 3),
      JSONField(key: "\u{E9}", value: 4),
    ]
    let object = JSONObject(fields)
    #expect(object.count == 3)
    #expect(object["a"] == 1)
    #expect(object["e\u{301}"] == 2)
    #expect(object["\u{E9}"] == 4)
    #expect(JSONObject().isEmpty)
  }

  @Test func fieldsAreComparedByBytes() {
    let fields = ["e\u{301}", "\u{E9}", "e"].map { JSONField(key: $0, value: 1) }
    #expect(Set(fields + fields).count == 3)
  }

  @Test func anObjectLiteralWithAKeyTwiceStopsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = ["a": 1, "a": 2] as JSON
    }
  }
}
