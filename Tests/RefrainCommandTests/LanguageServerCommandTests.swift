import Testing

@testable import RefrainCommand

/// A message with its header.
private func framed(_ message: String) -> [UInt8] {
  Array("Content-Length: \(message.utf8.count)\r\n\r\n\(message)".utf8)
}

@Test(
  "the language server answers as soon as a message is there, and ends when it is told to",
  arguments: [1, 10_000])
func languageServer(pieceSize: Int) {
  let system = MemorySystem()
  system.inputPieceSize = pieceSize
  system.standardInput =
    framed(#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#)
    + framed(#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#) + framed(#"{"jsonrpc":"2.0","method":"exit"}"#)
    + framed("what comes after that is not read")
  #expect(system.run("lsp") == .success)
  #expect(system.output.hasPrefix("Content-Length: "))
  #expect(system.output.hasSuffix("\r\n\r\n" + #"{"jsonrpc":"2.0","id":2,"result":null}"#))
  #expect(system.output.contains(#""version":"\#(Refrain.version)""#))
  #expect(system.errors == "")
}

@Test(
  "an editor that goes away without a word has not ended the session well",
  arguments: [
    "", "Content-Length: 5\r\n\r\n{", "nonsense\r\n\r\n",
    #"Content-Length: 33\#r\#n\#r\#n{"jsonrpc":"2.0","method":"exit"}"#,
  ])
func abandonedLanguageServer(input: String) {
  let system = MemorySystem()
  system.standardInput = Array(input.utf8)
  #expect(system.run("lsp") == .findings)
}

@Test("a language server without a reader ends")
func closedLanguageServer() {
  let system = MemorySystem()
  system.standardInput = framed("[]")
  system.outputFailure = SystemError(reason: "Broken pipe", isClosedPipe: true)
  #expect(system.run("lsp") == .findings)
  #expect(system.errors == "")
  system.standardInput = framed("[]")
  system.outputFailure = SystemError(reason: "No space left on device")
  #expect(system.run("lsp") == .failure)
  #expect(system.errors == "refrain: standard output: No space left on device\n")
}
