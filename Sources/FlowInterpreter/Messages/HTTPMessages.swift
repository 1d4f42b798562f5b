import FlowModel
public import JSONSyntax

/// A request to a web service.
public struct HTTPRequest: Sendable, Hashable {
  /// A header.
  public struct Header: Sendable, Hashable {
    /// A part of a header's value.
    public enum Part: Sendable, Hashable {
      /// Text, whoever it comes from.
      case text(String)
      /// A secret of the live service, by its name: only the flow's author can have asked for it.
      case secret(String)
    }

    /// The header's name, as the flow writes it.
    public let name: String
    /// What the value is put together of.
    public let parts: [Part]

    /// Creates a header whose value holds no secret.
    public init(name: String, value: String) { self.init(name: name, parts: [.text(value)]) }

    /// Creates a header.
    public init(name: String, parts: [Part]) {
      self.name = name
      self.parts = parts
    }

    /// The value as it may be told: a secret is its name.
    public var value: String {
      parts.map { part in
        switch part {
        case .text(let text): text
        case .secret(let name): "secret:\(name)"
        }
      }.joined()
    }

    /// Whether a secret is a part of the value.
    public var holdsSecret: Bool { parts.contains { if case .secret = $0 { true } else { false } } }
  }

  /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
  public let method: String
  /// The address.
  public let url: String
  /// The headers, in the order in which they are written.
  public let headers: [Header]
  /// The body, where the flow gives one.
  public let body: String?
  /// How long connecting may take, in milliseconds.
  public let connectTimeout: Int64
  /// How long the answer may take, in milliseconds.
  public let timeout: Int64

  /// Creates a request.
  public init(
    method: String, url: String, headers: [Header] = [], body: String? = nil,
    connectTimeout: Int64 = 10_000, timeout: Int64 = 10_000
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.connectTimeout = connectTimeout
    self.timeout = timeout
  }
}

/// What came of a request to a web service.
public enum HTTPAnswer: Sendable, Hashable {
  /// An answer, whatever its status.
  case response(HTTPResponse)
  /// No answer.
  case failed(HTTPFailure)
}

/// A web service's answer.
public struct HTTPResponse: Sendable, Hashable {
  /// The status.
  public let status: Int
  /// The status in words.
  public let statusText: String
  /// The headers' values by their names.
  public let headers: JSONObject
  /// The body: as JSON where it is JSON, else as a string, null where there is none.
  public let body: JSON

  /// Creates an answer.
  public init(status: Int, statusText: String, headers: JSONObject, body: JSON) {
    self.status = status
    self.statusText = statusText
    self.headers = headers
    self.body = body
  }
}

/// Why a request to a web service has no answer.
public enum HTTPFailure: String, Sendable, Hashable, CaseIterable {
  /// None came in time.
  case timeout
  /// The request could not be made or its answer not read.
  case error
}

extension JSONObject {
  /// The values of an answer's headers by their names in small letters, as a flow sees them: no server is held to the case of a
  /// name. Several of one name are one, with commas between (RFC 9110, 5.3).
  package init(headers: some Sequence<JSONField>) {
    var places: [String: Int] = [:]
    var fields: [JSONField] = []
    for field in headers {
      let name = field.key.lowercasedWithoutContext
      if let place = places[name] {
        guard let former = fields[place].value.string, let value = field.value.string else { continue }
        fields[place].value = .string("\(former), \(value)")
      } else {
        places[name] = fields.count
        fields.append(JSONField(key: name, value: field.value))
      }
    }
    self.init(fields)
  }
}
