'use strict'
const player = document.querySelector('.player')
const controls = player.querySelector('.controls')
const slider = controls.querySelector('input[type=range]')
const speed = controls.querySelector('select')
const playButton = controls.querySelector('[data-do=play]')
const rows = [...player.querySelectorAll('.trace li')]
const links = rows.map(row => row.querySelector('a'))
const items = [...player.querySelectorAll('.chat [data-step]')]
const phones = [...player.querySelectorAll('.phone')]
const pictures = [...player.querySelectorAll('.picture')]
const stillness = matchMedia('(prefers-reduced-motion: reduce)')

// The parts of each picture, by what they stand for.
const parts = pictures.map(picture => {
  const [nodes, ends, edges] = [new Map(), new Map(), new Map()]
  for (const part of picture.querySelectorAll('[data-node]')) nodes.set(part.dataset.node, part)
  for (const part of picture.querySelectorAll('[data-end]')) {
    ends.set(part.dataset.end, [...ends.get(part.dataset.end) || [], part])
  }
  for (const part of picture.querySelectorAll('[data-outcomes]')) {
    for (const outcome of JSON.parse(part.dataset.outcomes)) {
      edges.set(JSON.stringify([part.dataset.from, outcome]), part)
    }
  }
  return { nodes, ends, edges }
})
// Those of the flow that a step is about.
const none = { nodes: new Map(), ends: new Map(), edges: new Map() }
const partsOf = link => parts[Number(link.dataset.flow || 0)] || none
// A browser goes to what has the address's name, which here is the whole player and not a row.
for (const link of links) link.removeAttribute('id')

const edgeOf = link => partsOf(link).edges.get(JSON.stringify([link.dataset.from, link.dataset.outcome]))

// Of several ends with one name, the one that the arrow of the way to it touches.
const endOf = (link, index) => {
  const before = links.slice(0, index).findLast(each => each.dataset.session === link.dataset.session
    && each.dataset.outcome !== undefined)
  const arrow = before && edgeOf(before) ? edgeOf(before).querySelector('.arrow').getBBox() : null
  const distance = end => {
    const box = end.getBBox()
    return Math.hypot(box.x + box.width / 2 - arrow.x, box.y - arrow.y)
  }
  if (arrow) return (partsOf(link).ends.get(link.dataset.end) || []).sort((a, b) => distance(a) - distance(b))[0]
}
const placeOf = index => {
  const link = links[index]
  return link.dataset.end !== undefined && endOf(link, index) || partsOf(link).nodes.get(link.dataset.node)
}

const lastNumber = rows.findLast(row => row.matches('.record'))?.querySelector('.number').textContent ?? links.length

let current = 0
let timer = 0
let isReady = false

// The latest step up to this one that knows something.
const latest = (key, number) => {
  for (let index = number - 1; index >= 0; index -= 1) {
    if (links[index].dataset[key] !== undefined) return links[index].dataset[key]
  }
}

const scrollWithin = (box, part) => {
  if (!box || !part) return
  const outer = box.getBoundingClientRect()
  const inner = part.getBoundingClientRect()
  box.scrollTo({
    left: box.scrollLeft + inner.left + inner.width / 2 - outer.left - outer.width / 2,
    top: box.scrollTop + inner.top + inner.height / 2 - outer.top - outer.height / 2,
    behavior: stillness.matches || !isReady ? 'instant' : 'smooth'
  })
}

const showChats = () => {
  const phone = latest('phone', current) || '0'
  for (const each of phones) each.hidden = each.dataset.phone !== phone
  for (const item of items) item.hidden = Number(item.dataset.step) > current
  for (const chat of player.querySelectorAll('.chat')) chat.scrollTop = chat.scrollHeight
}

const showPicture = () => {
  const shown = Number(latest('flow', current) || 0)
  pictures.forEach((picture, index) => { picture.hidden = index !== shown })
  for (const part of player.querySelectorAll('.picture .lit, .picture .visited')) part.classList.remove('lit', 'visited')
  const session = latest('session', current)
  links.slice(0, current).forEach((link, index) => {
    if (link.dataset.session !== session) return
    for (const part of [placeOf(index), edgeOf(link)]) if (part) part.classList.add('visited')
  })
  const place = placeOf(current - 1)
  for (const part of [place, edgeOf(links[current - 1])]) if (part) part.classList.add('lit')
  scrollWithin(pictures[shown], place)
}

