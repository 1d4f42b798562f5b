#if Service
public import JSONSyntax

/// Settings by their names in JSON, as `--settings` and `PUT /control/settings` have them.
extension EmulatorSettings {
  /// Changes what an object names.
  /// - Returns: What is wrong with it: then some of it may have been changed.
  public mutating func change(_ json: JSON) -> String? {
    guard let object = json.object else { return "the settings are an object" }
    for field in object {
      guard let set = Self.setters[field.key], set(&self, field.value) else {
        return "there is no setting `\(field.key)` with such a value"
      }
    }
    return nil
  }

  /// Sets one of the settings; false where it has no such value.
  private typealias Setter = @Sendable (inout EmulatorSettings, JSON) -> Bool
  private typealias Member<Value> = WritableKeyPath<EmulatorSettings, Value> & Sendable

  private static let setters: [String: Setter] = [
    "callbackUrl": optionalText(\.callbackURL),
    "callbackUser": optionalText(\.callbackUser),
    "callbackPassword": text(\.callbackPassword),
    "callbackTokenUrl": optionalText(\.callbackTokenURL),
    "callbackRetrySeconds": number(\.callbackRetrySeconds, upTo: 3_600),
    "smsUrl": optionalText(\.smsURL),
    "smsGateway": setter(\.smsGateway) { $0.string.flatMap(Gateway.init) },
    "smsSignatureSecret": optionalText(\.smsSignatureSecret),
    "smsRetrySeconds": number(\.smsRetrySeconds, upTo: 3_600),
    "accountSid": text(\.accountSID),
    "messengerUrl": optionalText(\.messengerURL),
    "webhookUrl": optionalText(\.webhookURL),
    "webhookSecret": text(\.webhookSecret),
    "secret": text(\.secret),
    "appSecret": text(\.appSecret),
    "verifyToken": text(\.verifyToken),
    "httpStatus": setter(\.httpStatus) { $0.number?.integer.flatMap { (100...599).contains($0) ? $0 : nil } },
    "httpBody": text(\.httpBody),
    "entryPoints": setter(\.entryPoints, entryPoints),
    "capacity": setter(\.capacity) { $0.number.map { Int(max(0, min($0.double, 1e9))) } },
    "answers": setter(\.answers, \.boolean),
    "undeliverable": setter(\.undeliverable) { json in
      json.array.flatMap { numbers in
        let texts = numbers.compactMap(\.string)
        return texts.count == numbers.count ? texts : nil
      }
    },
    "faults": setter(\.faults) { $0.string.flatMap(EmulatorFaults.init) },
  ]

  private static func setter<Value>(
    _ member: any Member<Value>, _ read: @escaping @Sendable (JSON) -> Value?
  ) -> Setter {
    { settings, json in
      guard let value = read(json) else { return false }
      settings[keyPath: member] = value
      return true
    }
  }

  private static func text(_ member: any Member<String>) -> Setter { setter(member, \.string) }

  private static func optionalText(_ member: any Member<String?>) -> Setter {
    setter(member) { json in json == .null ? .some(nil) : json.string.map { .some($0) } }
  }

  private static func number(_ member: any Member<Double>, upTo limit: Double) -> Setter {
    setter(member) { json in json.number.map { max(0, min($0.double, limit)) } }
  }

  /// Ids with their dates; null is some date.
  private static func entryPoints(_ json: JSON) -> [String: String]? {
    guard let object = json.object else { return nil }
    var points: [String: String] = [:]
    for point in object {
      guard let date = point.value == .null ? standardDate : point.value.string else { return nil }
      points[point.key] = date
    }
    return points
  }
}
#endif
