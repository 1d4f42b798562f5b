extension LiveFormat {
  /// The secrets that settings hold themselves, in the order in which they stand, each with the name of its field.
  ///
  /// What is a secret the format says, so that another field of the same name (`ece.paths.token`) is none.
  public static func literalSecrets(in settings: FieldValues) -> [(name: String, value: FieldValue)] {
    literalSecrets(in: settings, of: live)
  }

  private static func literalSecrets(
    in values: FieldValues, of shape: ObjectShape
  ) -> [(name: String, value: FieldValue)] {
    values.entries.flatMap { entry in
      shape.fields.filter { $0.name == entry.name }.flatMap {
        literalSecrets(in: entry.value, of: $0.shape, named: entry.name)
      }
    }
  }

  private static func literalSecrets(
    in value: FieldValue, of shape: ValueShape, named name: String
  ) -> [(name: String, value: FieldValue)] {
    switch shape {
    case .object(let shape): value.object.map { literalSecrets(in: $0, of: shape) } ?? []
    case .map(_, let shape):
      (value.object?.entries ?? []).flatMap { literalSecrets(in: $0.value, of: shape, named: $0.name) }
    case .list(let shape, _, _): (value.list ?? []).flatMap { literalSecrets(in: $0, of: shape, named: name) }
    case .either(let alternatives):
      if value.text != nil {
        alternatives.contains(where: isSecret) ? [(name, value)] : []
      } else {
        alternatives.flatMap { literalSecrets(in: value, of: $0, named: name) }
      }
    case .anything, .text, .textOrEnvironmentValue, .choice, .boolean, .null, .number, .integer, .template,
      .headerValue, .json, .outcomes, .suppressions, .nodes:
      []
    }
  }

  /// Whether an alternative tells where a secret is found: a text in its place is the secret.
  private static func isSecret(_ alternative: ValueShape) -> Bool {
    if case .object(let shape) = alternative { shape === secretSource } else { false }
  }
}