const showTrace = () => {
  for (const link of player.querySelectorAll('.trace [aria-current]')) link.removeAttribute('aria-current')
  rows.forEach((row, index) => row.classList.toggle('ahead', index >= current))
  const link = links[current - 1]
  link.setAttribute('aria-current', 'step')
  const list = link.closest('ol')
  const outer = list.getBoundingClientRect()
  const inner = link.parentElement.getBoundingClientRect()
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    list.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2
  }
}

const showNow = () => {
  const link = links[current - 1]
  const time = link.querySelector('time').textContent
  const text = `${link.querySelector('b').textContent} ${link.querySelector('.summary').textContent}`
  const step = controls.querySelector('[data-now=step]')
  step.textContent = `${link.hash.slice(1).replace('-', ' ')} of ${lastNumber}`
  step.href = link.hash
  controls.querySelector('[data-now=time]').textContent = time
  controls.querySelector('[data-now=text]').textContent = text
  slider.value = current
  slider.setAttribute('aria-valuetext', `${step.textContent}, ${time}, ${text}`)
  controls.querySelector('[data-do=first]').disabled = current === 1
  controls.querySelector('[data-do=back]').disabled = current === 1
  controls.querySelector('[data-do=forward]').disabled = current === links.length
  controls.querySelector('[data-do=last]').disabled = current === links.length
}

// Not at each step while it plays: some browsers take so many changes for an attack.
const showAddress = () => {
  if (isReady && !timer) history.replaceState(null, '', links[current - 1].hash)
}

const go = number => {
  const next = Math.min(Math.max(number, 1), links.length)
  if (next === current) return
  current = next
  showChats()
  showPicture()
  showTrace()
  showNow()
  showAddress()
}

const pause = () => {
  clearTimeout(timer)
  timer = 0
  showAddress()
  playButton.classList.remove('playing')
  for (const name of ['aria-label', 'title']) playButton.setAttribute(name, 'Play (space)')
}

// What somebody says is left standing for longer than what the flow does.
const tick = () => {
  const isSpeech = items.some(item => Number(item.dataset.step) === current)
  timer = setTimeout(() => {
    go(current + 1)
    if (current < links.length) tick()
    else pause()
  }, (isSpeech ? 1400 : 500) / Number(speed.value))
}

const play = () => {
  if (current === links.length) go(1)
  playButton.classList.add('playing')
  for (const name of ['aria-label', 'title']) playButton.setAttribute(name, 'Pause (space)')
  tick()
}

const actions = {
  first: () => { pause(); go(1) },
  back: () => { pause(); go(current - 1) },
  play: () => { if (timer) pause(); else play() },
  forward: () => { pause(); go(current + 1) },
  last: () => { pause(); go(links.length) },
  fit: button => {
    const isWhole = button.getAttribute('aria-pressed') !== 'true'
    for (const picture of pictures) picture.classList.toggle('whole', isWhole)
    button.setAttribute('aria-pressed', isWhole)
    showPicture()
  }
}

for (const button of player.querySelectorAll('[data-do]')) {
  button.addEventListener('click', () => {
    const hadFocus = document.activeElement === button
    actions[button.dataset.do](button)
    // A button that has just been switched off would keep the keys to itself.
    if (hadFocus && button.disabled) playButton.focus()
  })
}
slider.addEventListener('input', () => { pause(); go(Number(slider.value)) })
links.forEach((link, index) => link.addEventListener('click', event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  pause()
  go(index + 1)
}))

const keys = { ' ': 'play', ArrowLeft: 'back', ArrowRight: 'forward', Home: 'first', End: 'last' }
document.addEventListener('keydown', event => {
  const action = keys[event.key]
  if (!action || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const own = event.key === ' ' ? 'button, summary, select' : 'input, select'
  if (event.target.closest(own)) return
  event.preventDefault()
  actions[action]()
})

const fromAddress = () => links.findIndex(link => link.hash === location.hash) + 1
const goToAddress = () => {
  if (!fromAddress()) return
  pause()
  go(fromAddress())
  player.scrollIntoView({ block: 'start' })
}
window.addEventListener('hashchange', goToAddress)

window.addEventListener('resize', () => { showPicture(); showTrace() })

document.documentElement.classList.add('playable')
controls.hidden = false
go(fromAddress() || Number(player.dataset.start))
goToAddress()
isReady = true
