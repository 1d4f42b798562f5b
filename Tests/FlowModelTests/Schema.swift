import Foundation
import JSONSyntax

/// A JSON Schema of draft-07, as far as the repository's own ones use it.
struct Schema {
  /// Every schema object that applies to one value, `$ref`, `allOf` and what `if` leads to followed.
  struct Part {
    let schemas: [JSON]

    /// The value of a keyword, of the first schema that has it.
    func keyword(_ name: String) -> JSON? { schemas.lazy.compactMap { $0[name] }.first }

    /// The values of a keyword of all schemas.
    func keywords(_ name: String) -> [JSON] { schemas.compactMap { $0[name] } }

    /// Whether no value fits.
    var refusesAll: Bool { schemas.contains(false) }
  }

  private let root: JSON

  /// Reads a file of the folder `Schemas`.
  init(_ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../Schemas")
    root = try JSON(parsing: Array(Data(contentsOf: folder.appending(path: name))))
  }

  /// The schema of the whole file, where a few members of it are known.
  func whole(facts: JSON = [:]) -> Part { part(root, facts: facts) }

  /// One of the schema's definitions.
  func definition(_ name: String, facts: JSON = [:]) -> Part {
    part(root["definitions"]?[name] ?? false, facts: facts)
  }

  /// What applies to a value of a schema.
  /// - Parameter facts: The members that an `if` may ask for, of whatever object.
  func part(_ schema: JSON, facts: JSON) -> Part {
    var found: [JSON] = []
    var pending = [schema]
    while let schema = pending.popLast() {
      found.append(schema)
      if let name = schema["$ref"]?.string?.split(separator: "/").last.map(String.init) {
        pending.append(root["definitions"]?[name] ?? false)
      }
      pending += schema["allOf"]?.array ?? []
      if let condition = schema["if"] {
        pending += [schema[holds(condition, facts) ? "then" : "else"]].compactMap { $0 }
      }
    }
    return Part(schemas: found)
  }

  /// The members that a part describes, each with what applies to its value.
  func properties(of part: Part, facts: JSON) -> [String: Part] {
    var found: [String: [JSON]] = [:]
    for field in part.keywords("properties").compactMap(\.object).flatMap({ Array($0) }) {
      found[field.key, default: []].append(field.value)
    }
    return found.mapValues { schemas in Part(schemas: schemas.flatMap { self.part($0, facts: facts).schemas })
    }
    .filter { !$0.value.refusesAll }
  }

  private func holds(_ condition: JSON, _ facts: JSON) -> Bool {
    let required = (condition["required"]?.array ?? []).compactMap(\.string)
    guard required.allSatisfy({ facts[$0] != nil }) else { return false }
    return (condition["properties"]?.object.map { Array($0) } ?? []).allSatisfy { field in
      guard let fact = facts[field.key] else { return true }
      if let constant = field.value["const"], constant != fact { return false }
      if let values = field.value["enum"]?.array, !values.contains(fact) { return false }
      return holds(field.value, fact)
    }
  }
}

extension Schema.Part {
  /// Those of some strings that fit.
  func admitted(of texts: [String]) -> Set<String> {
    var admitted = texts
    for schema in schemas {
      if let type = schema["type"], type != "string" { return [] }
      if let pattern = schema["pattern"]?.string {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
        admitted.removeAll { text in
          expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) == nil
        }
      }
      if let length = schema["minLength"]?.number?.double {
        admitted.removeAll { Double($0.unicodeScalars.count) < length }
      }
      if let values = schema["enum"]?.array { admitted.removeAll { !values.contains(.string($0)) } }
      if let values = schema["not"]?["enum"]?.array { admitted.removeAll { values.contains(.string($0)) } }
    }
    return Set(admitted)
  }
}
