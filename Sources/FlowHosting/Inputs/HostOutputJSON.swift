import FlowInterpreter
import FlowModel
public import JSONSyntax

// Outputs as JSON. The format is not stable yet: another version of Refrain may read it otherwise.

extension HostOutput {
  /// The output as JSON.
  /// - Parameter host: The host that gave it, before it takes another input.
  public func json(of host: FlowHost) -> JSON {
    var members = JSONObject()
    members["effects"] = .array(effects.map { $0.json(of: host) })
    members["records"] = .array(records.map { $0.json(traceStart: host.start) })
    members["problems"] = .array(problems.map(\.json))
    members["rest"] = rest?.json
    return .object(members)
  }

  /// Reads an output; nil where it is none, or has an effect of a session that the host does not have.
  ///
  /// Its records tell what a trace tells; see `TraceRecord.init(json:traceStart:results:)`.
  /// - Parameter host: The host that gave it, or one with the same sessions.
  public init?(json: JSON, of host: FlowHost) {
    guard let effects = json["effects"]?.array, let records = json["records"]?.array,
      let problems = json["problems"]?.array
    else { return nil }
    self.effects = effects.compactMap { KeyedEffect(json: $0, of: host) }
    self.records = records.compactMap { record in
      let results = (record["session"]?.string).flatMap { host.program(of: SessionKey($0)) }?
        .graph.settings.results
      return TraceRecord(json: record, traceStart: host.start, results: results ?? [])
    }
    self.problems = problems.compactMap(InputProblem.init(json:))
    if let rest = json["rest"] {
      guard let input = HostInput(json: rest) else { return nil }
      self.rest = input
    }
    guard self.effects.count == effects.count, self.records.count == records.count,
      self.problems.count == problems.count
    else { return nil }
  }
}

extension FlowHost {
  /// What a session runs; nil where it is not known.
  fileprivate func program(of session: SessionKey) -> FlowProgram? {
    self[session].map { project[$0.flow].machine.program }
  }
}

extension HostOutput.KeyedEffect {
  fileprivate func json(of host: FlowHost) -> JSON {
    var members: JSONObject = ["key": .string(key.text)]
    // The key says the number already.
    if let program = host.program(of: key.session) { effect.writeMembers(to: &members, of: program) }
    members["effect"] = nil
    return .object(members)
  }

  fileprivate init?(json: JSON, of host: FlowHost) {
    guard var members = json.object, let key = json["key"]?.string.flatMap(IdempotencyKey.init(text:)),
      let program = host.program(of: key.session)
    else { return nil }
    members["effect"] = .number(key.effect.number)
    guard let effect = try? Effect(DocumentReader(members), of: program) else { return nil }
    self.init(key: key, effect: effect)
  }
}

extension InputProblem {
  fileprivate var json: JSON {
    switch self {
    case .messageSkipped(let index, let problem):
      ["index": .number(index), "problem": .string(problem.reason)]
    case .unknownSession(let key): ["unknownSession": .string(key.text)]
    }
  }

  fileprivate init?(json: JSON) {
    if let key = json["unknownSession"]?.string {
      self = .unknownSession(SessionKey(key))
    } else if let index = json["index"]?.naturalNumber, let problem = json["problem"]?.string {
      self = .messageSkipped(index: index, .message(problem))
    } else {
      return nil
    }
  }
}
