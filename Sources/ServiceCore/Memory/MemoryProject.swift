public import FlowModel

extension MemoryTransaction: ProjectStorage {
  public mutating func projectNumber() -> Int? { facts.project?.number }

  public mutating func project() -> ProjectRow? { facts.project }

  public mutating func put(_ content: [UInt8], definitions: [DefinitionRow]) -> Int {
    for definition in definitions { self.definitions.put(definition) }
    facts.definitionsInForce = Set(definitions.map(\.hash))
    let number = (facts.project?.number ?? 0) + 1
    facts.project = ProjectRow(number: number, content: content)
    return number
  }

  public mutating func definition(_ hash: DefinitionHash) -> DefinitionRow? { definitions[hash.text] }

  public mutating func deleteUnusedDefinitions() -> Int {
    let used = facts.definitionsInForce.union(sessions.all.map(\.definition))
    let unused = definitions.all.filter { !used.contains($0.hash) }
    for definition in unused { definitions.remove(definition.key) }
    return unused.count
  }
}
