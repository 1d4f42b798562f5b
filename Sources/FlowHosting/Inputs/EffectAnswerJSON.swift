import FlowInterpreter
import FlowModel
import JSONSyntax

// Answers as JSON, within inputs. The format is not stable yet: another version of Refrain may read it otherwise.

extension EffectAnswer {
  /// Gives the member that an answer's object has for this.
  func writeMember(to sink: inout some JSONMemberSink) {
    switch self {
    case .gateway(.accepted(let id)): sink.object("gateway") { $0.member("accepted", id.text) }
    case .gateway(.refusedByPolicy): sink.member("gateway", "policyFail")
    case .gateway(.failed): sink.member("gateway", "error")
    case .conversation(.started(let status, let conversation)):
      sink.object("conversation") { sink in
        sink.member("status", status)
        sink.member("id", conversation.id.text)
        sink.member("caseId", ifPresent: conversation.caseID)
        sink.member("activityId", ifPresent: conversation.activityID)
        sink.member("body", unlessNull: conversation.body)
      }
    case .conversation(.refused(let status, let refusal)):
      sink.object("conversation") { refusal.writeMembers(status: status, to: &$0) }
    case .conversation(.failed(let failure)): sink.member("conversation", failure.rawValue)
    case .service(.succeeded(let status, let result)):
      sink.object("service") { sink in
        sink.member("status", status)
        sink.object("result") { result.writeMembers(to: &$0) }
      }
    case .service(.refused(let status, let refusal)):
      sink.object("service") { refusal.writeMembers(status: status, to: &$0) }
    case .service(.failed(let failure)): sink.member("service", failure.rawValue)
    case .http(.response(let response)):
      sink.object("http") { sink in
        sink.member("status", response.status)
        sink.member("statusText", response.statusText)
        sink.member("headers", .object(response.headers))
        sink.member("body", unlessNull: response.body)
      }
    case .http(.failed(let failure)): sink.member("http", failure.rawValue)
    case .forward(.delivered): sink.member("forward", "delivered")
    case .forward(.givenUp(let reason)): sink.object("forward") { $0.member("givenUp", reason) }
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
  fileprivate func writeMembers(status: Int, to sink: inout some JSONMemberSink) {
    sink.member("status", status)
    sink.member("code", unlessNull: code)
    sink.member("developerMessage", ifPresent: developerMessage)
    sink.member("body", unlessNull: body)
  }

  fileprivate init(json: JSON) {
    self.init(
      code: json["code"] ?? .null, developerMessage: json["developerMessage"]?.string,
      body: json["body"] ?? .null)
  }
}

extension ServiceResult {
  fileprivate func writeMembers(to sink: inout some JSONMemberSink) {
    sink.member("entryPointId", ifPresent: entryPointID)
    sink.member("lastModifiedDate", ifPresent: lastModifiedDate)
    sink.member("attachmentPolicies", ifPresent: attachmentPolicies)
    if let isAvailable { sink.member("available", isAvailable) }
    if let availableSlots { sink.member("availableSlots", availableSlots) }
    sink.member("body", unlessNull: body)
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
