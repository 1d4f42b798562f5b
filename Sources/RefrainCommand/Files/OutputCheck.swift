import RefrainKit

extension Console {
  /// Whether an output is one of the files that are read, by whatever path or link, with a notice where one is: it would
  /// be lost.
  mutating func isAnyInput(_ outputs: [FilePath], among inputs: [InputFile]) -> Bool {
    for output in outputs where (try? system.kind(of: output)) == .file {
      for case .file(let input) in inputs.lazy.map(\.source) where system.isSameFile(output, input) {
        notice(
          "refrain: '\(output.text.printable)' is read as '\(input.text.printable)', so nothing is written to it"
        )
        return true
      }
    }
    return false
  }
}
