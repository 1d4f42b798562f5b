import FlowInterpreter
public import JSONSyntax

extension HostOutput {
  /// The output as JSON, to be written down; it is not read again. The format is not stable yet.
  /// - Parameter host: The host that gave it, before it takes another input.
  public func json(of host: FlowHost) -> JSON {
    var members = JSONObject()
    members["effects"] = .array(
      effects.map { effect in
        var members: JSONObject = ["key": .string(effect.key.text)]
        let program = host[effect.key.session].map { host.project[$0.flow].machine.program }
        for member in program.flatMap({ effect.effect.json(of: $0) }) ?? [:] where member.key != "effect" {
          members[member.key] = member.value
        }
        return .object(members)
      })
    members["records"] = .array(records.map { $0.json(traceStart: host.start) })
    members["problems"] = .array(problems.map(\.json))
    members["rest"] = rest?.json
    return .object(members)
  }
}

extension InputProblem {
  /// The problem as JSON.
  fileprivate var json: JSON {
    switch self {
    case .messageSkipped(let index, let problem):
      ["index": .number(index), "problem": .string(problem.reason)]
    case .unknownSession(let key): ["unknownSession": .string(key.text)]
    }
  }
}
