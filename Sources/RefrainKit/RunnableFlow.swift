import Diagnostics
public import FlowInterpreter
import FlowLoading
public import FlowModel
public import FlowReporting
import FlowValidation

/// Why a flow file cannot be run.
public struct UnrunnableFlow: Error, Sendable {
  /// The flow's errors.
  public let diagnostics: [Diagnostic]
}

extension FlowProgram {
  /// Loads and validates a flow file, and makes it ready to run.
  ///
  ///     let program = try FlowProgram(file: bytes, named: "support.flow.json")
  ///     var simulation = Simulation(program)
  ///     simulation.customerWrites("Hello", on: .sms, from: "+15555550142", to: "+15555550100")
  ///
  /// - Parameters:
  ///   - source: The file's bytes.
  ///   - path: The path that findings are reported by.
  ///   - environment: The environment whose values are put in; nil puts none in, and then none may be asked for.
  ///   - forcing: Lets errors of the conversation (3xx) stand, and no others.
  /// - Throws: The errors by the rules' own severities, suppressed ones aside.
  public convenience init(
    file source: [UInt8], named path: String, in environment: ProjectEnvironment? = nil, forcing: Bool = false
  )
    throws(UnrunnableFlow)
  {
    let loaded = FlowLoader.load(source, in: environment)
    func rejected(_ found: [Finding]) -> UnrunnableFlow {
      let file = SourceFile(path: path, bytes: source, document: loaded.document)
      let errors = loaded.findings.filter { $0.severity == .error } + found
      return UnrunnableFlow(diagnostics: errors.map { Diagnostic($0, in: file) })
    }
    guard let graph = loaded.graph else { throw rejected([]) }
    let flow: ValidatedFlow
    do {
      flow = try FlowValidator.validated(graph, forcing: forcing)
    } catch {
      throw rejected(error.findings)
    }
    self.init(flow)
  }
}
