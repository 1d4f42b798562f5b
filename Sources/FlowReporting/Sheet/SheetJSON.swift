import FlowModel
import JSONSyntax

extension FlowSheet {
  /// The sheet as one JSON object, which Schemas/README.md describes.
  public var json: String {
    var writer = JSONWriter(.pretty)
    writer.beginObject()
    writer.member("version", 1)
    writer.member("file", file)
    writer.member("name", name)
    writer.texts("authorizations", authorizations)
    writer.objects("variables", variables) { writer, variable in
      writer.member("name", variable.name)
      writer.member("default", variable.value)
    }
    writer.objects("results", results) { writer, result in
      writer.member("name", result.name)
      writer.member("code", result.code)
      writer.member("status", result.status.rawValue)
    }
    writer.objects("steps", steps) { $0.members(of: $1) }
    writer.objects("gaps", gaps) { $0.members(of: $1) }
    writer.endObject()
    writer.endLine()
    return writer.text
  }
}

extension JSONWriter {
  fileprivate mutating func texts(_ key: String, _ texts: [String]) {
    array(key) { writer in
      for text in texts { writer.string(text) }
    }
  }

  fileprivate mutating func members(of step: SheetStep) {
    member("step", step.number)
    member("node", step.node.text)
    member("type", step.type.name)
    member("canvas", step.canvasName)
    member("group", step.group)
    member("onIntermediateBranch", step.isOnBranch)
    objects("fields", step.fields) { writer, field in
      writer.member("label", field.label)
      writer.member("value", field.value)
      writer.texts("notes", field.notes)
    }
    for (key, actions) in [("onEnter", step.onEnter), ("onLeave", step.onLeave)] {
      objects(key, actions) { writer, action in
        writer.member("variable", action.variable)
        writer.member("value", action.value)
        writer.texts("notes", action.notes)
      }
    }
    objects("outcomes", step.connections) { writer, connection in
      writer.member("outcome", connection.outcome)
      writer.members(of: connection.target)
    }
    objects("gaps", step.gaps) { $0.members(of: $1) }
  }

  fileprivate mutating func members(of target: SheetStep.Target) {
    switch target {
    case .node(let node, let step):
      member("to", node.text)
      member("step", step)
    case .end(let result):
      member("to", "@end:\(result.name)")
      member("code", result.code)
    case .breakPoint: member("to", "@resume")
    case .either(let onBranch, let elsewhere):
      for (name, target) in [("onBranch", onBranch), ("elsewhere", elsewhere)] {
        object(name) { $0.members(of: target) }
      }
    }
  }

  fileprivate mutating func members(of gap: CanvasGap) {
    member("field", gap.field)
    member("instead", gap.instead)
  }
}
