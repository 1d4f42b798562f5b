public import Diagnostics
import FlowModel
import JSONSyntax

/// Lays out flow, scenario and project files in the one canonical way.
///
/// The layout depends on the values in the file alone, never on how it was laid out before:
///
/// - UTF-8 without a byte order mark, lines that end in LF, the last one too, two spaces of indentation.
/// - The keys of an object that the format describes are in the order in which the language reference writes them;
///   those that it does not know, `x-…` among them, come last in file order. Nodes, `on`, `set`, variables, results,
///   headers, `lintIgnore`, all that is in an `x-…` and the steps of a scenario keep their order; so do two fields
///   that exclude each other, since the second is the one that is wrong.
/// - An array or object goes on one line where that line has `lineWidth` columns at most, a comma after it not
///   counted: `{ "a": 1 }`, `["a", "b"]`. Else each member or element is on a line of its own. So it always is in the
///   file itself, `nodes`, a node, `results`, an `on` of three outcomes or more and an array of two objects or more.
/// - The environments of a project are on lines of their own.
/// - A custom result and a step of a scenario go on one line however long it is. In a step that holds an array of
///   several objects the brackets around it share lines.
/// - Numbers, strings and keys are copied byte for byte.
///
/// So a file's JSON value stays the same but for the order of keys that has no meaning, and a file that has been
/// laid out is not changed again.
public enum FileFormatter {
  /// Columns, in code points, that an array or object on one line may reach to.
  public static let lineWidth = 100

  /// The file in its canonical layout.
  ///
  /// A file with a top-level `steps` or `flow`, and no `nodes`, is a scenario; one with `environments` or another key that
  /// projects alone have, and no `nodes`, is a project; every other one is a flow.
  /// Complexity: linear in the sizes of the file and of the result, which is no larger than a file may be.
  /// - Parameter source: The file's bytes.
  public static func format(_ source: [UInt8]) throws(FormattingRefusal) -> [UInt8] {
    guard source.count <= Limits.fileSize else { throw .fileTooLarge }
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: source)
    } catch {
      throw .invalidJSON
    }
    if let version = document.root["formatVersion"], version.number?.integer != FlowFormat.version {
      throw .unsupportedFormatVersion
    }
    guard document.duplicateKeys.isEmpty else { throw .duplicateKey }
    var writer = LayoutWriter(document, FileArrangement(of: document), limit: Limits.fileSize)
    guard let result = writer.write() else { throw .layoutTooLarge }
    return result
  }
}

/// Why a file is left as it is.
public enum FormattingRefusal: Error, Sendable, Hashable {
  /// It is no JSON.
  case invalidJSON
  /// An object has a key twice: in another order the other one would count.
  case duplicateKey
  /// It is of a version whose keys are not known.
  case unsupportedFormatVersion
  /// It is larger than a file may be.
  case fileTooLarge
  /// It would be larger than a file may be.
  case layoutTooLarge

  /// The rule that says so.
  public var code: RuleCode {
    switch self {
    case .invalidJSON: .invalidJSON
    case .duplicateKey: .duplicateKey
    case .unsupportedFormatVersion: .unsupportedFormatVersion
    case .fileTooLarge, .layoutTooLarge: .fileTooLarge
    }
  }
}
