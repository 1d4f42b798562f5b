import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceProtocols

/// What the tests of protocols send and see.
enum Sample {
  static let now = Timestamp(milliseconds: 1_614_265_330_000)
  static let authentication = SmallAuthentication()

  static func address(_ text: String) -> ServiceAddress {
    guard let address = ServiceAddress(text) else { preconditionFailure("\(text) is an address") }
    return address
  }

  static func request(
    _ method: String, _ target: String, _ headers: KeyValuePairs<String, String> = [:], body: String = "",
    peer: String? = nil
  ) -> ReceivedRequest {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return ReceivedRequest(
      method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : nil,
      headers: headers.map { HTTPRequest.Header(name: $0.key, value: $0.value) }, body: Array(body.utf8),
      peer: peer.flatMap(InternetAddress.init))
  }

  static func form(_ fields: KeyValuePairs<String, String>) -> String {
    fields.map { "\($0.key.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
  }

  static func sms(
    _ text: String = "Hi", from: BusinessAddress? = "+15550100", type: OutboundMessage.MessageType = .text
  )
    -> OutboundMessage
  {
    OutboundMessage(channel: .sms, to: "+14155550123", from: from, text: text, messageType: type)
  }

  static func answer(_ status: Int, _ body: String = "", _ headers: KeyValuePairs<String, String> = [:])
    -> WireResult
  {
    .answered(
      WireAnswer(
        status: status, headers: headers.map { HTTPRequest.Header(name: $0.key, value: $0.value) },
        body: Array(body.utf8)))
  }
}

extension Arrivals {
  /// What has come, an arrival a line, as the tests' tables write it.
  var told: [String] {
    arrivals.map { arrival in
      let name = arrival.name.parts.joined(separator: " ")
      let media = arrival.leftOutMedia > 0 ? ", \(arrival.leftOutMedia) left out" : ""
      switch arrival.content {
      case .message(let message):
        return "\(name): \(message.channel) \(message.from) > \(message.to ?? "?"): \(message.text)\(media)"
      case .webhook(let webhook): return "\(name): \(webhook.event) \(webhook.payload.compact)"
      case .event(let event): return "\(name): \(event.kind.name) \(event.content ?? "")"
      case .receipt(let report, let id, let effect):
        let code = "\(report.statusCode) \(report.statusDescription)"
        return
          "\(name): \(report.isDelivered ? "delivered" : "failed") \(code) of \(id ?? "?") \(effect ?? "?")"
      }
    }
  }
}

extension ServiceGate {
  /// What a request comes to, in a line: its arrivals, its answer, or the status that it is refused with.
  func told(_ request: ReceivedRequest, at now: Timestamp = Sample.now) -> [String] {
    do throws(Rejection) {
      switch try receive(request, at: now) {
      case .arrivals(let arrivals): return arrivals.told + arrivals.malformed.map { "malformed \($0)" }
      case .reply(let reply): return ["\(reply.status) \(String(decoding: reply.body, as: UTF8.self))"]
      }
    } catch {
      return ["\(error.reply.status)"]
    }
  }
}

extension CallMeaning {
  /// What a result means, in a line.
  var told: String {
    switch self {
    case .tryAgain: return "again -"
    case .throttled(let pause, let answer):
      return "throttled \(pause.map(String.init) ?? "-")" + (answer.map { ", else \($0.told)" } ?? "")
    case .inDoubt: return "in doubt"
    case .unreadable(let answer): return "unreadable, \(answer.told)"
    case .settled(let answer): return answer.told
    }
  }
}

extension EffectAnswer {
  /// The answer, in a line.
  fileprivate var told: String {
    switch self {
    case .gateway(.accepted(let id)): return "accepted \(id)"
    case .gateway(.refusedByPolicy): return "policy"
    case .gateway(.failed): return "failed"
    case .conversation(.started(let status, let conversation)):
      return
        "started \(status) \(conversation.id) \(conversation.caseID ?? "-") \(conversation.activityID ?? "-")"
    case .conversation(.refused(let status, let refusal)), .service(.refused(let status, let refusal)):
      return "refused \(status) \(refusal.code.compact) \(refusal.developerMessage ?? "-")"
    case .conversation(.failed(let failure)), .service(.failed(let failure)): return "failed \(failure)"
    case .service(.succeeded(let status, let result)):
      let parts = [
        result.entryPointID, result.lastModifiedDate, result.attachmentPolicies,
        result.isAvailable.map { "\($0)" }, result.availableSlots.map { "\($0)" },
      ]
      return "succeeded \(status) " + parts.map { $0 ?? "-" }.joined(separator: " ")
    case .http: return "http"
    case .forward(.delivered): return "delivered"
    case .forward(.givenUp(let reason)): return "given up: \(reason)"
    }
  }
}

extension WireCall {
  /// The whole request, as one would write it down; in tests no secret is one.
  var written: String {
    (["\(method) \(url)"] + headers.map { "\($0.name): \($0.value)" }
      + (body.map { [String(decoding: $0, as: UTF8.self)] } ?? []))
      .joined(separator: "\n")
  }
}
