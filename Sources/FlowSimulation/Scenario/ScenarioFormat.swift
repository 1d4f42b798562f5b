import FlowInterpreter
package import FlowModel

/// The format of a scenario file.
package enum ScenarioFormat {
  /// The only version of the format that there is.
  static let version = 1

  /// The top level.
  package static let scenario = ObjectShape(
    "a scenario",
    [
      .optional("$schema", .text(.any), "Where an editor finds the format's schema; ignored."),
      .required("formatVersion", .anything, "The version of the format: 1."),
      .required("name", .text(.notEmpty), "What the scenario shows."),
      .optional("flow", .text(.any), "The flow's file, relative to this one."),
      .optional(
        "flows", .list(.text(.any), count: 1...Int.max),
        "The files of several flows, relative to this one, in the order in which they are tried."),
      .optional("project", .text(.any), "The file of a project, relative to this one: all its flows."),
      .optional("environment", .text(.notEmpty), "The environment of the project that is played in."),
      .optional(
        "autoRespond", .boolean, "Whether a request without a `respond` is answered 200; true by default."),
      .optional("startsAt", .text(.timestamp), "Virtual time 0."),
      .required("steps", .list(.object(step), count: 0...Int.max), "What is done, in order."),
      .optional(
        "lintIgnore", .suppressions,
        "Rules of scenarios that are not to speak of this file, each with a reason."),
    ], exactlyOneOf: [["flow", "flows", "project"]])

  private static let step = ObjectShape(
    "a step", stepFields + [skipped], exactlyOneOf: [stepFields.map(\.name)])

  private static let skipped = Field.optional(
    "skipped", .list(.integer(0...Limits.callbackMessages - 1), count: 0...Int.max), when: .with("callback"),
    "The messages of the callback that are malformed, by their indices from 0: exactly these are skipped.")

  private static let stepFields: [Field] = [
    .optional("sms", .object(sms), "The customer sends an SMS."),
    .optional("messenger", .object(messenger), "The customer writes on Messenger."),
    .optional("webhook", .object(webhook), "A webhook comes that begins a session."),
    .optional("respond", .object(respond), "Answers the outstanding request to ECE."),
    .optional("event", .object(event), "A webhook event is posted."),
    .optional("callback", .map(keys: .any, values: .anything), "A raw callback body is posted."),
    .optional(
      "gateway", .either([gatewayBehavior, .list(gatewayBehavior, count: 1...Int.max)]),
      "How the next message submission is answered, or the next ones."),
    .optional(
      "deliveryReport", .choice(["delivered", "failed"]), "Answers the wait for a delivery receipt."),
    .optional("http", .object(http), "Answers the outstanding HTTP request."),
    .optional(
      "advance", .either([.number(.notNegative(upTo: Limits.seconds)), .text(.passingTime)]),
      "Virtual time passes: seconds, a span, or until a time."),
    .optional("expect", .object(expectation), "What must have come of it."),
  ]

  private static let sms = ObjectShape(
    "`sms`",
    [
      .required("from", .text(.any), "The customer's number."),
      .required("text", .text(.any), "What is written."),
      .optional("to", .text(.any), "The number written to; that of the flow's trigger by default."),
    ])

  private static let messenger = ObjectShape(
    "`messenger`",
    [
      .required("psId", .text(.any), "The customer's page-scoped id."),
      .required("text", .text(.any), "What is written."),
      .optional("name", .text(.any), "The customer's name."),
      .optional("appId", .text(.any), "The Messenger app written to; that of the flow's trigger by default."),
    ])

  private static let gatewayBehavior = ValueShape.choice(Simulation.GatewayBehavior.allCases.map(\.rawValue))

  private static let webhook = ObjectShape(
    "`webhook`",
    [
      .required("event", .text(.any), "The webhook's name, as triggers have it."),
      .required("payload", .map(keys: .any, values: .anything), "What it brings."),
    ])

  private static let respond = ObjectShape(
    "`respond`",
    [
      .optional("status", .integer(0...999), "The HTTP status."),
      .optional("conversationId", .text(.any), when: .without("fail"), "The conversation's id."),
      .optional("caseId", .text(.any), when: .without("fail"), "The case's id."),
      .optional("activityId", .text(.any), when: .without("fail"), "The activity's id."),
      .optional(
        "lastModifiedDate", .text(.any), when: .without("fail"), "When the entry point was modified last."),
      .optional(
        "attachmentPolicies", .text(.any), when: .without("fail"), "Which attachments the entry point takes."),
      .optional("available", .boolean, when: .without("fail"), "Whether an agent is available."),
      .optional(
        "availableSlots", .integer(0...Limits.availableSlots), when: .without("fail"),
        "How many conversations agents can take."),
      .optional(
        "code", .either([.text(.any), .number(.any)]), when: .without("fail"), "A failure's sub-code."),
      .optional(
        "developerMessage", .text(.any), when: .without("fail"), "What a failure says to developers."),
      .optional("fail", .choice(RequestFailure.allCases.map(\.rawValue)), "Why there is no answer."),
    ], exactlyOneOf: [["status", "fail"]])

  private static let event = ObjectShape(
    "`event`",
    [
      .required("type", .text(.any), "An outcome's name, or a `type.value` of the wire."),
      .optional("id", .text(.any), "The event's id; `event-N` by default."),
      .optional("content", .text(.any), "What is written."),
      .optional("sender", .choice(["user", "system"]), "Who sends it; `user` by default."),
      .optional("conversationId", .text(.any), "The conversation's id; the latest session's by default."),
    ])

  private static let http = ObjectShape(
    "`http`",
    [
      .optional("status", .integer(0...999), "The HTTP status."),
      .optional("body", .anything, when: .without("fail"), "The body."),
      .optional("headers", .map(keys: .any, values: .text(.any)), when: .without("fail"), "The headers."),
      .optional("fail", .choice(["timeout", "error"]), "Why there is no answer."),
    ], exactlyOneOf: [["status", "fail"]])

  private static let expectation = ObjectShape(
    "`expect`", recordFields + stateFields, exactlyOneOf: [(recordFields + stateFields).map(\.name)])

  private static let stateFields: [Field] = [
    .optional(
      "not", .object(ObjectShape("`not`", recordFields, exactlyOneOf: [recordFields.map(\.name)])),
      "A record that must not have been written since the last one that matched."),
    .optional("variables", .map(keys: .any, values: .anything), "Values of the latest session's variables."),
    .optional("waitingAt", .text(.any), "The node at which the latest session waits."),
    .optional("live", .boolean, "Whether the latest session has not ended."),
  ]

  private static let recordFields: [Field] = RecordFormat.types.map { type, fields in
    .optional(
      type.rawValue, .object(ObjectShape("`\(type.rawValue)`", fields)), "A record of the trace.")
  }
}
