import FlowInterpreter
import FlowModel
public import JSONSyntax
public import ServiceCore

// The rows of a store for programs, and for the page.

extension SessionRow {
  /// The session without its document.
  public var json: JSON {
    var members: JSONObject = [
      "session": .string(key.text), "customer": .string(customer.storedText), "flow": .string(flow),
      "definition": .string(definition.text), "startedAt": .string(startedAt.rfc3339), "turns": .number(turn),
      "stalled": .boolean(isStalled),
    ]
    if let parking {
      members["node"] = .string(parking.node.text)
      members["waitsFor"] = .string(parking.reason.rawValue)
      members["since"] = .string(parking.since.rfc3339)
    }
    members["endedAt"] = endedAt.map { .string($0.rfc3339) }
    return .object(members)
  }
}

extension DeadLetter {
  /// The letter without what it holds.
  public var json: JSON { .object(members) }

  /// The letter with what it holds.
  public var wholeJSON: JSON {
    var members = members
    members["content"] =
      (try? JSON(parsing: content)) ?? .string(String(decoding: content, as: UTF8.self))
    return .object(members)
  }

  private var members: JSONObject {
    var members: JSONObject = [
      "number": .number(number), "kind": .string(kind.rawValue), "at": .string(at.rfc3339),
      "problem": .string(problem),
    ]
    members["session"] = session.map { .string($0.text) }
    members["customer"] = customer.map { .string($0.storedText) }
    return members
  }
}

extension EffectRow {
  /// What is to be done, in a word.
  public var kind: String { effect?.object?.first?.key ?? "unknown" }

  /// Since when the effect is in doubt; empty where it is not.
  public var doubtSince: String {
    if case .inDoubt(let since) = state { since.rfc3339 } else { "" }
  }

  /// The effect in doubt without what it holds.
  public var json: JSON { .object(members) }

  /// The effect in doubt with what it holds.
  public var wholeJSON: JSON {
    var members = members
    members["content"] = effect ?? .null
    return .object(members)
  }

  private var effect: JSON? { try? JSON(parsing: content) }

  private var members: JSONObject {
    [
      "key": .string(key.text), "session": .string(key.session.text), "effect": .string(kind),
      "since": .string(doubtSince), "tries": .number(tries),
    ]
  }
}
