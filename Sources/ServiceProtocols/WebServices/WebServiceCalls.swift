import FlowHosting
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// What flows ask web services: whom they may ask, and what secrets go along.
public struct WebServiceCalls: Sendable {
  /// A request that may be made.
  public struct Permitted: Sendable, Hashable {
    /// The request, its secrets put in.
    public let call: WireCall
    /// Whether the host may be at a private, loopback or link-local address. Calls that may go over no connection of calls
    /// that may not.
    public let allowsPrivate: Bool
  }

  /// Why a request may not be made.
  public enum Refusal: Error, Sendable, Hashable, CaseIterable {
    /// The configuration does not name the host, or not with the scheme and port.
    case unknownHost
    /// There is no such secret.
    case unknownSecret
    /// A secret may not go there, or would go over `http`.
    case secretElsewhere
    /// With the secret the header is none.
    case malformedHeader
  }

  private struct Secret {
    let bytes: SecretBytes
    let hosts: [HostPattern]
  }

  /// The hosts that may be asked; nil for any.
  private let allowed: [HostPattern]?
  private let secrets: [String: Secret]

  /// Requests that go to no host in fact: somebody plays all of the web, and is told secrets by their names alone.
  public static let emulated = WebServiceCalls()

  private init() {
    allowed = nil
    secrets = [:]
  }

  /// Creates the requests of a configuration.
  /// - Parameter secret: Finds a secret; one that it does not find is not known.
  public init(_ http: LiveConfiguration.HTTP, secret: (SecretSource) -> SecretBytes?) {
    allowed = http.allowed
    secrets = Dictionary(
      http.secrets.compactMap { known in
        secret(known.source).map { (known.name, Secret(bytes: $0, hosts: known.hosts)) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// A request as it is made. It is judged anew right before each call, since the configuration may be another one.
  public func permit(_ request: HTTPRequest) throws(Refusal) -> Permitted {
    guard let origin = WebOrigin(of: request.url) else { throw .unknownHost }
    let patterns = allowed?.filter { $0.admits(origin) }
    guard patterns?.isEmpty != true else { throw .unknownHost }
    var headers: [HTTPRequest.Header] = []
    for header in request.headers {
      headers.append(.init(name: header.name, value: try value(of: header, to: origin)))
    }
    return Permitted(
      call: WireCall(
        request.method, request.url, headers: headers, body: request.body.map { Array($0.utf8) }),
      allowsPrivate: patterns?.contains(where: \.allowsPrivate) ?? false)
  }

  private func value(of header: HTTPRequest.Header, to origin: WebOrigin) throws(Refusal) -> String {
    var value = ""
    for part in header.parts {
      switch part {
      case .text(let text): value += text
      case .secret(let name) where allowed == nil: value += "secret:\(name)"
      case .secret(let name):
        guard let secret = secrets[name] else { throw .unknownSecret }
        guard origin.isSecure, secret.hosts.contains(where: { $0.admits(origin) }) else {
          throw .secretElsewhere
        }
        value += secret.bytes.text
      }
    }
    guard HTTPHeader.isValue(value) else { throw .malformedHeader }
    return value
  }

  /// For how long a request may be made again after its first call without being done twice: a day where its method or the
  /// flow's own `Idempotency-Key` says so; nil else.
  public static func repetitionWindow(of request: HTTPRequest) -> Int64? {
    let isIdempotent =
      switch request.method {
      case "GET", "PUT", "DELETE": true
      default: request.headers.contains { HTTPHeader.areSame($0.name, "Idempotency-Key") }
      }
    return isIdempotent ? 86_400_000 : nil
  }

  /// What came of a request. A service that throttles, or takes no connection, is asked again.
  public static func meaning(of result: WireResult) -> CallMeaning {
    switch result {
    // Another try would find the same; and of an answer that is too large the flow is to hear at once.
    case .insecure, .unreadable: .settled(.http(.failed(.error)))
    case .answered, .notSent, .timedOut, .failed, .unusable:
      result.meaning(orElse: .http(.failed(.error))) { answer in
        .settled(
          .http(
            .response(
              HTTPResponse(
                status: answer.status, statusText: answer.statusText,
                headers: JSONObject(
                  headers: answer.headers.map { JSONField(key: $0.name, value: .string($0.value)) }),
                body: answer.bodyValue))))
      }
    }
  }
}
