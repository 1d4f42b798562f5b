/// Valid texts, each with its value as compact JSON. `‹0A›` is a byte.
let validTexts = #"""
  ## The root is any value; white space may surround it, and a byte order mark go before.
  null → null
  true → true
  false → false
  0 → 0
  "" → ""
  [] → []
  {} → {}
  ‹20›‹09›‹0D›‹0A›null‹20›‹09›‹0D›‹0A› → null
  ‹0A›[‹20›] → []
  {‹09›} → {}
  ‹EF›‹BB›‹BF›[1] → [1]
  ‹EF›‹BB›‹BF›  1 → 1
  ## Arrays and objects.
  [1,2 , 3] → [1,2,3]
  [[],[[]],{}] → [[],[[]],{}]
  [null,true,false] → [null,true,false]
  [[[[1]]],2] → [[[[1]]],2]
  {"a":1} → {"a":1}
  { "a" : 1 , "b" : [ 2 ] } → {"a":1,"b":[2]}
  {"":0} → {"":0}
  {"b":1,"a":{"c":{}}} → {"b":1,"a":{"c":{}}}
  [{"a":1},{"a":2}] → [{"a":1},{"a":2}]
  {"a":{"a":{"a":1}}} → {"a":{"a":{"a":1}}}
  ## Where a key is doubled the first counts.
  {"a":1,"a":2} → {"a":1}
  {"a":1,"b":[{"a":3}],"\u0061":{"c":[2]}} → {"a":1,"b":[{"a":3}]}
  [{"a":{},"a":[]},{"a":[],"b":1,"a":{}}] → [{"a":{}},{"a":[],"b":1}]
  ## Numbers, with their digits.
  -0 → -0
  -1 → -1
  10 → 10
  0.5 → 0.5
  -0.0 → -0.0
  19.90 → 19.90
  1.0 → 1.0
  1e3 → 1e3
  1E3 → 1E3
  1e+3 → 1e+3
  1e-3 → 1e-3
  -1.25E-2 → -1.25E-2
  0e1 → 0e1
  0E+9999 → 0E+9999
  1e0003 → 1e0003
  9007199254740993 → 9007199254740993
  763459218764532199 → 763459218764532199
  -12345678901234567890123456789012345678901234567890 → -12345678901234567890123456789012345678901234567890
  1e308 → 1e308
  1.7976931348623157e308 → 1.7976931348623157e308
  0.1e309 → 0.1e309
  1e-400 → 1e-400
  -1e-9999 → -1e-9999
  5e-324 → 5e-324
  [0.1,20.25e-1] → [0.1,20.25e-1]
  ## Strings.
  "a b" → "a b"
  "\"\\\/\b\f\n\r\t" → "\"\\/\b\f\n\r\t"
  "\u0000\u001f\u0020\u007F" → "\u0000\u001f ‹7F›"
  "\u00e9\u20AC\uD83D\uDE00" → "é€😀"
  "é€😀‹7F›‹C2›‹85›‹E2›‹80›‹A8›" → "é€😀‹7F›‹C2›‹85›‹E2›‹80›‹A8›"
  "\uDBFF\uDFFF\uE000\uFFFE\uFFFF" → "‹F4›‹8F›‹BF›‹BF›‹EE›‹80›‹80›‹EF›‹BF›‹BE›‹EF›‹BF›‹BF›"
  "/*\\u0041*/" → "/*\\u0041*/"
  "e‹CC›‹81›" → "e‹CC›‹81›"
  "\uFEFF‹EF›‹BB›‹BF›" → "‹EF›‹BB›‹BF›‹EF›‹BB›‹BF›"
  "‹C2›‹80›‹E0›‹A0›‹80›‹F0›‹90›‹80›‹80›" → "‹C2›‹80›‹E0›‹A0›‹80›‹F0›‹90›‹80›‹80›"
  "‹ED›‹9F›‹BF›‹EE›‹80›‹80›‹F4›‹8F›‹BF›‹BF›" → "‹ED›‹9F›‹BF›‹EE›‹80›‹80›‹F4›‹8F›‹BF›‹BF›"
  """#

/// Texts that are not JSON. What stands between `«` and `»` is the error's range.
let invalidTexts = #"""
  ## Nothing at all, or more than one value.
  «»
  ‹20›‹0A›‹09›«»
  ‹EF›‹BB›‹BF›«»
  1 «2»
  []«]»
  {}«}»
  null«,»
  "a" «"»b"
  1 «é»
  1«‹00›»
  []«‹E2›‹81›‹A0›»
  {}«/»/c
  {}«#»
  [1]«x»
  ## Only four bytes are white space.
  «‹0C›»[]
  «‹0B›»[]
  «‹C2›‹A0›»[]
  [«‹E2›‹81›‹A0›»]
  ## A byte order mark anywhere but at the start, or another encoding's.
  «‹FE›»‹FF›‹00›1
  «‹FF›»‹FE›1‹00›
  ‹EF›‹BB›‹BF›«‹EF›‹BB›‹BF›»1
  ‹20›«‹EF›‹BB›‹BF›»1
  «‹EF›»‹BB›
  1«‹00›»
  ## Literals.
  tr«»
  tru«}»
  nul«»
  n«a»n
  tr«‹00›»
  «T»rue
  «N»aN
  «I»nfinity
  -«I»nfinity
  fals«é»
  fals«‹FF›»e
  true«e»
  [nul«]»
  ## Arrays.
  [«»
  [1«»
  [1,«»
  [1,«]»
  [«,»]
  [«,»1]
  [1,«,»2]
  [1 «2»]
  [1«}»
  [1«:»2]
  [«}»
  ["a"«:»1]
  [[1]«»
  [1«;»2]
  [«*»]
  [«(»]
  [1,‹0A›«/»/ c‹0A›2]
  ## Objects.
  {«»
  {"a"«»
  {"a":«»
  {"a":1«»
  {"a":1,«»
  {"a":1,«}»
  {«,»"a":1}
  {"a":1,«,»"b":2}
  {"a"«,»1}
  {"a"«}»
  {"a" «1»}
  {"a":«}»
  {"a":«:»1}
  {"a":1 «"»b":2}
  {«a»:1}
  {«1»:1}
  {«'»a':1}
  {«[»]:1}
  {«n»ull:1}
  {"a":1«]»
  {"a":1,«/»* c */"b":2}
  {"a":1.«}»
  {"a":«a»}
  {"a" «=»1}
  ## Numbers.
  -«»
  -«a»
  -«-»1
  «+»1
  «.»5
  0«1»
  -0«1»
  [0«0»]
  1«x»
  0«x»10
  1.«»
  1.«e»5
  1.«]»
  1«_»000
  1e«»
  1e+«»
  1e-«]»
  1e«e»5
  1.5«.»
  [1 «0»00.0]
  «1e309»
  [«-1e309»]
  [1,«1.7976931348623159e308», 2]
  1e«99999999999999999999»
  0e+«00001»
  [1e-«12345»]
  [«0.0001e313»]
  «‹EF›‹BC›‹91›»
  ## Strings.
  "«»
  "abc«»
  "a\"«»
  "a\«»
  "\u«»
  "\u12«»
  «'»a'
  "\«x»41"
  "\«a»"
  "\«0»"
  "\«U»0041"
  "\«é»"
  "\«‹FF›»"
  "\«‹0A›»"
  "\u«"»
  "\u12«G»4"
  "\u«-»123"
  "\u00«é»0"
  "a«‹0A›»"
  "a«‹09›»b"
  "«‹00›»"
  "«‹1F›»"
  ## Half a surrogate pair.
  "«\uD800»"
  "«\uDC00»"
  "a«\udfff»b"
  "«\uD800»\n"
  "«\uD800»x"
  "«\uD800»\uD800\uDC00"
  "«\uD83D»\u0041"
  "«\uDE00»\uD83D"
  "\uD83D\uDE00«\uDE00»"
  "\uD83D\u00«"»
  "«\uD83D»
  "«\uD83D»\
  {"«\uD800»":1}
  ## UTF-8: stray and missing continuations, overlong forms, surrogates, above U+10FFFF.
  "«‹80›»"
  "«‹BF›»"
  "«‹FF›»"
  "a«‹C3›»"
  "«‹C3›»
  "«‹C3›»("
  "é«‹E2›»‹82›"
  "«‹E2›»‹28›‹A1›"
  "«‹E2›»‹82›
  "«‹F0›»‹9F›‹98›"
  "«‹C0›»‹AF›"
  "«‹C1›»‹BF›"
  "«‹E0›»‹80›‹AF›"
  "«‹E0›»‹9F›‹BF›"
  "«‹F0›»‹80›‹80›‹AF›"
  "«‹F0›»‹8F›‹BF›‹BF›"
  "«‹ED›»‹A0›‹80›"
  "«‹ED›»‹BF›‹BF›"
  "«‹F4›»‹90›‹80›‹80›"
  "«‹F5›»‹80›‹80›‹80›"
  "«‹F8›»‹88›‹80›‹80›‹80›"
  [«‹C3›»]
  «‹FF›»
  """#

/// What errors say: each text's message.
let messages = #"""
  ‹20› → expected a value, but the text ends here
  [1,] → a comma must be followed by another element, not `]`
  {"a":1,} → a comma must be followed by another member, not `}`
  [1 2] → an element must be followed by `,` and another, or by `]`, not `2`
  {"a":1 "b":2} → a member must be followed by `,` and another, or by `}`, not `"`
  {"a" 1} → a key must be followed by `:` and its value, not `1`
  {a:1} → expected a key in double quotes, not `a`
  {"a":'b'} → a string is written in double quotes
  [1] // → a text holds one value: nothing may follow it
  // c → JSON has no comments: expected a value
  {/**/} → JSON has no comments: expected a key in double quotes
  True → expected a value (`true`, `false` and `null` are in lower case), not `T`
  tru} → expected `true`, not `}`
  nul → expected `null`, but the text ends here
  .5 → a number begins with `-` or a digit, not `.`
  01 → a number has no leading zeros
  -x → a number's `-` must be followed by a digit, not `x`
  1.‹0A› → a number's decimal point must be followed by a digit, not a line break
  1e  → a number's exponent must have a digit, not a space
  1e999 → this number is too large: the largest that can be held is about 1.8e308
  1e-00001 → a number's exponent has at most 4 digits
  "a → a string must be closed with `"`, but the text ends here
  "‹09›" → a string's control characters are written as escapes (`\n`, `\t`, `\u0001`), not a tab
  "‹01›" → a string's control characters are written as escapes (`\n`, `\t`, `\u0001`), not the control character U+0001
  "\x" → a backslash in a string must be followed by one of `" \ / b f n r t u`, not `x`
  "\u00é0" → `\u` must be followed by four hexadecimal digits, not `é`
  "\uD800" → this escape is half of a surrogate pair: write both halves, or the character itself
  "‹E9›t‹E9›" → a string must be well-formed UTF-8, not the byte 0xE9, which is not UTF-8 there
  [‹60›] → expected a value, not a backtick
  """#
