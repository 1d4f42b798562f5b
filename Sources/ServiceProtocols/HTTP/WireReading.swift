import FlowHosting
import FlowInterpreter
import FlowModel
package import JSONSyntax

extension WireAnswer {
  /// The body as JSON; nil where it is none.
  var json: JSON? { try? WireText.json(body) }

  /// The body as JSON where it is JSON, else as a string of the charset that its `Content-Type` names, UTF-8 where it names none
  /// that is known, with U+FFFD for what is no character.
  var bodyValue: JSON {
    body.isEmpty ? .null : json ?? .string(text)
  }

  private var text: String {
    let parameters = value(of: "Content-Type")?.split(separator: ";").dropFirst() ?? []
    let charset = parameters.lazy.map { $0.filter { !" \t\"".contains($0) } }
      .first { $0.lowercased().hasPrefix("charset=") }?.dropFirst(8)
    return charset.flatMap { WireText.text(body, charset: String($0)) }
      ?? String(decoding: body, as: UTF8.self)
  }

  /// For how long the other side asks to be left alone, in milliseconds, at most a day: `Retry-After` in seconds, or as a
  /// time (RFC 9110, 10.2.3), which is one of its own clock where it tells that (`Date`).
  var retryAfter: Int64? {
    let day: Int64 = 86_400_000
    guard let text = value(of: "Retry-After") else { return nil }
    if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return Int64(text).map { min($0, day / 1000) * 1000 } ?? day
    }
    guard let end = Timestamp(http: text), let now = value(of: "Date").flatMap(Timestamp.init(http:)) ?? time
    else { return nil }
    return min(max(end - now, 0), day)
  }

  private func value(of name: String) -> String? {
    headers.first { HTTPHeader.areSame($0.name, name) }?.value
  }
}

extension JSON {
  /// The id that a string or an integer is; nil for any other value, and for an empty string.
  package var identifier: String? {
    let text = string ?? number?.integerDigits
    return text?.isEmpty == false ? text : nil
  }

  /// The value at the end of a path of members and, as numbers, of indices.
  func at(_ path: String...) -> JSON? {
    path.reduce(self) { value, step in
      guard let index = Int(step) else { return value?[step] }
      return value?[index]
    }
  }
}

extension WireResult {
  /// What the result means where an answer decides by itself: a connection that was refused is tried again, and so is
  /// someone who throttles.
  /// - Parameter failure: What comes of a request that cannot be made.
  func meaning(orElse failure: EffectAnswer, _ read: (WireAnswer) -> CallMeaning) -> CallMeaning {
    switch self {
    case .answered(let answer) where answer.status == 429:
      // That a gateway throttles tells of no failure of the message: whoever waits for that hears nothing.
      if case .settled(let last) = read(answer), last != .gateway(.failed) {
        .throttled(after: answer.retryAfter, orElse: last)
      } else {
        .throttled(after: answer.retryAfter, orElse: nil)
      }
    case .answered(let answer): read(answer)
    case .notSent, .insecure: .tryAgain
    case .timedOut, .failed: .inDoubt
    case .unreadable: .unreadable(failure)
    case .unusable: .settled(failure)
    }
  }
}
