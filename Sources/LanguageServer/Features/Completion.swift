import Diagnostics
import FlowModel
import JSONSyntax

/// One thing that may be written at a place.
struct CompletionCandidate {
  /// The protocol's numbers for what a candidate is.
  enum Kind: Int {
    case function = 3
    case field = 5
    case variable = 6
    case value = 12
    case keyword = 14
    case reference = 18
    case choice = 20
    case event = 23
  }

  /// How a candidate is written where the cursor is in no string.
  enum Form {
    case key, string, literal
  }

  let name: String
  let kind: Kind
  let form: Form
  /// What it is, in a few words.
  var detail = ""
  /// What there is to know about it, in Markdown.
  var documentation = ""
  /// What is written inside a string, where that is not the name.
  var inserted: String?
}

/// What may be written at a place. The text need not be JSON: it is being written.
extension DocumentAnalysis {
  /// The answer to `textDocument/completion`.
  func completion(at offset: Int, for client: ClientCapabilities) -> JSON {
    if let scenario {
      guard let cursor = Cursor(at: offset, in: scenario.tree) else { return .null }
      return answer(
        ScenarioCandidates(outline: scenario, cursor: cursor).all, replacing: cursor.replaced,
        typed: cursor.typed,
        in: cursor, client)
    }
    guard let outline, let names, let cursor = Cursor(at: offset, in: outline.tree) else { return .null }
    let candidates = CompletionCandidates(
      outline: outline, names: names, environments: environments, cursor: cursor)
    if let part = candidates.referenceInTemplate(before: offset)
      ?? candidates.filterInTemplate(before: offset)
    {
      return answer(part.candidates, replacing: part.range, typed: part.typed, in: cursor, client)
    }
    return answer(candidates.all, replacing: cursor.replaced, typed: cursor.typed, in: cursor, client)
  }

  private func answer(
    _ candidates: [CompletionCandidate], replacing replaced: Range<Int>, typed: Range<Int>, in cursor: Cursor,
    _ client: ClientCapabilities
  ) -> JSON {
    var offered = candidates.filter { cursor.string == nil || $0.form != .literal }
    let isIncomplete = offered.count > ServerLimits.completions
    if isIncomplete {
      let prefix = String(decoding: bytes[typed], as: UTF8.self).lowercased()
      offered = Array(
        offered.lazy.filter { $0.name.lowercased().hasPrefix(prefix) }.prefix(ServerLimits.completions))
    }
    let range = range(replaced)
    let items = offered.enumerated().map { index, candidate in
      item(candidate, at: index, replacing: range, inString: cursor.string != nil, client)
    }
    return ["isIncomplete": .boolean(isIncomplete), "items": .array(items)]
  }

  private func item(
    _ candidate: CompletionCandidate, at index: Int, replacing range: JSON, inString: Bool,
    _ client: ClientCapabilities
  ) -> JSON {
    let text = candidate.inserted ?? candidate.name
    let quoted = JSON.string(text).compact
    let written =
      if inString {
        // As it stands between quotes.
        String(quoted.dropFirst().dropLast())
      } else {
        switch candidate.form {
        case .key: "\(quoted): "
        case .string: quoted
        case .literal: text
        }
      }
    let position = String(index)
    var item: JSONObject = [
      "label": .string(candidate.name), "kind": .integer(candidate.kind.rawValue),
      // The order of the language reference, and of the file.
      "sortText": .string(String(repeating: "0", count: max(0, 6 - position.count)) + position),
      "textEdit": ["range": range, "newText": .string(written)],
    ]
    if !candidate.detail.isEmpty { item["detail"] = .string(candidate.detail) }
    if !candidate.documentation.isEmpty { item["documentation"] = client.markup(candidate.documentation) }
    return .object(item)
  }
}
