public import JSONSyntax

/// A JSON value whose strings are templates, as an HTTPRequest's `json` has it.
public enum JSONTemplate: Sendable {
  /// One member of an object. Its name is no template.
  public struct Member: Sendable {
    /// The member's name, as it is sent.
    public let name: String
    /// What it holds.
    public let value: JSONTemplate
  }

  case null
  case boolean(Bool)
  case number(JSONNumber)
  case text(Template)
  case array([JSONTemplate])
  case object([Member])

  /// The value as it was loaded. The recursion is as deep as the value, which a file's depth limits.
  public init(_ value: FieldValue) {
    switch value.content {
    case .null, .invalid, .unjudged: self = .null
    case .boolean(let boolean): self = .boolean(boolean)
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(.literal(text))
    case .template(let template): self = .text(template)
    case .list(let elements): self = .array(elements.map(JSONTemplate.init))
    case .object(let object):
      self = .object(object.entries.map { Member(name: $0.name, value: JSONTemplate($0.value)) })
    }
  }
}
