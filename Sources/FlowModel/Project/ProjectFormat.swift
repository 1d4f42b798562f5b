import Diagnostics

/// The format of a project's file.
public enum ProjectFormat {
  /// The only version of the format that there is.
  public static let version = 1

  /// The top level of a project's file.
  public static let project = ObjectShape(
    "a project",
    [
      .optional("$schema", .text(.any), "Where an editor finds the format's schema; ignored."),
      .required("formatVersion", .anything, "The version of the format: 1."),
      .required("name", .text(.notEmpty), "The project's name, as reports show it."),
      .optional("description", .text(.any), "What the project is for."),
      .optional(
        "flows", .list(.text(.notEmpty), count: 1...Int.max),
        "The files and folders of the flows; every flow in the folder and below by default."),
      .optional(
        "services", .map(keys: .notEmpty, values: .list(.text(.notEmpty), count: 1...Int.max)),
        "The flows among which a message is decided, by the service's name."),
      .optional(
        "rules", .map(keys: .any, values: .choice(RuleLevel.allCases.map(\.rawValue))),
        "How much the rules' findings are to matter, by their codes."),
      .optional(
        "minimumCoverage", .number(.notNegative(upTo: 100)),
        "How many percent of the listed outcomes the scenarios must reach."),
      .optional(
        "authorizations", .list(.text(.notEmpty), count: 0...Int.max),
        "The authorizations that flows may use; any by default."),
      .optional("environments", environments, "The environments; the first counts unless another is chosen."),
      .optional(
        "formerPaths", .map(keys: .notEmpty, values: .list(.text(.notEmpty), count: 1...Int.max)),
        "The earlier paths of flows, by the present ones."),
    ], takesExtensions: true)

  /// Where flows run, by name. At least one where there are any.
  public static let environments = ValueShape.map(keys: .notEmpty, values: .object(environment))

  /// One environment.
  public static let environment = ObjectShape(
    "an environment",
    [
      .optional(
        "values",
        .map(keys: .identifier, values: .either([.text(.any), .number(.any), .boolean])),
        "What is put in for `$(env.NAME)`, by the names."),
      .optional("live", .object(LiveFormat.live), "The live service's settings."),
    ], takesExtensions: true)
}
