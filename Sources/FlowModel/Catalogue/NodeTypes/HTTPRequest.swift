extension NodeTypeDescription {
  /// Calls a web service.
  static let httpRequest = NodeTypeDescription(
    .httpRequest, "Calls a web service and waits for its answer.",
    fields: [
      .required("method", .choice(["GET", "POST", "PUT", "PATCH", "DELETE"]), "The HTTP method."),
      .required("url", .template, "The address."),
      .optional("headers", .map(keys: .any, values: .template), "The headers, by name."),
      .optional("body", .template, "The body."),
      .optional(
        "connectTimeoutSeconds", .number(.positive(upTo: Limits.httpSeconds)),
        "How long connecting may take; 10 by default."),
      .optional(
        "timeoutSeconds", .number(.positive(upTo: Limits.httpSeconds)),
        "How long the answer may take; 10 by default."),
    ],
    outcomes: { _ in OutcomeList(outcomes) },
    outputs: { _ in outputs },
    waits: { _ in true })

  private static let outcomes = [HTTPOutcome.success, HTTPOutcome.error, HTTPOutcome.timeout]
  private static let outputs: [Output] = {
    let success = [HTTPOutcome.success.name]
    return [
      Output("http.statusCode", setBy: success, "the answer's status"),
      Output("http.statusText", setBy: success, "the answer's status in words"),
      Output("http.responseBody", setBy: success, holdsJSON: true, "the answer's body"),
      Output("http.responseHeaders", setBy: success, "the answer's headers"),
    ]
  }()
}

/// The outcomes of an HTTPRequest.
public enum HTTPOutcome {
  /// An answer came.
  public static let success = Outcome("onSuccess", .main, "an answer came, whatever its status")
  /// There is no answer.
  public static let error = Outcome(
    "onError", .failure, "the request could not be made or its answer not read")
  /// Nothing came in time.
  public static let timeout = Outcome("onTimeout", .timeout, "no answer came in time")
}
