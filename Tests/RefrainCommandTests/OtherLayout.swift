import RefrainKit

/// The same JSON text otherwise.
enum OtherLayout {
  /// The document with white space of all kinds, now and then with a byte order mark.
  /// - Parameter shuffled: Whether members stand in any order where that means nothing.
  static func bytes(of document: JSONDocument, seed: UInt64, shuffled: Bool) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    let spaces = ["", "", " ", "\n", "\r\n", "\t", "  \n \t"]
    let kinds = Int.random(in: 2...spaces.count, using: &generator)
    let tokens = tokens(of: document.root, path: []) { members in
      if shuffled { members.shuffle(using: &generator) }
    }
    let mark: [UInt8] = seed.isMultiple(of: 5) ? [0xEF, 0xBB, 0xBF] : []
    return tokens.reduce(into: mark) { bytes, token in
      bytes += spaces[Int.random(in: 0..<kinds, using: &generator)].utf8
      bytes += token
    }
  }

  /// All that counts in a document: its scalars and keys as they are written, the members in order save where their
  /// order means nothing.
  static func signature(of document: JSONDocument) -> [UInt8] {
    let tokens = tokens(of: document.root, path: []) { members in
      members.sort {
        document.source[$0.key.range].lexicographicallyPrecedes(document.source[$1.key.range])
      }
    }
    return Array(tokens.joined())
  }

  /// The text's tokens; `arrange` may change the order of members where it means nothing.
  private static func tokens(
    of node: JSONNode, path: [String], arranging arrange: (inout [JSONMember]) -> Void
  ) -> [ArraySlice<UInt8>] {
    func mark(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }
    var tokens: [ArraySlice<UInt8>] = []
    switch node.kind {
    case .object:
      var members = Array(node.members)
      if isUnordered(path) { arrange(&members) }
      for member in members {
        tokens += [mark(tokens.isEmpty ? "{" : ","), node.document.source[member.key.range], mark(":")]
        tokens += Self.tokens(of: member.value, path: path + [member.name], arranging: arrange)
      }
      return (tokens.isEmpty ? [mark("{")] : tokens) + [mark("}")]
    case .array:
      for element in node.elements {
        tokens.append(mark(tokens.isEmpty ? "[" : ","))
        tokens += Self.tokens(of: element, path: path + ["#"], arranging: arrange)
      }
      return (tokens.isEmpty ? [mark("[")] : tokens) + [mark("]")]
    case .string, .number, .boolean, .null:
      return [node.document.source[node.range]]
    }
  }

  /// Whether the object at a path has keys of the format alone, in any order.
  private static func isUnordered(_ path: [String]) -> Bool {
    switch path.first {
    case nil: true
    case "settings": path.count == 1 || path.count == 3 && path[1] == "results"
    case "nodes" where path.count == 2: true
    case "nodes" where path.count > 2:
      switch path[2] {
      case "trigger", "input": path.count == 3
      case "channels": path.count <= 4
      case "branches": path.count == 4 || path.count == 6
      default: false
      }
    default: false
    }
  }
}
