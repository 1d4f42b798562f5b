/// The script of a scenario's page, `Resources/player.js`.
enum PlayerScript {
  /// The script. It makes no elements and no markup: it shows and hides what is there, and sets classes and texts.
  static let text = "\n" + String(decoding: PackageResources.player_js, as: UTF8.self)

  /// What a page's policy knows the script by: the SHA-256 digest of `text`, in base 64. A test tells whoever changes the
  /// script what it is then.
  static let digest = "kiIvw957lv3ZBRDLVjPe7/iGUjyzWtZij002u9KSsnw="
}
