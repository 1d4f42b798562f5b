#if Service
import FlowInterpreter
public import ServiceProtocols

extension ServerRequest {
  /// The request as the protocols read it.
  public var received: ReceivedRequest {
    ReceivedRequest(
      method: method, path: path, query: query,
      headers: fields.all.map { HTTPRequest.Header(name: $0.name, value: $0.value) }, body: body, peer: peer)
  }
}

extension ServerResponse {
  /// An answer as the protocols give it.
  public init(_ reply: ServiceReply) {
    self.init(reply.status, body: reply.body)
    for header in reply.headers { fields.append(header.name, header.value) }
  }
}
#endif
