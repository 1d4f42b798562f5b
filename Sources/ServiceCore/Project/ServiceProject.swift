public import FlowHosting
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// The project that a service runs: its flows with what they are known by, whatever their definitions are.
public struct ServiceProject: Sendable {
  /// A flow of the project.
  public struct Flow: Sendable {
    /// The path relative to the project, by which the flow is known.
    public let path: String
    /// The paths that it had before: sessions that began under one of them are sessions of this flow.
    public let formerPaths: [String]
    /// The service that it belongs to; nil where it is one of its own.
    public let service: String?
    /// What a customer says of messages by beginning a session; nil for nothing.
    public let consent: Consent?
    /// The flow as it is now.
    public let program: FlowProgram
    /// The flow's file and what its environment puts in, from which the program can be made again.
    public let source: FlowSource

    /// Creates a flow.
    public init(
      path: String, formerPaths: [String] = [], service: String?, consent: Consent? = nil,
      program: FlowProgram, source: FlowSource
    ) {
      self.path = path
      self.formerPaths = formerPaths
      self.service = service
      self.consent = consent
      self.program = program
      self.source = source
    }
  }

  /// The flows, in the order in which they are tried.
  public let flows: [Flow]
  /// The flows as the router takes them.
  public let routed: FlowProject

  /// Creates a project.
  public init(_ flows: [Flow]) {
    self.flows = flows
    routed = FlowProject(flows.map { FlowProject.Flow(FlowMachine($0.program), service: $0.service) })
  }

  /// The flows by which customers opt out that do not hear of it while an agent of another flow of their service has the customer's
  /// conversation: messages go to that first, unless a Start says otherwise.
  public var optOutsUnheardInConversations: [Flow] {
    flows.enumerated().filter { index, flow in
      guard flow.consent == .optOut, let service = flow.service,
        FlowMachine(flow.program).startsOnlyWithoutLiveSession
      else { return false }
      return flows.indices.contains { $0 != index && flows[$0].service == service }
    }.map(\.element)
  }

  /// The flow that is known by a path now, or was before; nil where it is no longer part of the project.
  func flow(at path: String) -> FlowID? {
    func index(where isKnown: (Flow) -> Bool) -> FlowID? {
      flows.firstIndex(where: isKnown).map(FlowID.init)
    }
    return index { $0.path.hasSameUTF8(as: path) }
      ?? index { $0.formerPaths.contains { $0.hasSameUTF8(as: path) } }
  }
}
