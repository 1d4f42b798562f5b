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
    writer.list("authorizations", authorizations) { $0.string($1) }
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
  fileprivate mutating func list<Element>(
    _ key: String, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
  ) {
    self.key(key)
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }

  fileprivate mutating func objects<Element>(
    _ key: String, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
  ) {
    list(key, elements) { writer, element in
      writer.beginObject()
      write(&writer, element)
      writer.endObject()
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
      writer.list("notes", field.notes) { $0.string($1) }
    }
    for (key, actions) in [("onEnter", step.onEnter), ("onLeave", step.onLeave)] {
      objects(key, actions) { writer, action in
        writer.member("variable", action.variable)
        writer.member("value", action.value)
        writer.list("notes", action.notes) { $0.string($1) }
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
        key(name)
        beginObject()
        members(of: target)
        endObject()
      }
    }
  }

  fileprivate mutating func members(of gap: CanvasGap) {
    member("field", gap.field)
    member("instead", gap.instead)
  }
}
