import FlowInterpreter
import FlowModel
import JSONSyntax

// Answers as JSON, within inputs. The format is not stable yet: another version of Refrain may read it otherwise.

extension EffectAnswer {
  /// The member that an answer's object has for this.
  var member: (String, JSON) {
    switch self {
    case .gateway(.accepted(let id)): ("gateway", ["accepted": .string(id.text)])
    case .gateway(.refusedByPolicy): ("gateway", "policyFail")
    case .gateway(.failed): ("gateway", "error")
    case .conversation(.started(let status, let conversation)):
      (
        "conversation",
        .members(
          ("status", .number(status)), ("id", .string(conversation.id.text)),
          ("caseId", JSON(conversation.caseID)),
          ("activityId", JSON(conversation.activityID)), ("body", conversation.body))
      )
    case .conversation(.refused(let status, let refusal)): ("conversation", refusal.json(status: status))
    case .conversation(.failed(let failure)): ("conversation", .string(failure.rawValue))
    case .service(.succeeded(let status, let result)):
      ("service", .members(("status", .number(status)), ("result", result.json)))
    case .service(.refused(let status, let refusal)): ("service", refusal.json(status: status))
    case .service(.failed(let failure)): ("service", .string(failure.rawValue))
    case .http(.response(let response)):
      (
        "http",
        .members(
          ("status", .number(response.status)), ("statusText", .string(response.statusText)),
          ("headers", .object(response.headers)), ("body", response.body))
      )
    case .http(.failed(let failure)): ("http", .string(failure.rawValue))
    case .forward(.delivered): ("forward", "delivered")
    case .forward(.givenUp(let reason)): ("forward", ["givenUp": .string(reason)])
    }
  }

  /// Reads an answer from its object; nil where it has none.
  init?(json: JSON) {
    if let answer = json["gateway"].flatMap(GatewayAnswer.init(json:)) {
      self = .gateway(answer)
    } else if let answer = json["conversation"].flatMap(ConversationAnswer.init(json:)) {
      self = .conversation(answer)
    } else if let answer = json["service"].flatMap(ServiceAnswer.init(json:)) {
      self = .service(answer)
    } else if let answer = json["http"].flatMap(HTTPAnswer.init(json:)) {
      self = .http(answer)
    } else if json["forward"] == "delivered" {
      self = .forward(.delivered)
    } else if let reason = json["forward"]?["givenUp"]?.string {
      self = .forward(.givenUp(reason: reason))
    } else {
      return nil
    }
  }
}

extension GatewayAnswer {
  fileprivate init?(json: JSON) {
    switch json {
    case "policyFail": self = .refusedByPolicy
    case "error": self = .failed
    default:
      guard let id = json["accepted"]?.string else { return nil }
      self = .accepted(transactionID: GatewayMessageID(id))
    }
  }
}

extension ConversationAnswer {
  fileprivate init?(json: JSON) {
    if let failure = json.string {
      guard let failure = RequestFailure(rawValue: failure) else { return nil }
      self = .failed(failure)
      return
    }
    guard let status = json["status"]?.naturalNumber else { return nil }
    if let id = json["id"]?.string {
      self = .started(
        status: status,
        StartedConversation(
          id: ConversationID(id), caseID: json["caseId"]?.string, activityID: json["activityId"]?.string,
          body: json["body"] ?? .null))
    } else {
      self = .refused(status: status, Refusal(json: json))
    }
  }
}

extension ServiceAnswer {
  fileprivate init?(json: JSON) {
    if let failure = json.string {
      guard let failure = RequestFailure(rawValue: failure) else { return nil }
      self = .failed(failure)
      return
    }
    guard let status = json["status"]?.naturalNumber else { return nil }
    if let result = json["result"] {
      self = .succeeded(status: status, ServiceResult(json: result))
    } else {
      self = .refused(status: status, Refusal(json: json))
    }
  }
}

extension Refusal {
  /// The refusal as an answer's object has it, beside its status.
  fileprivate func json(status: Int) -> JSON {
    .members(
      ("status", .number(status)), ("code", code), ("developerMessage", JSON(developerMessage)),
      ("body", body))
  }

  fileprivate init(json: JSON) {
    self.init(
      code: json["code"] ?? .null, developerMessage: json["developerMessage"]?.string,
      body: json["body"] ?? .null)
  }
}

extension ServiceResult {
  fileprivate var json: JSON {
    .members(
      ("entryPointId", JSON(entryPointID)), ("lastModifiedDate", JSON(lastModifiedDate)),
      ("attachmentPolicies", JSON(attachmentPolicies)),
      ("available", isAvailable.map { .boolean($0) } ?? .null),
      ("availableSlots", availableSlots.map { .number($0) } ?? .null), ("body", body))
  }

  fileprivate init(json: JSON) {
    self.init(
      entryPointID: json["entryPointId"]?.string, lastModifiedDate: json["lastModifiedDate"]?.string,
      attachmentPolicies: json["attachmentPolicies"]?.string, isAvailable: json["available"]?.boolean,
      availableSlots: json["availableSlots"]?.naturalNumber, body: json["body"] ?? .null)
  }
}

extension HTTPAnswer {
  fileprivate init?(json: JSON) {
    if let failure = json.string {
      guard let failure = HTTPFailure(rawValue: failure) else { return nil }
      self = .failed(failure)
      return
    }
    guard let status = json["status"]?.naturalNumber, let text = json["statusText"]?.string,
      let headers = json["headers"]?.object
    else { return nil }
    self = .response(
      HTTPResponse(status: status, statusText: text, headers: headers, body: json["body"] ?? .null))
  }
}
