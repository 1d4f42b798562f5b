package import FlowInterpreter
package import FlowModel
import JSONSyntax
import Synchronization

/// The programs that a process has made of what the store keeps: the project in force, and older definitions that
/// sessions run.
///
/// It is a memory and nothing more: what it holds can be made again from the store at any time.
package final class ProgramLibrary: Sendable {
  private struct Contents {
    var project: (number: Int, project: ServiceProject)?
    var programs: [DefinitionHash: FlowProgram] = [:]
  }

  private let contents = Mutex(Contents())
  private let sessions = Mutex(RememberedSessions())

  /// Creates a library that remembers nothing yet.
  package init() {}

  /// The project in force: as it is remembered where its number is the store's, else read anew.
  package func project<Transaction: StoreTransaction>(
    in store: inout Transaction
  ) throws(StoreFailure) -> ServiceProject {
    guard let number = try store.projectNumber() else { throw .damaged("no project is in force") }
    if let known = contents.withLock({ $0.project }), known.number == number { return known.project }
    guard let row = try store.project() else { throw .damaged("no project is in force") }
    var flows: [ServiceProject.Flow] = []
    for flow in JSON(storedContent: row.content)?["flows"]?.array ?? [] {
      guard let path = flow["path"]?.string,
        let hash = flow["definition"]?.string.map(DefinitionHash.init(text:)),
        let definition = try store.definition(hash), let source = FlowSource(content: definition.content),
        let program = try program(hash, in: &store)
      else { throw .damaged("a flow of project \(row.number) cannot be read") }
      flows.append(
        ServiceProject.Flow(
          path: path, formerPaths: flow["former"]?.array?.compactMap(\.string) ?? [],
          service: flow["service"]?.string,
          consent: flow["consent"]?.string.flatMap(Consent.init), program: program, source: source))
    }
    let project = ServiceProject(flows)
    remember(project, number: row.number)
    return project
  }

  /// The program of a definition; nil where the store does not keep it, or this version of Refrain does not run it.
  package func program<Transaction: StoreTransaction>(
    _ hash: DefinitionHash, in store: inout Transaction
  ) throws(StoreFailure) -> FlowProgram? {
    if let known = contents.withLock({ $0.programs[hash] }) { return known }
    guard let row = try store.definition(hash), let program = FlowSource(content: row.content)?.program(),
      program.hash == hash
    else { return nil }
    contents.withLock { $0.programs[hash] = program }
    return program
  }

  /// What the document of a row says, where it is kept in mind, which it is no longer then.
  func takeState(of row: SessionRow) -> SessionState? {
    sessions.withLock { $0.takeState(of: row.key, in: row.document) }
  }

  /// Keeps in mind what the document of a row says.
  func remember(_ state: SessionState, of row: SessionRow) {
    sessions.withLock { $0.remember(state, in: row.document) }
  }

  /// Puts a project in force, unless it is.
  /// - Returns: Its number.
  func put<Transaction: StoreTransaction>(
    _ project: ServiceProject, in store: inout Transaction
  ) throws(StoreFailure) -> Int {
    let flows = project.flows.map { flow -> JSON in
      var members: JSONObject = [
        "path": .string(flow.path), "former": .array(flow.formerPaths.map { .string($0) }),
        "definition": .string(flow.program.hash.text),
      ]
      members["service"] = flow.service.map { .string($0) }
      members["consent"] = flow.consent.map { .string($0.rawValue) }
      return .object(members)
    }
    let content = (["flows": .array(flows)] as JSON).storedContent
    if let row = try store.project(), row.content == content { return row.number }
    let definitions = project.flows.map { DefinitionRow(hash: $0.program.hash, content: $0.source.content) }
    return try store.put(content, definitions: definitions)
  }

  /// Keeps a project in mind that is in force under a number, and its programs.
  func remember(_ project: ServiceProject, number: Int) {
    contents.withLock { contents in
      contents.project = (number, project)
      for flow in project.flows { contents.programs[flow.program.hash] = flow.program }
    }
  }
}
