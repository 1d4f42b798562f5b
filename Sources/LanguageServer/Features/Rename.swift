import FlowModel
import JSONSyntax

/// Giving a node, a variable or a result another name, wherever it is named.
extension DocumentAnalysis {
  /// What would be renamed at an offset: its range and its name; null where nothing can be.
  func renaming(at offset: Int) -> JSON {
    guard let occurrence = renamed(at: offset) else { return .null }
    return ["range": range(occurrence.range), "placeholder": .string(occurrence.symbol.name)]
  }

  /// The changes that give what is named at an offset another name.
  /// - Throws: Why it cannot have that name, as a sentence for people.
  func rename(at offset: Int, to name: String) throws(ResponseError) -> JSON {
    guard let outline, let occurrence = renamed(at: offset) else {
      throw ResponseError(.requestFailed, "Only a node, a variable or a custom result can be renamed.")
    }
    guard isJSON else {
      throw ResponseError(.requestFailed, "The file is not JSON for the moment, so a name might be missed.")
    }
    let symbol = occurrence.symbol
    if let problem = Self.problem(with: name, for: symbol, in: outline) {
      throw ResponseError(.requestFailed, problem)
    }
    let edits = outline.occurrences(of: symbol).map { occurrence -> JSON in
      ["range": range(occurrence.range), "newText": .string(name)]
    }
    return workspaceEdit(edits)
  }

  /// The occurrence whose name, and not what follows it, stands at an offset.
  private func renamed(at offset: Int) -> Occurrence? {
    guard let outline, let occurrence = outline.occurrence(at: offset),
      outline.declaration(of: occurrence.symbol) != nil
    else { return nil }
    // Where the whole string is the name its quotes belong to it.
    let isReference = if case .reference = occurrence.role { true } else { false }
    let touched = isReference ? occurrence.range : occurrence.extent
    return touched.lowerBound <= offset && offset <= touched.upperBound ? occurrence : nil
  }

  private static func problem(with name: String, for symbol: Symbol, in outline: FlowOutline) -> String? {
    let form: TextForm = symbol.kind == .result ? .resultName : .referenceName
    guard form.admits(name) else { return "A name is \(form.wanted)." }
    guard name != symbol.name else { return nil }
    func isTaken(_ kind: Symbol.Kind) -> Bool { outline.declaration(of: Symbol(kind, name)) != nil }
    switch symbol.kind {
    case .node, .variable:
      // `$(name)` and `$(name.output)` would look alike.
      if isTaken(.node) { return "There is a node `\(name)` already." }
      return isTaken(.variable) ? "There is a variable `\(name)` already." : nil
    case .result: return isTaken(.result) ? "There is a result `\(name)` already." : nil
    }
  }
}
