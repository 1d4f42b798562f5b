import FlowHosting
import FlowInterpreter
import FlowModel
package import JSONSyntax

extension WireAnswer {
  /// The body as JSON; nil where it is none.
  var json: JSON? { try? JSON(parsing: body) }

  /// The body as JSON where it is JSON, else as a string with U+FFFD for what is no UTF-8.
  var bodyValue: JSON {
    body.isEmpty ? .null : json ?? .string(String(decoding: body, as: UTF8.self))
  }

  /// For how long the other side asks to be left alone, in milliseconds: `Retry-After` in seconds, at most a day. A date is
  /// not read: its clock may be any.
  var retryAfter: Int64? {
    guard let value = headers.first(where: { HTTPHeader.areSame($0.name, "Retry-After") })?.value,
      let seconds = Int64(value.filter { $0 != " " }), (0...86_400).contains(seconds)
    else { return nil }
    return seconds * 1000
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
  /// What the result means where an answer decides by itself: a connection that was refused is tried again.
  /// - Parameter failure: What comes of a request that cannot be made.
  func meaning(orElse failure: EffectAnswer, _ read: (WireAnswer) -> CallMeaning) -> CallMeaning {
    switch self {
    case .answered(let answer):
      answer.status == 429 ? .tryAgain(after: answer.retryAfter) : read(answer)
    case .notSent: .tryAgain(after: nil)
    case .timedOut, .failed: .inDoubt
    case .unusable: .settled(failure)
    }
  }
}
