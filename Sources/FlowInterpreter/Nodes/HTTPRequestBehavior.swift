import FlowModel
import JSONSyntax

/// What an HTTPRequest does: it asks a web service and waits for the answer.
struct HTTPRequestBehavior: NodeBehavior {
  /// The node's outputs.
  private enum Output: String {
    case statusCode = "http.statusCode"
    case statusText = "http.statusText"
    case responseBody = "http.responseBody"
    case responseHeaders = "http.responseHeaders"
  }

  private let configuration: NodeConfiguration.HTTPRequest
  /// The header that `headers` leaves to the kind of the body.
  private let impliedHeader: HTTPRequest.Header?
  private let connectTimeout: Int64
  private let timeout: Int64
  private let outcomes: (success: Int, error: Int, timeout: Int)
  private let outputs: [Output]

  init(_ configuration: NodeConfiguration.HTTPRequest, of node: FlowNode) {
    self.configuration = configuration
    let isTold = configuration.headers.contains { HTTPHeader.areSame($0.name, "Content-Type") }
    impliedHeader =
      isTold
      ? nil : configuration.body.contentType.map { HTTPRequest.Header(name: "Content-Type", value: $0) }
    connectTimeout = Milliseconds.ofTimeout(configuration.connectTimeoutSeconds)
    timeout = Milliseconds.ofTimeout(configuration.timeoutSeconds)
    outputs = node.outputs(as: Output.self)
    outcomes = (
      node.index(of: HTTPOutcome.success), node.index(of: HTTPOutcome.error),
      node.index(of: HTTPOutcome.timeout)
    )
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    guard let request = request(from: &execution) else { return .leave(outcomes.error) }
    let node = execution.current
    execution.emit(.httpRequested(node: node.id, request))
    let effect = execution.nextEffect
    execution.request(.requestHTTP(request, effect))
    return execution.wait(for: WaitingNodeWait.httpAnswer(effect, execution.setAlarm(after: timeout)))
  }

  /// The request with all that is referred to in it; nil where it cannot be made.
  private func request(from execution: inout Execution) -> HTTPRequest? {
    // All is rendered before anything is judged: the trace tells of every empty reference.
    let address = execution.renderAddress(configuration.url)
    let told = configuration.headers.map {
      HTTPRequest.Header(name: $0.name, parts: execution.renderHeader($0.value))
    }
    let text: String?
    switch configuration.body {
    case .none: text = nil
    case .text(let template): text = execution.renderBody(template)
    case .json(let template): text = execution.renderJSON(template)
    case .form(let fields): text = execution.renderForm(fields)
    }
    guard let address, configuration.body.isNone || text != nil,
      told.allSatisfy({ HTTPHeader.isValue($0.value) })
    else { return nil }
    return HTTPRequest(
      method: configuration.method, url: address, headers: told + [impliedHeader].compactMap(\.self),
      body: text,
      connectTimeout: connectTimeout, timeout: timeout)
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.httpAnswer(let effect, _), .httpAnswered(let answer, let request)) where request == effect:
      execution.stopWaiting(wait)
      return take(answer, in: &execution)
    case (.httpAnswer(_, let alarm), .timerFired(let timer)) where timer == alarm.timer:
      execution.giveUpAnswer(of: wait)
      return .leave(outcomes.timeout)
    default: return .stop
    }
  }

  func canWait(_ wait: Wait) -> Bool { wait.reason == .httpAnswer }

  private func take(_ answer: HTTPAnswer, in execution: inout Execution) -> Execution.Step {
    switch answer {
    case .response(let response):
      execution.emitAnswer(.status(response.status))
      execution.setOutputs(outputs) { output in
        switch output {
        case .statusCode: .number(response.status)
        case .statusText: .string(response.statusText)
        case .responseBody: response.body
        case .responseHeaders: .object(JSONObject(headers: response.headers))
        }
      }
      return .leave(outcomes.success)
    case .failed(.timeout):
      execution.emitAnswer(.failure(.timeout))
      return .leave(outcomes.timeout)
    case .failed(.error):
      execution.emitAnswer(.failure(.error))
      return .leave(outcomes.error)
    }
  }
}

extension Execution {
  /// The value of a header. A secret stays a name in it, so that no text of a customer's can pass for one.
  fileprivate mutating func renderHeader(_ template: Template) -> [HTTPRequest.Header.Part] {
    guard template.references.contains(where: { program.secret(of: $0) != nil }) else {
      return [.text(render(template))]
    }
    return template.parts.map { part in
      switch part {
      case .literal(let text): .text(text)
      case .reference(let reference):
        program.secret(of: reference).map { .secret($0) } ?? .text(filteredText(of: reference))
      }
    }
  }
}

extension FlowProgram {
  /// The name of the secret that a reference refers to, if it does.
  fileprivate func secret(of reference: ReferenceID) -> String? {
    guard case .secret(let name) = graph.references[reference.index].subject else { return nil }
    return name
  }
}

extension NodeConfiguration.HTTPRequest.Body {
  fileprivate var isNone: Bool { if case .none = self { true } else { false } }

  /// What the body is, where its kind says so.
  fileprivate var contentType: String? {
    switch self {
    case .none, .text: nil
    case .json: "application/json"
    case .form: "application/x-www-form-urlencoded"
    }
  }
}
