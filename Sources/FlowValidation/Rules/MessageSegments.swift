import Diagnostics
import FlowModel

/// RF502: what an SMS costs, where that is more than one message.
struct MessageSegments: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    context.lists.longMessageSenders.compactMap { sender in
      let node = sender.node
      guard sender.written.isSMS, let message = sender.written.literal,
        let isUnicode = sender.written.isUnicode
      else { return nil }
      let segments = SMSSegments(of: message.literalText, alwaysUCS2: isUnicode)
      return segments.count > 1
        ? finding(segments, of: message, in: node, graph: context.graph, isUnicode: isUnicode) : nil
    }
  }

  private func finding(
    _ segments: SMSSegments, of message: LiteralMessage, in node: FlowNode, graph: FlowGraph, isUnicode: Bool
  ) -> Finding {
    let count = "\(message.hasReferences ? "at least " : "")\(segments.count) segments"
    let encoding: String
    if isUnicode {
      encoding = "UCS-2, as its `messageType` is `unicode`"
    } else if let forcing = segments.forcingCharacters.first {
      encoding = "UCS-2, because of \(forcing.described)"
    } else {
      encoding = "GSM 03.38"
    }
    let isTypographic =
      (1...3).contains(segments.forcingCharacters.count)
      && segments.forcingCharacters.allSatisfy { $0.plainText != nil }
    let forcing =
      segments.forcingCharacters.isEmpty
      ? [] : message.characters(in: graph) { GSMAlphabet.septets(of: $0) == nil }
    let edits = forcing.compactMap { character in
      character.scalar.plainText.map {
        SourceEdit(character.range, with: $0 == "\"" ? "\\\"" : $0)
      }
    }
    return Finding(
      .messageSegments, severity: isTypographic ? .warning : .info,
      "the message of \(node.id.quoted) takes \(count) in \(encoding)",
      at: forcing.first.map { message.place.marking($0.range) } ?? message.place,
      help: isTypographic ? plainTextHelp(segments.forcingCharacters) : Self.help,
      fix: isTypographic && forcing.count == segments.forcingCharacters.count
        ? Fix("Write the typographic characters plainly", isSafe: true, edits.joiningNeighbors) : nil)
  }

  private static let help = """
    Each segment is paid for as a message. One holds 160 characters in GSM 03.38, or 70 in UCS-2, which a single \
    character outside of GSM's alphabet makes of the whole message.
    """

  private func plainTextHelp(_ characters: [Unicode.Scalar]) -> String {
    var seen: Set<Unicode.Scalar> = []
    let replacements = characters.filter { seen.insert($0).inserted }.map { character in
      "\(character.described) as \((character.plainText ?? "").quoted)"
    }
    return """
      Each segment is paid for as a message, and UCS-2 takes more than twice as many. Write \
      \(replacements.joined(separator: ", ")), and the message is GSM 03.38 again.
      """
  }

  let dependsOnEnvironment = true

  let code = RuleCode.messageSegments

  var page: RulePage {
    RulePage(.messageSegments, markdown: PackageResources.RF502_md)
  }
}

extension Unicode.Scalar {
  /// The character as a message tells it: `’` (U+2019).
  fileprivate var described: String {
    let digits = String(value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    return properties.isWhitespace || properties.generalCategory == .format
      || properties.generalCategory == .control
      ? code : "`\(Character(self))` (\(code))"
  }
}

extension [SourceEdit] {
  /// The edits with those joined that touch.
  fileprivate var joiningNeighbors: [SourceEdit] {
    reduce(into: []) { edits, edit in
      guard let last = edits.last, last.range.upperBound == edit.range.lowerBound else {
        return edits.append(edit)
      }
      edits[edits.count - 1] = SourceEdit(
        last.range.lowerBound..<edit.range.upperBound, with: last.text + edit.text)
    }
  }
}
