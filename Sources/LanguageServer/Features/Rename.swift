import Diagnostics
import FlowModel
import JSONSyntax

/// Giving a node, a variable, a result or a branch another name, wherever its flow names it.
extension DocumentAnalysis {
  /// What would be renamed at an offset: its range and its name; null where nothing can be.
  func renaming(at offset: Int) -> JSON {
    guard let occurrence = renamed(at: offset) else { return .null }
    return ["range": range(occurrence.range), "placeholder": .string(occurrence.symbol.name)]
  }

  /// What is to be given another name at an offset.
  /// - Throws: Why it cannot have that name, as a sentence for people.
  func symbol(at offset: Int, toBeNamed name: String) throws(ResponseError) -> Symbol {
    guard let outline, let symbol = renamed(at: offset)?.symbol else {
      throw ResponseError(
        .requestFailed, "Only a node, a variable, a custom result or a branch can be renamed.")
    }
    guard isJSON else {
      throw ResponseError(.requestFailed, "The file is not JSON for the moment, so a name might be missed.")
    }
    if let problem = Self.problem(with: name, for: symbol, in: outline) {
      throw ResponseError(.requestFailed, problem)
    }
    return symbol
  }

  /// The changes of this flow that give something another name.
  func edits(naming symbol: Symbol, _ name: String) -> [JSON] {
    // Within quotation marks, which stay.
    let written = String(JSON.string(name).compact.dropFirst().dropLast())
    return (outline?.occurrences(of: symbol) ?? []).map { occurrence in
      ["range": range(occurrence.range), "newText": .string(written)]
    }
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
    let form: TextForm =
      switch symbol.kind {
      case .node, .variable: .referenceName
      case .result: .resultName
      case .branch: .branchName
      }
    guard form.admits(name) else { return "A name is \(form.wanted)." }
    guard name != symbol.name else { return nil }
    func isTaken(_ kind: Symbol.Kind) -> Bool { outline.declaration(of: Symbol(kind, name)) != nil }
    switch symbol.kind {
    case .node, .variable:
      if symbol.kind == .variable, PlatformNames.reserve(name) {
        return "The platform reserves the name \(name.quoted)."
      }
      // `$(name)` and `$(name.output)` would look alike.
      if isTaken(.node) { return "There is a node \(name.quoted) already." }
      return isTaken(.variable) ? "There is a variable \(name.quoted) already." : nil
    case .result: return isTaken(.result) ? "There is a result \(name.quoted) already." : nil
    case .branch(let node):
      return isTaken(symbol.kind) ? "\(node.quoted) has a branch \(name.quoted) already." : nil
    }
  }
}
