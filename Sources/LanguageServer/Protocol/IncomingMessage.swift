import JSONSyntax

/// A message of JSON-RPC 2.0 that an editor has sent.
enum IncomingMessage {
  case request(id: JSON, method: String, parameters: JSON)
  case notification(method: String, parameters: JSON)
  /// An answer to a request of ours; we make none.
  case response
  /// Something else; the id that it has, or null.
  case invalid(id: JSON)

  init(_ message: JSON) {
    guard case .object(let members) = message else {
      self = .invalid(id: .null)
      return
    }
    let parameters = members["params"] ?? .null
    switch (members["id"], members["method"]?.string) {
    case (let id?, let method?) where id.string != nil || id.number != nil:
      self = .request(id: id, method: method, parameters: parameters)
    case (nil, let method?): self = .notification(method: method, parameters: parameters)
    case (_, nil) where members["method"] == nil && (members["result"] != nil || members["error"] != nil):
      self = .response
    case (let id, _): self = .invalid(id: id?.string != nil || id?.number != nil ? id ?? .null : .null)
    }
  }
}

/// Why a request is not answered with a result.
struct ResponseError: Error, Equatable {
  /// The codes of JSON-RPC and of the protocol.
  enum Code: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParameters = -32602
    case serverNotInitialized = -32002
    case requestFailed = -32803
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The answer to a request.
  func response(to id: JSON) -> JSON {
    [
      "jsonrpc": "2.0", "id": id,
      "error": ["code": .integer(code.rawValue), "message": .string(message)],
    ]
  }
}

extension JSON {
  static func integer(_ integer: Int) -> JSON { .number(integer) }

  /// The value of a number that is an integer and not negative; nil for any other value.
  var index: Int? { number?.integer.flatMap { $0 >= 0 ? $0 : nil } }

  /// The answer to a request.
  static func response(to id: JSON, _ result: JSON) -> JSON {
    ["jsonrpc": "2.0", "id": id, "result": result]
  }

  /// A message that wants no answer.
  static func notification(_ method: String, _ parameters: JSON) -> JSON {
    ["jsonrpc": "2.0", "method": .string(method), "params": parameters]
  }
}
