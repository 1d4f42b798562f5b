'use strict'
// Where the picture is wider than the screen it opens at the Start, not at its corner.
for (const picture of document.querySelectorAll('.picture')) {
  const start = picture.querySelector('.type-start')
  if (!start) continue
  const outer = picture.getBoundingClientRect()
  const inner = start.getBoundingClientRect()
  picture.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2
  picture.scrollTop += inner.top - outer.top - 24
}
