import FlowModel
import FlowSimulation
import JSONSyntax

@testable import FlowInterpreter

/// An ECE with entry points, clients and contacts of every kind.
enum ServiceFixture {
  static let start = Simulation.defaultStart
  static let published = Timestamp(milliseconds: 1_768_469_400_000)

  static let directory: ServiceDirectory = {
    var directory = ServiceDirectory()
    directory.add(EntryPoint(id: "1001", lastModified: published))
    directory.add(EntryPoint(id: "1002", lastModified: published))
    directory.add(ClientApplication(id: "flows", secret: "s1", entryPoints: ["1001"]))
    directory.add(NodeAuthorization(name: "main", clientID: "flows", clientSecret: "s1"))
    directory.add(
      NodeAuthorization(name: "lazy", clientID: "flows", clientSecret: "s1", renewsExpiredTokens: false))
    directory.add(NodeAuthorization(name: "wrong", clientID: "flows", clientSecret: "s2"))
    directory.contacts.set(.one, forAttribute: "mobile.phone", value: "14155550001")
    directory.contacts.set(.ambiguous, forAttribute: "mobile.phone", value: "14155550002")
    directory.contacts.set(.uncreatable, forAttribute: "mobile.phone", value: "14155550003")
    directory.contacts.set(.ambiguous, forAttribute: "custom.facebookpsid", value: "psid-2")
    return directory
  }()

  /// A request that succeeds, but for what is changed; a nil removes the member.
  static func request(
    _ method: Channel = .sms, authorization: String = "main", changes: [String: JSON?] = [:]
  ) -> ConversationRequest {
    var input: JSONObject = [
      "key": method == .sms ? "mobile.phone" : "custom.facebookpsid", "entryPointId": "1001",
      "lastModifiedDate": "2026-01-15T09:30:00Z", "isRichTextSupported": false, "transactionId": "t1",
      "firstName": "Ana", "clusterId": "c1",
    ]
    switch method {
    case .sms:
      input["phoneNumber"] = "4155550001"
      input["countryCode"] = "1"
    case .messenger: input["facebookPsid"] = "psid-1"
    }
    input["conversationId"] = .null
    for (name, value) in changes { input[name] = value }
    return ConversationRequest(
      method: method, authorization: authorization, input: input, deadline: start + 30_000)
  }
}

extension ConversationAnswer {
  /// The answer's body; nil where there is none.
  var body: JSON? {
    switch self {
    case .started(_, let conversation): conversation.body
    case .refused(_, let refusal): refusal.body
    case .failed: nil
    }
  }

  /// The status and the sub-code, or the failure.
  var short: String {
    switch self {
    case .started(let status, let conversation): "\(status) \(conversation.id)"
    case .refused(_, let refusal): refusal.code.string ?? ""
    case .failed(let failure): failure.rawValue
    }
  }
}
