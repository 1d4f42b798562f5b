import FlowModel
import JSONSyntax

/// What an HTTPRequest does: it asks a web service and waits for the answer.
final class HTTPRequestBehavior: NodeBehavior {
  /// The node's outputs.
  private enum Output: String {
    case statusCode = "http.statusCode"
    case statusText = "http.statusText"
    case responseBody = "http.responseBody"
    case responseHeaders = "http.responseHeaders"
  }

  private let method: String
  private let url: Template
  private let headers: [(name: String, value: Template)]
  private let body: Template?
  private let connectTimeout: Int64
  private let timeout: Int64
  private let outcomes: (success: Int, error: Int, timeout: Int)
  private let outputs: [Output]

  init(_ node: FlowNode) {
    let fields = node.fields
    method = fields.requiredText("method")
    url = fields.requiredTemplate("url")
    headers = (fields["headers"]?.object?.entries ?? []).compactMap { entry in
      entry.value.template.map { (entry.name, $0) }
    }
    body = fields["body"]?.template
    connectTimeout = Milliseconds.ofTimeout(fields["connectTimeoutSeconds"]?.number ?? 10)
    timeout = Milliseconds.ofTimeout(fields["timeoutSeconds"]?.number ?? 10)
    outputs = node.outputs(as: Output.self)
    outcomes = (
      node.index(of: HTTPOutcome.success), node.index(of: HTTPOutcome.error),
      node.index(of: HTTPOutcome.timeout)
    )
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    let request = HTTPRequest(
      method: method, url: execution.render(url),
      headers: headers.map { HTTPRequest.Header(name: $0.name, value: execution.render($0.value)) },
      body: body.map { execution.render($0) }, connectTimeout: connectTimeout, timeout: timeout)
    guard !request.url.isEmpty else { return .leave(outcomes.error) }
    let effect = execution.tell {
      .httpRequested(node: $0.current.id, method: request.method, url: request.url)
    }
    execution.turn.effects.append(.requestHTTP(request, effect))
    return execution.wait(for: .httpAnswer(effect, execution.setAlarm(after: timeout)))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    switch (wait, input) {
    case (.httpAnswer(let effect, _), .httpAnswered(let answer, let request)) where request == effect:
      execution.cancelAlarm(of: wait)
      return take(answer, in: &execution)
    case (.httpAnswer(_, let alarm), .timerFired(let timer)) where timer == alarm.timer:
      return .leave(outcomes.timeout)
    default: return .stop
    }
  }

  func value(of output: OutputID, in stored: UnsafePointer<StoredOutputs>) -> JSON {
    guard case .answered(let response)? = stored.pointee.outputs else { return .null }
    return switch outputs[output.index] {
    case .statusCode: .number(response.value.status)
    case .statusText: .string(response.value.statusText)
    case .responseBody: response.value.body
    case .responseHeaders: .object(response.value.headers)
    }
  }

  func canWait(_ wait: Wait) -> Bool { wait.reason == .httpAnswer }

  private func take(_ answer: HTTPAnswer, in execution: inout Execution) -> Execution.Step {
    switch answer {
    case .response(let response):
      execution.tell { .answerReceived(node: $0.current.id, .status(response.status)) }
      execution.outputs = .answered(Boxed(response))
      return .leave(outcomes.success)
    case .failed(.timeout):
      execution.tell { .answerReceived(node: $0.current.id, .failure(.timeout)) }
      return .leave(outcomes.timeout)
    case .failed(.error):
      execution.tell { .answerReceived(node: $0.current.id, .failure(.error)) }
      return .leave(outcomes.error)
    }
  }
}
