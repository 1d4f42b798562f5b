public import FlowModel
import JSONSyntax

/// A session written down: a line of JSON, as UTF-8, with a version, the hash of the flow's definition and a checksum.
///
/// It is the one form of a session outside memory, and all that is needed to go on with it. One that is damaged anywhere is
/// refused, never half read. The format is not stable yet: another version of Refrain may refuse it.
public struct SessionDocument: Sendable, Hashable {
  /// The format's version.
  public static let version = 4

  /// The text, as UTF-8.
  public let bytes: [UInt8]
  /// What the definition is known by that the session runs.
  public let flow: DefinitionHash
  /// A digest of all bytes, by which a difference is seen.
  package let digest: UInt64
  /// What was read; nil of a document that was written.
  private let content: SessionContent?

  /// Writes a session down. Complexity: linear in what the session holds.
  /// - Parameter expected: About how many bytes that takes, where that is known: as many as before.
  public init(_ state: SessionState, of program: FlowProgram, expecting expected: Int = 0) {
    var writer = JSONWriter(expecting: expected)
    writer.beginObject()
    writer.member("refrain", Self.kind)
    writer.member("version", Self.version)
    writer.member("flow", program.hash.text)
    state.write(to: &writer, of: program)
    writer.endObject()
    var bytes = writer.takeBytes()
    bytes.removeLast()
    var hash = StableHash()
    hash.combine(bytes[...])
    let seal = Self.seal(hash)
    bytes += seal
    hash.combine(seal[...])
    self.bytes = bytes
    flow = program.hash
    digest = hash.value
    content = nil
  }

  /// Takes a document that was written down.
  /// - Throws: `SessionDocumentError.unreadable` where it is damaged, `.otherVersion` where it has another format.
  public init(_ bytes: [UInt8]) throws(SessionDocumentError) {
    let document: JSONDocument
    do {
      // A value that an input brought may be as deep as a text can be, and lies a few levels deeper here.
      document = try JSONDocument(parsing: bytes, depthLimit: 2 * JSONDocument.depthLimit)
    } catch {
      throw .unreadable(error.message)
    }
    let content = SessionContent(document.root)
    let reader = DocumentReader(content.members)
    guard reader["refrain"] == .string(Self.kind) else { throw .unreadable("it is no session document") }
    let version = try reader.integer("version")
    guard version == Self.version else { throw .otherVersion(version) }
    let sealed = bytes.dropLast(Self.sealLength)
    let seal = bytes[sealed.endIndex...]
    var hash = StableHash()
    hash.combine(sealed)
    guard Self.seal(hash) == Array(seal) else {
      throw .unreadable("its checksum is not that of its content")
    }
    hash.combine(seal)
    digest = hash.value
    self.bytes = bytes
    flow = DefinitionHash(text: try reader.text("flow"))
    self.content = content
  }

  /// The session, to be gone on with.
  ///
  /// What is read is a session that the machine can run: nodes, outputs and variables that the flow does not have make a
  /// document unreadable.
  /// - Throws: `SessionDocumentError.otherFlow` where the flow's definition is another one.
  public func session(of program: FlowProgram) throws(SessionDocumentError) -> SessionState {
    guard flow == program.hash else { throw .otherFlow(hash: flow.text) }
    guard let content else { return try SessionDocument(bytes).session(of: program) }
    return try SessionState(content, of: program)
  }
}

/// What a session document holds.
struct SessionContent: Sendable {
  /// The members, but for `recent`.
  let members: JSONObject
  /// The ids of recent events: the most of a document, of which no values are made that nobody keeps.
  let recent: JSONNode?

  init(_ root: JSONNode) {
    members = root.members(besides: "recent")
    recent = root["recent"]
  }
}

/// The checksum: the last member, of all bytes before it.
extension SessionDocument {
  private static let kind = "session"
  /// The bytes of `,"checksum":"0123456789abcdef"}`.
  private static let sealLength = 31

  /// The end of an object's text, with its checksum.
  ///
  /// FNV-1a: each step maps different values to different ones, so that a single changed byte always changes the sum.
  /// - Parameter checksum: The hash of the object's text without its last brace.
  private static func seal(_ checksum: StableHash) -> [UInt8] {
    Array(",\"checksum\":\"".utf8) + checksum.hexadecimalDigits + Array("\"}".utf8)
  }
}

/// A document is its bytes.
extension SessionDocument {
  public static func == (left: SessionDocument, right: SessionDocument) -> Bool { left.bytes == right.bytes }

  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

/// Why a session document cannot be read. The document itself stays as it is.
public enum SessionDocumentError: Error, Sendable, Hashable {
  /// It is damaged, or no such document at all: what is wrong with it.
  case unreadable(String)
  /// Its format is of another version than this one knows.
  case otherVersion(Int)
  /// It belongs to a flow, or to another definition of a flow, that is not at hand: the hash that it names.
  case otherFlow(hash: String)
}

extension SessionDocumentError: CustomStringConvertible {
  /// The error in a sentence without a full stop.
  public var description: String {
    switch self {
    case .unreadable(let problem): "the session document cannot be read: \(problem)"
    case .otherVersion(let version):
      "the session document has version \(version) of its format, not \(SessionDocument.version)"
    case .otherFlow(let hash): "the session document belongs to another definition of the flow, \(hash)"
    }
  }
}
