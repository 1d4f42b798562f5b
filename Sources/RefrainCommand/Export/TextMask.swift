import FlowModel
import RefrainKit

/// Puts other texts in the place of what people wrote: as long, in the same script, with the same punctuation and emoji. What
/// the flow compares with stays, so that the session takes the same way.
struct TextMask: Sendable {
  /// The customer's address, and the one that takes its place.
  private let address: (real: String, other: String)
  /// What the flow compares with, in lower case, longest first.
  private let compared: [[Unicode.Scalar]]

  /// Creates a mask.
  /// - Parameter graph: The flow that the texts are for.
  init(for graph: FlowGraph, of customer: Customer) {
    address = (customer.address.text, Self.address(on: customer.channel).text)
    compared = Set(graph.comparedTexts.map { $0.lowercased() }).filter { !$0.isEmpty }
      .map { Array($0.unicodeScalars) }.sorted { $0.count > $1.count }
  }

  /// The address of a customer whom there is not.
  static func address(on channel: Channel) -> CustomerAddress {
    switch channel {
    case .sms: "+15555550142"
    case .messenger: "1000000000000142"
    }
  }

  /// A text of the same length.
  func text(_ text: String) -> String {
    if text == address.real { return address.other }
    // What is read as a time decides how long a Delay takes.
    if Timestamp(rfc3339: text) != nil { return text }
    let scalars = Array(text.unicodeScalars)
    let kept = places(ofComparedIn: scalars)
    var masked = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      masked.append(kept[index] ? scalar : scalar.masked)
    }
    return String(masked)
  }

  /// A value with each text in it masked, and each number that may be somebody's.
  func json(_ value: JSON) -> JSON {
    if let text = value.string { return .string(self.text(text)) }
    if let elements = value.array { return .array(elements.map(json)) }
    if let members = value.object {
      return .object(JSONObject(members.map { JSONField(key: name($0.key), value: json($0.value)) }))
    }
    guard let number = value.number?.integer, abs(number) >= Self.leastNumber else { return value }
    let masked = String(abs(number)).map { _ in "5" }.joined()
    return Int(masked).map { .number(number < 0 ? -$0 : $0) } ?? value
  }

  /// A member's name: most are words of whoever made the value, and flows name them; but some are somebody's number or address.
  private func name(_ name: String) -> String {
    let digits = name.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return name.contains("@") || digits >= Self.leastDigits ? text(name) : name
  }

  private static let leastDigits = 5
  /// Shorter numbers are amounts and counts.
  private static let leastNumber = 10_000

  /// Which characters belong to something that the flow compares with.
  private func places(ofComparedIn scalars: [Unicode.Scalar]) -> [Bool] {
    var kept = Array(repeating: false, count: scalars.count)
    // Lower case may be longer, where this is not looked for: such letters are in no keyword.
    let lower = scalars.map { scalar -> Unicode.Scalar in
      let lowercase = scalar.properties.lowercaseMapping.unicodeScalars
      return lowercase.count == 1 ? lowercase.first ?? scalar : scalar
    }
    for text in compared where text.count <= lower.count {
      for start in 0...(lower.count - text.count)
      where lower[start..<(start + text.count)].elementsEqual(text) {
        for index in start..<(start + text.count) { kept[index] = true }
      }
    }
    return kept
  }
}

extension FlowGraph {
  /// The literal texts that the flow compares texts from outside with: its keywords, and the operands of its conditions.
  fileprivate var comparedTexts: [String] {
    nodes.flatMap { node -> [String] in
      let keywords = [node.trigger?.keywords, node.receive?.smsKeywords].compactMap(\.self).flatMap(\.words)
      let operands = (node.branches?.all ?? []).flatMap(\.conditions).flatMap(\.operands)
      return keywords + operands.compactMap { if case .literal(let text) = $0.template { text } else { nil } }
    }
  }
}

extension Keywords {
  fileprivate var words: [String] { if case .words(let words) = self { words } else { [] } }
}

extension Unicode.Scalar {
  /// Another letter of the same script and case, or another digit; itself where it is neither.
  fileprivate var masked: Unicode.Scalar {
    switch value {
    case 0x30...0x39: return "5"
    case 0x41...0x5A: return "X"
    case 0x61...0x7A: return "x"
    case 0..<0x80: return self
    default: break
    }
    guard properties.isAlphabetic else { return properties.numericType == nil ? self : "5" }
    switch value {
    // Letters that GSM's alphabet has stay in it.
    case 0x80..<0x250: return properties.isUppercase ? "É" : "é"
    case 0x370..<0x400: return properties.isUppercase ? "Ω" : "ω"
    case 0x400..<0x530: return properties.isUppercase ? "Ж" : "ж"
    case 0x590..<0x600: return "א"
    case 0x600..<0x780: return "ب"
    case 0x900..<0x980: return "क"
    case 0xE00..<0xE80: return "ก"
    case 0x3040..<0x3100: return "あ"
    case 0xAC00..<0xD7B0: return "가"
    default: return value > 0xFFFF ? "𠀀" : "字"
    }
  }
}
