import Diagnostics
import FlowModel
import JSONSyntax

/// Giving a node, a variable, a result or a branch another name, wherever its flow names it.
extension DocumentAnalysis {
  /// The occurrence whose name, and not what follows it, stands at an offset.
  func renamed(at offset: Int) -> Occurrence? {
    guard let outline, let occurrence = outline.occurrence(at: offset),
      outline.declaration(of: occurrence.symbol) != nil
    else { return nil }
    // Where the whole string is the name its quotes belong to it.
    let isReference = if case .reference = occurrence.role { true } else { false }
    let touched = isReference ? occurrence.range : occurrence.extent
    return touched.lowerBound <= offset && offset <= touched.upperBound ? occurrence : nil
  }
}

extension FlowOutline {
  /// Why something cannot have a name, as a sentence for people; nil where it can.
  func problem(with name: String, for symbol: Symbol) -> String? {
    let form: TextForm =
      switch symbol.kind {
      case .node, .variable, .environmentValue: .referenceName
      case .result: .resultName
      case .branch: .branchName
      }
    guard form.admits(name) else { return "A name is \(form.wanted)." }
    guard name != symbol.name else { return nil }
    func isTaken(_ kind: Symbol.Kind) -> Bool { declaration(of: Symbol(kind, name)) != nil }
    switch symbol.kind {
    case .node, .variable:
      if symbol.kind == .variable, PlatformNames.reserve(name) {
        return "The platform reserves the name \(name.quoted)."
      }
      // `$(name)` and `$(name.output)` would look alike.
      if isTaken(.node) { return "There is a node \(name.quoted) already." }
      return isTaken(.variable) ? "There is a variable \(name.quoted) already." : nil
    case .result: return isTaken(.result) ? "There is a result \(name.quoted) already." : nil
    case .environmentValue: return nil
    case .branch(let node):
      return isTaken(symbol.kind) ? "\(node.quoted) has a branch \(name.quoted) already." : nil
    }
  }

  /// The places of a symbol's name, and what stands there with another name.
  func edits(naming symbol: Symbol, _ name: String) -> [NameEdit] {
    // Within quotation marks, which stay.
    let written = String(JSON.string(name).compact.dropFirst().dropLast())
    return occurrences(of: symbol).map { NameEdit(range: $0.range, text: written) }
  }

  /// How many nodes of the flow have an outcome of a name.
  func countOfNodes(withOutcome name: String) -> Int {
    nodes.count { node in
      guard let type = node.type else { return false }
      let outcomes = type.description.outcomes(tree.fields(of: node.value)).outcomes
      return outcomes.contains { $0.name.hasSameUTF8(as: name) }
    }
  }
}

/// A piece of a file, and what it is to be.
struct NameEdit {
  let range: Range<Int>
  let text: String
}

extension [NameEdit] {
  /// The edits of a document as a member of the protocol's `changes`.
  func changes(of uri: String, _ text: TextBuffer, in encoding: PositionEncoding) -> JSONField {
    let positions = PositionTable(text, in: encoding)
    return JSONField(
      key: uri, value: .array(map { ["range": positions.range($0.range), "newText": .string($0.text)] }))
  }
}
