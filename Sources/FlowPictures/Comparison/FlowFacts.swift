import Diagnostics
import FlowModel
import JSONSyntax

/// One thing that a flow file says of a node or of the flow: where it says it, and what.
struct FlowFact {
  /// The way to it: `input.phoneNumber`, `branches[0].name`.
  let path: String
  /// What is said.
  let value: String
  /// Whether it is a string, which is told in quotes.
  let isText: Bool

  init(path: String, value: String) {
    self.path = path
    self.value = value
    isText = false
  }

  init(path: String, text: String) {
    self.path = path
    value = text
    isText = true
  }

  /// The value, cut where it is long.
  var shown: String { shown(from: 0) }

  /// The value from its n-th character on, cut where it is long.
  func shown(from start: Int) -> String {
    let text = ValueDifference.text(of: Array(value.printable.unicodeScalars), from: start)
    return isText ? "\"\(text)\"" : text
  }

  /// Whether two facts say the same.
  func saysTheSame(as other: FlowFact) -> Bool {
    isText == other.isText && ExactText(value) == ExactText(other.value)
  }
}

extension FlowNode {
  /// All that the file says of the node, but for where its outcomes lead.
  func facts(in graph: FlowGraph) -> [FlowFact] {
    var facts: [FlowFact] = []
    facts.append(FlowFact(path: "type", value: type?.name ?? "an unknown type"))
    facts += values.compactMap { FlowFact($0.value, at: $0.path, in: graph) }
    for (name, assignments) in [("onEnter", onEnter), ("onLeave", onLeave)] {
      for assignment in assignments {
        let path = "\(name).set.\(assignment.name)"
        let fact =
          switch assignment.value {
          case .null: FlowFact(path: path, value: "null")
          case .boolean(let boolean): FlowFact(path: path, value: "\(boolean)")
          case .number(let number): FlowFact(path: path, value: number.text)
          case .template(let template): FlowFact(path: path, text: template.text(in: graph))
          }
        facts.append(fact)
      }
    }
    return facts
      + suppressions.map {
        FlowFact(path: "lintIgnore.\($0.code.rawValue)", text: $0.reason)
      }
  }
}

extension FlowGraph {
  /// All that the file says of the flow itself.
  var facts: [FlowFact] {
    var facts = [FlowFact(path: "name", text: name ?? "")]
    facts.append(FlowFact(path: "settings.nodeExecutionLimit", value: "\(settings.nodeExecutionLimit)"))
    if let seconds = settings.expiresAfterSeconds {
      facts.append(FlowFact(path: "settings.expiresAfterSeconds", value: seconds.factText))
    }
    for result in settings.results {
      facts.append(
        FlowFact(
          path: "settings.results.\(result.name)", value: "\(result.status.rawValue) (\(result.code))"))
    }
    for variable in variables {
      let path = "variables.\(variable.name)"
      let fact =
        switch variable.initialValue {
        case .null: FlowFact(path: path, value: "null")
        case .boolean(let boolean): FlowFact(path: path, value: "\(boolean)")
        case .number(let number): FlowFact(path: path, value: number.text)
        case .text(let text): FlowFact(path: path, text: text)
        }
      facts.append(fact)
    }
    return facts
      + suppressions.map {
        FlowFact(path: "lintIgnore.\($0.code.rawValue)", text: $0.reason)
      }
  }
}

extension FlowFact {
  /// What a value says; nil for one that says nothing by itself.
  fileprivate init?(_ value: FieldValue, at path: String, in graph: FlowGraph) {
    switch value.content {
    case .unjudged, .object, .list: return nil
    case .invalid: self.init(path: path, value: "something that cannot be read")
    case .null: self.init(path: path, value: "null")
    case .boolean(let boolean): self.init(path: path, value: "\(boolean)")
    case .number(let number): self.init(path: path, value: number.text)
    case .text(let text): self.init(path: path, text: text)
    case .template(let template): self.init(path: path, text: template.text(in: graph))
    }
  }
}

extension Double {
  fileprivate var factText: String {
    self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
  }
}
