import Diagnostics
import FlowModel

/// What a format itself says may be written at a place of a file, whatever the file names.
struct ShapedCandidates {
  let tree: SyntaxTree
  /// What each element may be, and for a key what its value may be.
  let shapes: [ValueShape?]

  /// The names of an object's members, but for what is being typed, which is not there yet.
  func names(listedIn object: Int, butAt string: Int?) -> Set<ExactText> {
    Set(tree.keys(of: object).filter { $0 != string }.map { ExactText(tree.text(of: $0)) })
  }

  /// The fields that an object may have, but those that it has.
  func fields(of object: Int, but listed: Set<ExactText>) -> [CompletionCandidate] {
    guard let shape = shapes[object]?.object else { return [] }
    func isListed(_ name: String) -> Bool { listed.contains(ExactText(name)) }
    let fields = shape.fields.filter { field in
      let isExcluded = shape.alternatives.contains { $0.contains(field.name) && $0.contains(where: isListed) }
      return !isExcluded && !isListed(field.name) && mayHold(field.condition, in: object, shape: shape)
    }
    var seen: Set<String> = []
    return fields.filter { seen.insert($0.name).inserted }.map {
      CompletionCandidate(
        name: $0.name, kind: .field, form: .key, detail: $0.isRequired ? "required" : "optional",
        documentation: Documentation.field($0))
    }
  }

  /// Whether an object may have a field, as far as is written yet.
  private func mayHold(_ condition: Field.Condition?, in object: Int, shape: ObjectShape) -> Bool {
    switch condition {
    case nil: return true
    case .with(let name)?: return tree.member(name, of: object) != nil
    case .without(let name)?: return tree.member(name, of: object) == nil
    case .field(let name, let values)?:
      // An object around this one decides where this one has no such field.
      var deciding = shape.fields.contains { $0.name == name } ? object : tree[object].parent
      while let candidate = deciding {
        if let value = tree.member(name, of: candidate) {
          return values.contains { tree.hasText($0, at: value) }
        }
        deciding = tree[candidate].parent
      }
      return true
    }
  }

  /// The words that the value of a key may be.
  func values(of key: Int) -> [CompletionCandidate] { words(of: shapes[key], at: key) }

  /// The words that an element of an array may be.
  func elements(of array: Int) -> [CompletionCandidate] { words(of: shapes[array]?.element, at: array) }

  private func words(of shape: ValueShape?, at element: Int) -> [CompletionCandidate] {
    (shape?.alternatives ?? []).flatMap { shape -> [CompletionCandidate] in
      switch shape {
      case .choice(let choices): return choices.map { choice($0, of: element) }
      case .boolean: return ["true", "false"].map(Self.literal)
      case .null: return [Self.literal("null")]
      case .anything, .text, .textOrEnvironmentValue, .number, .integer, .template, .headerValue, .json,
        .object, .map, .list, .either, .outcomes, .suppressions, .nodes:
        return []
      }
    }
  }

  private func choice(_ choice: String, of key: Int) -> CompletionCandidate {
    let type = tree.hasText("type", at: key) ? NodeType.allCases.first { $0.name == choice } : nil
    return CompletionCandidate(
      name: choice, kind: .choice, form: .string, documentation: type?.description.summary ?? "")
  }

  private static func literal(_ text: String) -> CompletionCandidate {
    CompletionCandidate(name: text, kind: .keyword, form: .literal)
  }

  /// The rules that a file may suppress.
  static func rules(where isOfFile: (RuleCode) -> Bool) -> [CompletionCandidate] {
    RuleCode.allCases.filter(isOfFile).map {
      CompletionCandidate(
        name: $0.rawValue, kind: .value, form: .key, detail: $0.name, documentation: Documentation.rule($0))
    }
  }
}
