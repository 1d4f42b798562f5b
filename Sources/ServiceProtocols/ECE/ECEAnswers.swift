import FlowHosting
public import FlowInterpreter
import FlowModel
import JSONSyntax

/// What ECE's answers mean. Where no page says how something is written, all of the likely ways are read.
public enum ECEAnswers {
  /// What came of asking for a conversation. A start cannot be repeated unseen: without an answer it is in doubt.
  public static func start(_ result: WireResult) -> CallMeaning {
    result.meaning(orElse: .conversation(.failed(.error))) { answer in
      guard answer.isSuccess else {
        return .settled(.conversation(.refused(status: answer.status, answer.refusal)))
      }
      guard let json = answer.json,
        let id = json["id"]?.identifier ?? json.at("conversation", "id")?.identifier
      else {
        // ECE may have begun a conversation whose id nobody knows: its agent is not to be left alone with it.
        return .unreadable(.conversation(.failed(.error)))
      }
      let conversation = StartedConversation(
        id: ConversationID(id),
        caseID: json["caseId"]?.identifier ?? json.at("activity", "case", "id")?.identifier
          ?? json.at("case", "id")?.identifier,
        activityID: json["activityId"]?.identifier ?? json.at("activity", "id")?.identifier, body: json)
      return .settled(.conversation(.started(status: answer.status, conversation)))
    }
  }

  /// What came of asking one thing.
  public static func question(_ kind: ServiceRequest.Question.Kind, _ result: WireResult) -> CallMeaning {
    result.meaning(orElse: .service(.failed(.error))) { answer in
      guard answer.isSuccess else {
        return .settled(.service(.refused(status: answer.status, answer.refusal)))
      }
      let result: ServiceResult
      switch kind {
      case .sendMessage, .endConversation: result = ServiceResult(body: answer.bodyValue)
      case .entrypointConfiguration, .agentAvailability, .agentCapacity:
        guard let json = answer.json else { return .settled(.service(.failed(.error))) }
        result =
          kind == .entrypointConfiguration ? entryPoint(json) : availability(json)
      }
      return .settled(.service(.succeeded(status: answer.status, result)))
    }
  }

  /// What came of sending on what a customer wrote. What only ECE can mend, or may be mended soon, is tried again.
  public static func forward(_ result: WireResult) -> CallMeaning {
    result.meaning(orElse: .forward(.givenUp(reason: "ECE cannot be asked"))) { answer in
      switch answer.status {
      case 200..<300: .settled(.forward(.delivered))
      case 401, 408, 500...: .throttled(after: answer.retryAfter, orElse: answer.refusedForward)
      default: .settled(answer.refusedForward)
      }
    }
  }

  private static func entryPoint(_ json: JSON) -> ServiceResult {
    let configuration = json["entryPointConfiguration"]
    let entry = configuration?[0] ?? configuration ?? json
    let policies = entry["attachmentPolicies"] ?? entry["attachmentPolicy"]
    return ServiceResult(
      entryPointID: entry.at("entryPoint", "id")?.identifier ?? entry["id"]?.identifier,
      lastModifiedDate: entry.at("lastModified", "date")?.identifier ?? entry["lastModified"]?.identifier,
      // The documented answer has none, and a flow that does not ask for them is to go on all the same.
      attachmentPolicies: policies.map { $0.string ?? $0["value"]?.string ?? $0.compact } ?? "", body: json)
  }

  private static func availability(_ json: JSON) -> ServiceResult {
    let places = [
      json, json["agentAvailability"], json["availability"], json.at("entryPoint", "0"), json["entryPoint"],
    ]
    .compactMap(\.self)
    func first<Value>(_ names: [String], _ read: (JSON) -> Value?) -> Value? {
      places.lazy.flatMap { place in names.lazy.compactMap { place[$0] } }.compactMap(read).first
    }
    let slots = first(["availableSlots", "slots", "capacity", "count"]) { value in
      (value.number?.integer ?? value.string.flatMap { Int($0) }).flatMap {
        (0...Limits.availableSlots).contains($0) ? $0 : nil
      }
    }
    let isAvailable = first(["available", "isAvailable", "agentAvailable", "value"]) { value in
      value.boolean ?? value.string.flatMap { Bool($0.lowercased()) }
    }
    return ServiceResult(
      isAvailable: isAvailable ?? slots.map { $0 > 0 }, availableSlots: slots, body: json)
  }
}

extension WireAnswer {
  /// What comes of a customer's message that ECE does not take.
  fileprivate var refusedForward: EffectAnswer { .forward(.givenUp(reason: "ECE answered \(status)")) }

  /// What a failed answer says.
  fileprivate var refusal: Refusal {
    let body = bodyValue
    return Refusal(
      code: body["code"] ?? .null,
      developerMessage: body["developerMessage"]?.string ?? body["message"]?.string, body: body)
  }
}
