#if Service
import FlowInterpreter
public import ServiceProtocols

extension HTTPSender {
  /// Makes a call of a protocol, and says what came of it as the protocols judge it.
  public func send(
    _ call: WireCall, timeout: Duration = .seconds(10), allowsPrivate: Bool = false
  ) async -> WireResult {
    var fields = HTTPFields()
    for header in call.headers { fields.append(header.name, header.value) }
    let request = OutgoingRequest(
      call.method, call.url, fields: fields, body: call.body, timeout: timeout, allowsPrivate: allowsPrivate)
    switch await send(request) {
    case .success(let response):
      let headers = response.fields.all.map { HTTPRequest.Header(name: $0.name, value: $0.value) }
      return .answered(WireAnswer(status: response.status, headers: headers, body: response.body))
    case .failure(let failure):
      if !failure.wasSent { return .notSent }
      return failure.kind == .timeout ? .timedOut : .failed
    }
  }
}
#endif
