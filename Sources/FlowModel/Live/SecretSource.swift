/// Where a secret is found. No file holds the secret itself.
public enum SecretSource: Sendable, Hashable {
  /// An environment variable.
  case environmentVariable(String)
  /// A file, from the project's folder.
  case file(String)

  /// Reads where a secret is found; nil where a literal or something with an error stands.
  init?(_ value: FieldValue?) {
    guard let fields = value?.object else { return nil }
    if let name = fields["env"]?.text {
      self = .environmentVariable(name)
    } else if let path = fields["file"]?.text {
      self = .file(path)
    } else {
      return nil
    }
  }
}

extension SecretSource: CustomStringConvertible {
  /// The source as a message names it; never the secret.
  public var description: String {
    switch self {
    case .environmentVariable(let name): "the environment variable `\(name)`"
    case .file(let path): "the file `\(path)`"
    }
  }
}
