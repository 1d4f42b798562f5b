#if Service
import FlowInterpreter
public import ServiceProtocols

/// The wire forms of protocols as requests and answers of HTTP.
extension HTTPSender: WireSender {
  public func send(_ call: WireCall, within time: CallTime, allowsPrivate: Bool) async -> WireResult {
    var fields = HTTPFields()
    for header in call.headers { fields.append(header.name, header.value) }
    let request = OutgoingRequest(
      call.method, call.url, fields: fields, body: call.body, timeout: .milliseconds(time.whole),
      connectTimeout: .milliseconds(time.connecting), allowsPrivate: allowsPrivate,
      isIdempotent: call.isIdempotent)
    switch await send(request) {
    case .success(let response):
      return .answered(
        WireAnswer(
          status: response.status, statusText: response.statusText, headers: response.fields.headers,
          body: response.body, at: WallClock.now))
    case .failure(let failure): return WireResult(failure)
    }
  }
}

extension WireResult {
  fileprivate init(_ failure: OutgoingFailure) {
    self =
      switch failure.kind {
      case .invalid, .forbiddenAddress: .unusable
      case .tooLarge: .unreadable
      case .insecure where !failure.wasSent: .insecure
      case .unreachable, .insecure, .timeout, .broken, .cancelled:
        !failure.wasSent ? .notSent : failure.kind == .timeout ? .timedOut : .failed
      }
  }
}

extension ServerRequest {
  /// The request as the protocols read it.
  public var received: ReceivedRequest {
    ReceivedRequest(
      method: method, path: path, query: query, headers: fields.headers, body: body, peer: peer)
  }
}

extension ServerResponse {
  /// An answer of a protocol.
  public init(_ reply: ServiceReply) {
    var fields = HTTPFields()
    for header in reply.headers { fields.append(header.name, header.value) }
    self.init(reply.status, fields: fields, body: reply.body)
  }
}

extension HTTPFields {
  fileprivate var headers: [HTTPRequest.Header] {
    all.map { HTTPRequest.Header(name: $0.name, value: $0.value) }
  }
}
#endif
