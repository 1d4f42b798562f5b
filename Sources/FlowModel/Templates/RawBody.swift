import JSONSyntax

extension Template {
  /// Whether the text is a JSON object or array once the number 0 stands for each reference.
  ///
  /// Complexity: linear in the template's length.
  public var isJSONAroundReferences: Bool {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .reference: text += "0"
      }
    }
    guard let document = try? JSONDocument(parsing: Array(text.utf8)) else { return false }
    return document.root.kind == .object || document.root.kind == .array
  }
}
