/// RF501 and RF502.
let messageRuleCases = RuleCase.table(
  """
  # RF501 is silent at 1024 code points, and warns of one more
  start MessengerStart onBegin=a
  a SendMessenger onSuccess=b | "message": "\(repeating("🙂", 1024))"
  b SendMessenger onSuccess=@end | "message": "\(repeating("x", 1025))"
  > RF501 warning /nodes/b/message "\(repeating("x", 1025))"
  # RF501 warns at 4000 code points, and is an error above
  start MessengerStart onBegin=a
  a SendMessenger onSuccess=b | "message": "\(repeating("x", 4000))"
  b SendMessenger onSuccess=@end | "message": "\(repeating("x", 4001))"
  > RF501 warning /nodes/a/message "\(repeating("x", 4000))"
  > RF501 error /nodes/b/message "\(repeating("x", 4001))"
  # RF501 counts the text that a reader sees, without references
  start MessengerStart onBegin=a
  a SendMessenger onSuccess=b | "message": "$(start.messenger.message)\(repeating("$$(", 512))$(start.messenger.message)"
  b SendMessenger onSuccess=@end | "message": "$(start.messenger.message)\(repeating("$$(", 512))!$(start.messenger.message)"
  > RF501 warning /nodes/b/message "$(start.messenger.message)\(repeating("$$(", 512))!$(start.messenger.message)"
  # RF501 judges SMS too
  start Start onBegin=a
  a SendSMS onSuccess=@end | "message": "\(repeating("x", 1025))"
  > RF501 warning /nodes/a/message "\(repeating("x", 1025))"
  > RF502 info /nodes/a/message "\(repeating("x", 1025))"

  # RF502 is silent at one segment of GSM 03.38, and tells of two
  start Start onBegin=a
  a SendSMS onSuccess=b | "message": "\(repeating("x", 160))"
  b SendSMS onSuccess=c | "message": "\(repeating("x", 161))"
  c SendSMS onSuccess=@end | "message": "\(repeating("€", 81))"
  > RF502 info /nodes/b/message "\(repeating("x", 161))"
  > RF502 info /nodes/c/message "\(repeating("€", 81))"
  # RF502 is silent at one segment of UCS-2, and tells of two
  start Start onBegin=a
  a SendSMS onSuccess=b | "message": "\(repeating("ж", 70))"
  b SendSMS onSuccess=c | "message": "\(repeating("ж", 71))"
  c SendSMS onSuccess=@end | "message": "\(repeating("🙂", 36))"
  > RF502 info /nodes/b/message "\(repeating("ж", 71))"
  > RF502 info /nodes/c/message "\(repeating("🙂", 36))"
  # RF502 goes by the type of the message
  start Start onBegin=a
  a SendSMS onSuccess=b | "messageType": "unicode", "message": "\(repeating("x", 71))"
  b SendSMS onSuccess=c | "messageType": "flash", "message": "\(repeating("x", 71))"
  c SendSMS onSuccess=d | "messageType": "Unicode", "message": "\(repeating("x", 71))"
  d SendMessenger onSuccess=@end | "message": "\(repeating("ж", 71))"
  > RF502 info /nodes/a/message "\(repeating("x", 71))"
  > RF106 error /nodes/c/messageType "Unicode"
  # RF502 warns where one to three typographic characters are all that forces UCS-2
  start Start onBegin=a
  a SendSMS onSuccess=b | "message": "’\(repeating("x", 70))"
  b SendSMS onSuccess=c | "message": "“…”\(repeating("x", 70))"
  c SendSMS onSuccess=d | "message": "– – – –\(repeating("x", 70))"
  d SendSMS onSuccess=e | "message": "’ж\(repeating("x", 70))"
  e SendSMS onSuccess=f | "message": "’\(repeating("x", 69))"
  f SendSMS onSuccess=g | "message": "\u{2009}\u{00A0}\u{202F}\(repeating("x", 200))"
  g SendSMS onSuccess=@end | "messageType": "unicode", "message": "’\(repeating("x", 70))"
  > RF502 warning /nodes/a/message "’\(repeating("x", 70))"
  > RF502 warning /nodes/b/message "“…”\(repeating("x", 70))"
  > RF502 info /nodes/c/message "– – – –\(repeating("x", 70))"
  > RF502 info /nodes/d/message "’ж\(repeating("x", 70))"
  > RF502 warning /nodes/f/message "\u{2009}\u{00A0}\u{202F}\(repeating("x", 200))"
  > RF502 info /nodes/g/message "’\(repeating("x", 70))"
  # RF502 counts the literal text alone
  start Start onBegin=a
  a SendSMS onSuccess=b | "message": "\(repeating("x", 80))$(start.sms.message)\(repeating("x", 80))"
  b SendSMS onSuccess=@end | "message": "\(repeating("x", 80))$(start.sms.message)\(repeating("x", 81))"
  > RF502 info /nodes/b/message "\(repeating("x", 80))$(start.sms.message)\(repeating("x", 81))"
  """)

private func repeating(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
