import Foundation
import JSONSyntax
import Testing

/// The flow with every field, edited by one line of a table, and the findings that the edit's marks announce.
///
/// A line is one edit, or several parted by ` ;; `. Texts of an edit may hold marks: `«RF106 "$("»` is the text `"$("`
/// that RF106 is to mark, and nothing but what is marked is to be found. Marks may be nested.
///
/// - `POINTER = VALUE` puts a value in the place of another one, or adds a last member.
/// - `POINTER + MEMBER` adds a first member, or a first element.
/// - `POINTER ~ KEY` writes a member's key anew.
/// - `POINTER - NAME, NAME` removes members; a marked name is a finding at the object.
///
/// A pointer without a leading `/` begins at `nodes`; `/` is the root.
struct EditedFlow {
  /// The edited file.
  let source: MarkedSource

  /// The flow that is edited.
  static let original = Fixture.bytes("every-field.flow.json")

  private static let document = Result { try JSONDocument(parsing: original) }

  init(_ line: String) throws {
    let document = try Self.document.get()
    var splices: [Splice] = []
    for edit in line.components(separatedBy: " ;; ") {
      splices += try Self.splices(of: edit, in: document.root)
    }
    var text = Self.original
    for splice in splices.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      text.replaceSubrange(splice.range, with: splice.text.utf8)
    }
    source = MarkedSource(String(decoding: text, as: UTF8.self))
  }

  private struct Splice {
    let range: Range<Int>
    let text: String
  }

  private static func splices(of edit: String, in root: JSONNode) throws -> [Splice] {
    let operation = try #require(
      [" = ", " + ", " ~ ", " - "].compactMap { edit.firstRange(of: $0) }.min {
        $0.lowerBound < $1.lowerBound
      })
    let written = edit[..<operation.lowerBound].trimmingCharacters(in: .whitespaces)
    let text = String(edit[operation.upperBound...])
    let pointer =
      written == "/"
      ? []
      : (written.hasPrefix("/") ? written.dropFirst() : "nodes/" + written[...]).components(separatedBy: "/")
    switch edit[operation] {
    case " = ":
      let parent = try node(at: pointer.dropLast(), in: root)
      if let old = parent[pointer.last ?? ""] ?? element(of: parent, pointer.last) {
        return [Splice(range: old.range, text: text)]
      }
      let end = parent.range.upperBound - 1
      return [
        Splice(range: end..<end, text: "\(parent.count == 0 ? "" : ", ")\"\(pointer.last ?? "")\": \(text)")
      ]
    case " + ":
      let object = try node(at: pointer[...], in: root)
      let start = object.range.lowerBound + 1
      return [Splice(range: start..<start, text: text + (object.count == 0 ? "" : ", "))]
    case " ~ ":
      let parent = try node(at: pointer.dropLast(), in: root)
      return [Splice(range: try #require(parent.member(named: pointer.last ?? "")).key.range, text: text)]
    default:
      return try removals(of: text, from: try node(at: pointer[...], in: root))
    }
  }

  private static func removals(of names: String, from object: JSONNode) throws -> [Splice] {
    var kept = object.members.map { $0 }
    var opening = ""
    for name in names.components(separatedBy: ", ") {
      let marked = MarkedSource(name)
      let bare = String(decoding: marked.bytes, as: UTF8.self)
      opening += marked.marks.map { "«\($0.code) " }.joined()
      let index = try #require(kept.firstIndex { $0.key.stringEquals(bare) })
      kept.remove(at: index)
    }
    let source = object.document.source
    let members = kept.map {
      String(decoding: source[$0.key.range.lowerBound..<$0.value.range.upperBound], as: UTF8.self)
    }
    let closing = String(repeating: "»", count: opening.count { $0 == "«" })
    return [Splice(range: object.range, text: "\(opening){\(members.joined(separator: ", "))}\(closing)")]
  }

  private static func node(at pointer: ArraySlice<String>, in root: JSONNode) throws -> JSONNode {
    try pointer.reduce(root) { node, token in
      try #require(node[token] ?? element(of: node, token), "no \(token)")
    }
  }

  private static func element(of array: JSONNode, _ index: String?) -> JSONNode? {
    index.flatMap { Int($0) }.flatMap { index in array.elements.dropFirst(index).first { _ in true } }
  }
}

/// A text in which `«CODE text»` marks what a rule is to find, and `‹C0›` stands for the byte 0xC0.
struct MarkedSource {
  /// What a rule is to find.
  struct Mark: Hashable {
    let code: String
    let range: Range<Int>
  }

  /// The text without the marks.
  private(set) var bytes: [UInt8] = []
  /// What is marked.
  private(set) var marks: [Mark] = []

  init(_ text: String) {
    var rest = Array(text.utf8)[...]
    var open: [(code: String, start: Int)] = []
    while let byte = rest.first {
      if byte < 0x80 {
        bytes.append(byte)
        rest.removeFirst()
      } else if rest.starts(with: "«".utf8) {
        open.append((String(decoding: rest.dropFirst(2).prefix(5), as: UTF8.self), bytes.count))
        rest.removeFirst(8)
      } else if rest.starts(with: "»".utf8) {
        if let (code, start) = open.popLast() { marks.append(Mark(code: code, range: start..<bytes.count)) }
        rest.removeFirst(2)
      } else if rest.starts(with: "‹".utf8) {
        bytes.append(UInt8(String(decoding: rest.dropFirst(3).prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest.removeFirst(8)
      } else {
        bytes.append(byte)
        rest.removeFirst()
      }
    }
  }
}

/// The files beside the tests.
enum Fixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  static func bytes(_ name: String) -> [UInt8] {
    (try? Data(contentsOf: folder.appending(path: "Fixtures/\(name)"))).map { Array($0) } ?? []
  }
}

/// The lines of a table, without its headings, which begin with `##`.
func lines(of table: String) -> [String] {
  table.split(separator: "\n").filter { !$0.hasPrefix("##") }.map(String.init)
}
