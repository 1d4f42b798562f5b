/// The names of a site's pages, made from the paths of the files that they tell of.
///
/// A name has lower-case letters, digits, hyphens and one point only, so that it means the same on every disk and in
/// every link. No two are alike. The same paths in the same order get the same names.
public struct SiteNames: Sendable {
  /// What a page tells of.
  public enum Kind: String, Sendable {
    case flow, scenario
  }

  /// The site's first page.
  public static let index = "index.html"

  /// How long the part of a name may be that is made from a path; of a longer one the end is kept, which tells more.
  private static let length = 100

  /// What stands before the paths of all files of the site, and is no part of a name.
  private let folder: String
  private var given: Set<String> = []

  /// Creates names for a new site.
  /// - Parameter folder: The folder in which the files lie, or most of them.
  public init(in folder: String) {
    self.folder = folder + "/"
  }

  /// A name for the page about a file, one that no other page has.
  public mutating func name(forFile path: String, _ kind: Kind) -> String {
    let base = stem(of: path, kind) + "-\(kind.rawValue)"
    var name = base
    var number = 1
    while !given.insert(name).inserted {
      number += 1
      name = "\(base)-\(number)"
    }
    return name + ".html"
  }

  /// The path within the folder, without what its kind says already.
  private func stem(of path: String, _ kind: Kind) -> String {
    var rest = path[...]
    if rest.utf8.starts(with: folder.utf8) { rest = Substring(rest.utf8.dropFirst(folder.utf8.count)) }
    for suffix in [".json", ".\(kind.rawValue)"] where rest.hasSuffix(suffix) {
      rest = rest.dropLast(suffix.count)
    }
    var stem: [UInt8] = []
    for byte in rest.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): stem.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): stem.append(byte + 0x20)
      default: if stem.last.map({ $0 != UInt8(ascii: "-") }) ?? false { stem.append(UInt8(ascii: "-")) }
      }
    }
    let trimmed = stem.suffix(Self.length).drop { $0 == UInt8(ascii: "-") }
    return trimmed.isEmpty ? "file" : String(decoding: trimmed, as: UTF8.self)
  }
}
