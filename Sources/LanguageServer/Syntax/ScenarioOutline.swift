import FlowModel
import FlowSimulation
import FlowValidation

/// What a scenario's text is made of, whatever is wrong with it, and what its flows have.
struct ScenarioOutline: Sendable {
  /// The text.
  let tree: SyntaxTree
  /// What each element may be by the format, and for a key what its value may be.
  let shapes: [ValueShape?]
  /// What the flows that it plays have, as far as these can be read.
  let vocabulary: PlayedVocabulary
  /// The names of the flows' files in its folder.
  let flowFiles: [String]
  /// The project that it lies in, as it would be written here; nil where there is none.
  let projectFile: String?
  /// The names of the environments of the project that it plays, or lies in.
  let environments: [String]

  /// Reads a text.
  /// - Parameter path: The scenario's file; nil where it has none.
  init(_ source: [UInt8], at path: DocumentPath?, in surroundings: DocumentSurroundings) {
    let tree = SyntaxTree(source)
    self.tree = tree
    shapes = ShapeWalk.shapes(of: tree, as: ScenarioFormat.scenario)
    flowFiles = surroundings.flowFiles()
    projectFile = path.flatMap { surroundings.project?.path.written(in: $0) }
    environments = surroundings.environments(
      tree.member("project", of: tree.root).flatMap { tree[$0].isText ? tree.text(of: $0) : nil })
    let several = tree.member("flows", of: tree.root).map { Array(tree.elements(of: $0)) }
    let written = several ?? [tree.member("flow", of: tree.root)].compactMap(\.self)
    vocabulary = PlayedVocabulary(
      flows: written.filter { tree[$0].isText }.flatMap { path -> [FlowVocabulary] in
        guard case .read(let read, _) = surroundings.flow(tree.text(of: path)) else { return [] }
        return read.compactMap(\.self)
      }, environments: nil)
  }
}
