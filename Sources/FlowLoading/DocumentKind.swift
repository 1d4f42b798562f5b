import Diagnostics
import JSONSyntax

/// What a JSON file is, as far as its members say so surely.
package enum DocumentKind: Sendable {
  case flow, scenario, project
  /// A session document, or a host's snapshot.
  case session
  /// What `run --trace` writes, of which this is a record.
  case trace
  /// A `package.json`, which lies in many folders beside flows.
  case npmPackage

  /// What a file with these members is; nil where they may be those of one that is not finished, or has an error.
  ///
  /// Only what is no member of another kind tells: a misspelt or a missing one makes no file another's.
  init?(of root: JSONNode) {
    func has(_ name: String, _ kinds: JSONNode.Kind...) -> Bool {
      root[name].map { kinds.contains($0.kind) } ?? false
    }
    let isVersioned = root["formatVersion"] != nil
    if has("nodes", .object) {
      guard root["steps"] == nil, isVersioned else { return nil }
      self = .flow
    } else if has("steps", .array), has("flow", .string) || has("flows", .array) || has("project", .string) {
      self = .scenario
    } else if isVersioned, root["steps"] == nil, root["variables"] == nil, root["settings"] == nil,
      has("environments", .object) || has("services", .object) || has("authorizations", .array)
    {
      self = .project
    } else if !isVersioned, has("refrain", .string), has("version", .number) {
      self = .session
    } else if !isVersioned, has("seq", .number), has("at", .number), has("type", .string) {
      self = .trace
    } else if !isVersioned, has("name", .string), has("version", .string),
      has("scripts", .object) || has("dependencies", .object) || has("devDependencies", .object)
    {
      self = .npmPackage
    } else {
      return nil
    }
  }

  /// What a text that is no JSON is, by its first line: a trace is a value on each.
  init?(ofLines source: [UInt8]) {
    guard let end = source.firstIndex(of: UInt8(ascii: "\n")), source[..<end].count <= Self.longestRecord,
      let line = try? JSONDocument(parsing: Array(source[..<end])), let kind = DocumentKind(of: line.root)
    else { return nil }
    switch kind {
    case .session, .trace: self = kind
    case .flow, .scenario, .project, .npmPackage: return nil
    }
  }

  /// No first line is looked at that is longer.
  private static let longestRecord = 1 << 16

  /// What such a file is called.
  var name: String {
    switch self {
    case .flow: "a flow"
    case .scenario: "a scenario"
    case .project: "a project"
    case .session: "a stored session"
    case .trace: "a trace"
    case .npmPackage: "the file of an npm package"
    }
  }

  /// Which commands take such a file, in sentences.
  var usage: String {
    switch self {
    case .flow:
      "`run`, `explore`, `graph` and `sheet` take a flow; `lint` knows one by its name, `*.flow.json`."
    case .scenario:
      "`test` plays a scenario, and `run FLOW --scenario FILE` one with a flow; `lint` knows one by its name, `*.scenario.json`."
    case .project: "`lint`, `run` and `graph` take a project, by its name: `refrain.json`."
    case .session: "`graph --diff OLD NEW --sessions FILE` takes stored sessions."
    case .trace: "`graph FLOW --trace FILE` draws a trace."
    case .npmPackage: "No command takes it."
    }
  }
}

extension Finding {
  /// A file is of another kind than it is read as: none of its members is judged.
  /// - Parameters:
  ///   - kind: What it is.
  ///   - wanted: What it is read as.
  ///   - place: What tells it: the object, since it lacks a member, or the key of one that it should not have.
  static func otherKind(_ kind: DocumentKind, wanted: DocumentKind, at place: SourcePlace, isLacking: Bool)
    -> Finding
  {
    Finding(
      isLacking ? .missingField : .unknownField, "this is \(kind.name), not \(wanted.name)", at: place,
      help: "\(kind.usage) Nothing else of the file is judged.")
  }
}
