import JSONSyntax

/// How a node is built in the platform's canvas: which node is dragged there, and what is filled in.
///
/// Names follow the platform's help pages (flow builder, v6.20).
public struct CanvasNode: Sendable {
  /// What the node is called in the palette.
  public let name: String
  /// The group of the palette that it stands in.
  public let group: String
  /// The fields to fill in, in the order of the node's dialog.
  public let fields: [CanvasField]
  /// The members of the node that the canvas has no field for.
  public let gaps: [CanvasGap]

  /// Creates the place of a node; what is nil is left out.
  init(_ name: String, in group: String, _ fields: [CanvasField?], gaps: [CanvasGap?] = []) {
    self.name = name
    self.group = group
    self.fields = fields.compactMap(\.self)
    self.gaps = gaps.compactMap(\.self)
  }
}

/// One field of a node's dialog, as a flow fills it in.
public struct CanvasField: Sendable {
  /// How the field is labelled.
  public let label: String
  /// What is filled in or chosen.
  public let value: CanvasText
  /// What else there is to know, as a sentence.
  public let note: String?

  init(_ label: String, _ value: CanvasText, note: String? = nil) {
    self.label = label
    self.value = value
    self.note = note
  }
}

/// A member of a node that the platform has no counterpart for.
public struct CanvasGap: Sendable {
  /// The member's name.
  public let field: String
  /// What can be done instead, as a sentence.
  public let instead: String

  /// Creates a gap.
  public init(field: String, instead: String) {
    self.field = field
    self.instead = instead
  }
}

/// What is filled in: text, in which references may stand.
public struct CanvasText: Sendable, ExpressibleByStringInterpolation {
  /// A piece of it.
  public enum Part: Sendable {
    case text(String)
    case reference(ReferenceID)
  }

  /// The pieces, in order.
  public private(set) var parts: [Part]

  /// A text without references.
  public init(stringLiteral text: String) { parts = [.text(text)] }

  /// A text without references.
  public init(_ text: String) { parts = [.text(text)] }

  /// A template.
  public init(_ template: Template) {
    parts = template.parts.map { part in
      switch part {
      case .literal(let text): .text(text)
      case .reference(let reference): .reference(reference)
      }
    }
  }

  /// A value as it stands in the file: JSON for what is neither a text nor a template.
  public init(_ value: FieldValue) {
    switch value.content {
    case .template(let template): self.init(template)
    case .text(let text): self.init(text)
    default: self.init(JSONTemplate(value))
    }
  }

  /// Compact JSON, in whose strings references stand.
  init(_ json: JSONTemplate) {
    parts = []
    append(json)
  }

  /// Texts with something between them.
  init(_ texts: [CanvasText], separator: String) {
    parts = Array(texts.map(\.parts).joined(separator: [.text(separator)]))
  }

  static func + (left: CanvasText, right: CanvasText) -> CanvasText {
    var sum = left
    sum.parts += right.parts
    return sum
  }

  // The recursion is as deep as the value, which a file's depth limits.
  private mutating func append(_ json: JSONTemplate) {
    func quoted(_ text: String) -> String { JSON.string(text).compact }
    switch json {
    case .null: parts.append(.text("null"))
    case .boolean(let boolean): parts.append(.text(boolean ? "true" : "false"))
    case .number(let number): parts.append(.text(number.text))
    case .text(let template):
      parts.append(.text("\""))
      for part in CanvasText(template).parts {
        if case .text(let text) = part {
          parts.append(.text(String(quoted(text).dropFirst().dropLast())))
        } else {
          parts.append(part)
        }
      }
      parts.append(.text("\""))
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        parts.append(.text(index == 0 ? "[" : ","))
        append(element)
      }
      parts.append(.text(elements.isEmpty ? "[]" : "]"))
    case .object(let members):
      for (index, member) in members.enumerated() {
        parts.append(.text((index == 0 ? "{" : ",") + quoted(member.name) + ":"))
        append(member.value)
      }
      parts.append(.text(members.isEmpty ? "{}" : "}"))
    }
  }
}

extension FieldValues {
  /// A member as a field of the dialog; nil where it is not there and has no preset.
  /// - Parameters:
  ///   - preset: What counts where the member is not there.
  ///   - choices: What the canvas calls the member's values, where it calls them otherwise.
  func canvas(
    _ label: String, _ name: String, preset: String? = nil, choices: [String: String] = [:],
    note: String? = nil
  ) -> CanvasField? {
    guard let value = self[name] else {
      return preset.map { CanvasField(label, CanvasText(choices[$0] ?? $0), note: note) }
    }
    if let text = value.text, let choice = choices[text] {
      return CanvasField(label, CanvasText(choice), note: note)
    }
    return CanvasField(label, CanvasText(value), note: note)
  }

  /// A member that the canvas has no field for; nil where it is not there.
  func canvasGap(_ name: String, _ instead: String) -> CanvasGap? {
    self[name].map { _ in CanvasGap(field: name, instead: instead) }
  }

  /// A member with keywords, as the canvas takes them.
  /// - Parameter forOneWord: What to do for several words where the canvas takes one.
  func canvasKeywords(_ label: String, _ name: String = "keyword", forOneWord: String) -> CanvasField {
    guard let words = self[name]?.list else {
      return CanvasField(label, self[name].map(CanvasText.init) ?? "*")
    }
    return CanvasField(
      label, CanvasText(words.map(CanvasText.init), separator: ", "),
      note: "Where only one keyword can be chosen, \(forOneWord)")
  }
}
