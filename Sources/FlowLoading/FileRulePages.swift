public import Diagnostics
import FlowModel

/// The rules that judge the file itself (1xx): the loader finds what they speak of while it reads.
public enum FileRules {
  /// The rules' pages, in the order of their codes.
  public static var pages: [RulePage] {
    [
      RulePage(.invalidJSON, markdown: PackageResources.RF101_md),
      RulePage(.duplicateKey, markdown: PackageResources.RF102_md),
      RulePage(.unknownField, markdown: PackageResources.RF103_md),
      RulePage(.missingField, markdown: PackageResources.RF104_md),
      RulePage(.wrongType, markdown: PackageResources.RF105_md),
      RulePage(.invalidValue, markdown: PackageResources.RF106_md),
      RulePage(.unknownNodeType, markdown: PackageResources.RF107_md),
      RulePage(.unknownOutcome, markdown: PackageResources.RF108_md),
      RulePage(.unsupportedFormatVersion, markdown: PackageResources.RF109_md),
      RulePage(.customAttributeNotSupported, markdown: PackageResources.RF110_md),
      RulePage(
        .fileTooLarge, markdown: PackageResources.RF111_md,
        bad: { $0 + String(repeating: " ", count: Limits.fileSize) }),
      RulePage(.byteOrderMark, markdown: PackageResources.RF112_md, bad: { "\u{FEFF}" + $0 }),
    ]
  }
}
