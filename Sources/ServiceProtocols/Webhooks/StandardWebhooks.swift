public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// Webhooks that begin sessions, signed as Standard Webhooks 1.0 says: a code over id, time and body, and several of them
/// while one key takes another's place.
public struct StandardWebhooks: Sendable {
  /// The name that triggers have.
  public let event: String
  private let keys: [[UInt8]]
  private let authentication: any MessageAuthentication

  /// Creates the webhooks of an event.
  /// - Parameter secrets: What the sender may sign with: `whsec_` and base64 of 24 to 64 bytes.
  /// - Returns: nil where one of the secrets is none.
  public init?(event: String, secrets: [SecretBytes], authentication: any MessageAuthentication) {
    let keys = secrets.compactMap(Self.key)
    guard keys.count == secrets.count, !keys.isEmpty else { return nil }
    self.event = event
    self.keys = keys
    self.authentication = authentication
  }

  /// The key of a secret; nil where it is none.
  private static func key(_ secret: SecretBytes) -> [UInt8]? {
    let text = secret.text
    let key = Base64.decode(text.hasPrefix("whsec_") ? text.dropFirst(6) : text[...])
    return key.flatMap { (24...64).contains($0.count) ? $0 : nil }
  }

  /// The headers that whoever sends a body signs it by.
  public func headers(of body: [UInt8], id: String, at now: Timestamp) -> [HTTPRequest.Header] {
    let time = String(now.milliseconds / 1000)
    let signatures = keys.map { "v1,\(Base64.encode(signature(of: body, id: id, time: time, key: $0)))" }
    return [
      HTTPRequest.Header(name: "webhook-id", value: id),
      HTTPRequest.Header(name: "webhook-timestamp", value: time),
      HTTPRequest.Header(name: "webhook-signature", value: signatures.joined(separator: " ")),
    ]
  }

  /// What a request brings.
  public func receive(_ request: ReceivedRequest, at now: Timestamp) throws(Rejection) -> Arrivals {
    guard let id = request.header("webhook-id"), !id.isEmpty, id.utf8.count <= ProtocolLimits.identifierSize,
      let time = request.header("webhook-timestamp"), let seconds = Int64(time), time.utf8.count <= 12,
      let signatures = request.header("webhook-signature")
    else { throw .unauthenticated("it has not all three headers of a signature") }
    guard abs(now.milliseconds - seconds * 1000) <= ProtocolLimits.signatureAge else {
      throw .unauthenticated("it was signed more than 5 minutes before or after now")
    }
    guard isSigned(request.body, id: id, time: time, by: signatures) else {
      throw .unauthenticated("its signature is wrong")
    }
    guard let payload = try? WireText.json(request.body) else { throw .malformed("its body is no JSON") }
    let webhook = InboundWebhook(event: event, payload: payload, transactionID: id)
    return Arrivals([Arrival(ArrivalName(.webhook, event, id), .webhook(webhook))])
  }

  /// Whether one of some signatures is right, by any of the keys. All are compared.
  private func isSigned(_ body: [UInt8], id: String, time: String, by signatures: String) -> Bool {
    let shown = signatures.split(separator: " ").prefix(ProtocolLimits.signatures).compactMap { signature in
      signature.hasPrefix("v1,") ? Base64.decode(signature.dropFirst(3)) : nil
    }
    return keys.reduce(false) { isSigned, key in
      let right = signature(of: body, id: id, time: time, key: key)
      return shown.reduce(isSigned) { ConstantTime.areEqual($1, right) || $0 }
    }
  }

  private func signature(of body: [UInt8], id: String, time: String, key: [UInt8]) -> [UInt8] {
    authentication.code(.sha256, key: key, message: Array("\(id).\(time).".utf8) + body)
  }
}
