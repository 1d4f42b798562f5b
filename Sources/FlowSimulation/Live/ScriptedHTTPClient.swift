public import FlowHosting
public import FlowInterpreter
public import JSONSyntax

/// An HTTP client without a network: it keeps what it is asked, and answers as it is told.
///
///     let http = ScriptedHTTPClient(answering: [.atOnce(.response(status: 503)), .atOnce(.failed(.timeout))])
///
/// A request for which nothing is scripted is answered 200 at once, without a body.
public actor ScriptedHTTPClient: HTTPClient {
  /// A request that has been made.
  public struct Request: Sendable, Hashable {
    /// The request.
    public let request: HTTPRequest
    /// Its key, which no other request has.
    public let key: IdempotencyKey
  }

  /// What has been requested, in order; a request that is made again under its key stands here once.
  public private(set) var requests: [Request] = []
  private var script: AnswerScript<HTTPAnswer>

  /// Creates a client.
  /// - Parameter answers: How the first requests are answered, in order.
  public init(answering answers: [ScriptedAnswer<HTTPAnswer>] = []) {
    script = AnswerScript(answers)
  }

  /// Keeps a request and answers it.
  public func send(_ request: HTTPRequest, key: IdempotencyKey) async -> HTTPAnswer {
    if !script.knows(key) { requests.append(Request(request: request, key: key)) }
    return await withCheckedContinuation { script.answer(key, usual: .response(status: 200), to: $0) }
  }

  /// Answers the request that has waited longest for a `.later` answer, or where none waits the next such one.
  public func reply(_ answer: HTTPAnswer) { script.reply(answer) }
}

extension HTTPAnswer {
  /// An answer with a status, which it also says in the usual words.
  public static func response(status: Int, headers: JSONObject = JSONObject(), body: JSON = .null)
    -> HTTPAnswer
  {
    .response(.simulated(status: status, headers: headers, body: body))
  }
}
