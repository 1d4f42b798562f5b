import JSONSyntax
import Testing

@testable import LanguageServer

/// The tree in brackets: what is in each array and object, keys with a colon, `…` where something is not closed.
private func outline(_ text: String) -> String {
  let tree = SyntaxTree(Array(text.utf8))
  var result = ""
  var open: [Int] = []
  func close(upTo index: Int) {
    while let last = open.last, Int(tree[last].subtreeEnd) <= index {
      result += (tree[last].isClosed ? "" : "…") + (tree[last].kind == .object ? "}" : "]")
      open.removeLast()
    }
  }
  for (index, element) in tree.elements.enumerated() {
    close(upTo: index)
    if let last = result.last, !"{[:".contains(last) { result += " " }
    let text = tree.text(of: index) + (element.isClosed ? "" : "…")
    switch element.kind {
    case .object, .array:
      result += element.kind == .object ? "{" : "["
      open.append(index)
    case .key: result += text + ":"
    case .string: result += "'\(text)'"
    case .word: result += text
    }
  }
  close(upTo: tree.elements.count)
  return result
}

@Test(
  "a text that is no JSON is read as far as it can be made out",
  arguments: [
    (#"{"a":{"b":[1,true,"x"]},"c":null}"#, "{a:{b:[1 true 'x']} c:null}"),
    (#"{"a": "#, "{a:…}"),
    (#"{"a"  "b": 1}"#, "{a:b:1}"),
    ("{\"a\": \"x },\n\"b\": 1}", "{a:'x…'} 'b' 1"),
    ("{\"o\": {\"a\": \"x },\n\"b\": 1}", "{o:{a:'x…'} b:1}"),
    (#"{"a": [1, 2}, "b": 3}"#, "{a:[1 2…]} 'b' 3"),
    (#"{"a": {"b": 1]}, "c": 2}"#, "{a:{b:1} c:2}"),
    (#"{"a": 1 "b": 2,, "c" 3, d: 4, : 5}"#, "{a:1 b:2 c:}"),
    (#"{"a\u00e9\n": "\ud83d\ude42", "b": "\x"}"#, "{aé\n:'🙂' b:'\\x'}"),
    ("}]]", ""), ("\"", "'…'"), ("{\"\\", "{\\…:…}"), ("// {\n[1]", "// {[1]…}"),
  ])
func brokenTexts(text: String, tree: String) {
  #expect(outline(text) == tree)
}

@Test(
  "a text that is JSON has the tree that its document has",
  arguments: [
    Sample.clean, "[]", "7", #"{"a":[{"b":[[],{}]},"c\"d"],"e":{},"":[1e5,-0.5,true,null]}"#,
    "\u{FEFF}{\"a\":1}",
  ])
func goodTexts(text: String) throws {
  let bytes = Array(text.utf8)
  let document = try JSONDocument(parsing: bytes)
  let tree = SyntaxTree(bytes)
  let expected = document.root.subtree.map { document.node(at: $0).range }
  #expect(tree.elements.map(\.range) == expected)
  #expect(tree.elements.filter { !$0.isClosed }.isEmpty)
  for index in document.root.subtree {
    let key = document.node(at: index).memberKey?.element
    let found = tree[index].kind == .key ? index : tree.key(of: index)
    if key != found { Issue.record("element \(index) has the key \(String(describing: found))") }
  }
}

@Test("deep and wide texts take no stack and no time to speak of")
func hostileTexts() {
  let count = 200_000
  for text in [
    String(repeating: "[", count: count), String(repeating: "{\"a\":", count: count),
    String(repeating: "]", count: count), String(repeating: "\"", count: count),
    "[" + String(repeating: "[}", count: count), String(repeating: "\\", count: count),
  ] {
    let tree = FlowOutline(Array(text.utf8)).tree
    #expect(tree.elements.allSatisfy { $0.range.upperBound <= text.utf8.count })
    #expect(Cursor(at: count / 2, in: tree).map { $0.typed.upperBound == count / 2 } ?? true)
  }
}
