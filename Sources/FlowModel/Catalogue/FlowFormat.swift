/// The format of a flow file but for what depends on a node's type.
public enum FlowFormat {
  /// The only version of the format that there is.
  public static let version = 1

  /// The top level of a flow file.
  public static let flow = ObjectShape(
    "a flow",
    [
      .optional("$schema", .text(.any), "Where an editor finds the format's schema; ignored."),
      .required("formatVersion", .anything, "The version of the format: 1."),
      .required("name", .text(.notEmpty), "The flow's name, as reports show it."),
      .optional("description", .text(.any), "What the flow is for."),
      .optional("settings", .object(settings), "Limits of a session, and the flow's own results."),
      .optional(
        "variables",
        .map(keys: .referenceName, values: .either([.text(.any), .number(.any), .boolean, .null])),
        "The custom variables and the values that a session begins with."),
      .required("nodes", .nodes, "The nodes, by their ids."),
      .optional("lintIgnore", .suppressions, "Rules that are not to speak of this file, each with a reason."),
    ], takesExtensions: true)

  private static let settings = ObjectShape(
    "`settings`",
    [
      .optional(
        "nodeExecutionLimit", .integer(1...Limits.nodeExecutions),
        "Node executions in one session; one more ends it."),
      .optional(
        "expiresAfterSeconds", .number(.positive(upTo: Limits.seconds)), "The whole session's longest life."),
      .optional(
        "results", .map(keys: .resultName, values: .object(result)), "The flow's own results, by name."),
    ])

  /// What is set when a node is entered or left.
  private static let assignments = ObjectShape(
    "`onEnter` and `onLeave`",
    [
      .required(
        "set", .map(keys: .any, values: .either([.template, .number(.any), .boolean, .null])),
        "The variables to set, in order; each value sees those before.")
    ])

  private static let result = ObjectShape(
    "a custom result",
    [
      .required("code", .integer(0...Limits.resultCode), "The number that is reported."),
      .required(
        "status", .choice(FlowResult.Status.allCases.map(\.rawValue)), "Whether the end is a good one."),
      .optional("description", .text(.any), "What the result means."),
    ])

  /// The members of every node that come before those of its type.
  static let leadingNodeFields: [Field] = [
    .required("type", .choice(NodeType.allCases.map(\.name)), "What the node does."),
    .optional("description", .text(.any), "What the node is for."),
  ]

  /// The members of every node that come after those of its type: each a `CommonField`.
  static let trailingNodeFields: [Field] = [
    .optional("onEnter", .object(assignments), "What to set each time the node is entered, before it acts."),
    .optional("onLeave", .object(assignments), "What to set each time the node is left through an outcome."),
    .optional("lintIgnore", .suppressions, "Rules that are not to speak of this node, each with a reason."),
    .optional("on", .outcomes, "Where each outcome leads."),
  ]
}

/// A member of every node that is read by itself, and is no field of the node's type.
package enum CommonField: Int, CaseIterable {
  case onEnter, onLeave, lintIgnore, on
}

extension NumberRange {
  /// Every number.
  public static let any = NumberRange(lower: -.infinity, upper: .infinity, excludesLower: false)
}
