// The deck: reveal.js, and who gets a key or a finger, the slides or an explorer that stands on one.

const EXPLORER = ".course-explorer"
// What a clicker sends, and the deck's own letters: they never change what a picture shows.
const DECKS_OWN = ["PageUp", "PageDown", "b", "f", "s", "o", "?"]
const WRITTEN_IN = "textarea, input:is([type=text], [type=number])"
const ASKED = new URLSearchParams(location.search)
// One of the two small pages in the speaker's window, which follow the slides on the projector.
const PREVIEW = ASKED.has("receiver")
const OPENING = [13, 27, 70, 71, 79] // Enter, Esc, F, G, O: they open and close something where they are pressed

// Keys pressed on an explorer are the explorer's. The speaker's window hands on its keys without a target: those are
// meant for the deck, which ignores every key while a slider has the focus.
function isForTheDeck(event) {
  const { target, key, keyCode } = event
  if (target?.closest?.(EXPLORER)) return false
  if (PREVIEW && isForTheProjector(event)) {
    parent.opener.postMessage(JSON.stringify({ method: "triggerKey", args: [keyCode] }), "*")
    return false
  }
  const rows = keyCode === 38 ? -1 : keyCode === 40 ? 1 : 0
  if (rows && Reveal.isOverview()) {
    Reveal.slide(Reveal.getIndices().h + rows * columns())
    return false
  }
  // While the screen is dark, a clicker lights it and stays on the slide.
  if (Reveal.isPaused() && (key?.startsWith("Page") || keyCode === 33 || keyCode === 34)) {
    Reveal.togglePause(false)
    return false
  }
  leave()
  return true
}

// Keys turn the projector's page, not the preview's: that one lags behind, and would count from where it still is.
function isForTheProjector({ keyCode, shiftKey, ctrlKey, altKey, metaKey }) {
  const isBusy = Reveal.isOverview() || document.querySelector(".jump-to-slide")
  return parent.opener && !isBusy && !(shiftKey || ctrlKey || altKey || metaKey) && !OPENING.includes(keyCode)
}

// What the preview is told from the projector it does not tell back: that would come late, and turn the page back.
if (PREVIEW) addEventListener("message", (event) => {
  if (!`${event.data}`.startsWith('{"method":"setState"') || !Reveal.isReady?.()) return
  event.stopImmediatePropagation()
  const settings = Reveal.getConfig(), tells = settings.postMessageEvents
  settings.postMessageEvents = false
  Reveal.setState(JSON.parse(event.data).args[0])
  settings.postMessageEvents = tells
})

function leave() {
  const active = document.activeElement
  if (active instanceof HTMLElement && active.closest(EXPLORER)) active.blur()
}

// Before the explorer sees it: a key of the deck turns the page, Escape gives the keys back to the deck.
addEventListener("keydown", (event) => {
  const { target, key } = event
  if (!(target instanceof Element && target.closest(EXPLORER)) || event.ctrlKey || event.metaKey) return
  if (target.matches(WRITTEN_IN) && key.length === 1) return
  if (key !== "Escape" && !DECKS_OWN.includes(key.length === 1 ? key.toLowerCase() : key)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  leave()
  if (key !== "Escape") document.dispatchEvent(new KeyboardEvent("keydown", event))
}, true)

// Who uses the mouse or a finger has both hands on the picture; the next key is the clicker's. Who came by Tab stays.
// A list that opened, and a field that is written in, keep the focus until they are done.
addEventListener("click", ({ target, detail }) => {
  if (detail && target instanceof Element && !target.closest(`select, ${WRITTEN_IN}`)) leave()
})
addEventListener("pointerup", ({ target }) => {
  if (target instanceof Element && target.matches(`${EXPLORER} :is(canvas, input[type=range])`)) leave()
})
addEventListener("change", ({ target }) => {
  if (target instanceof Element && target.matches(`${EXPLORER} select`) && !target.matches(":focus-visible")) leave()
})

// What is opened in an explorer takes its room from the pictures, and covers none of them.
addEventListener("click", ({ target }) => {
  const explorer = target instanceof Element ? target.closest(EXPLORER) : null
  const pictures = explorer?.querySelector(".course-pictures")
  if (!explorer || !(pictures instanceof HTMLElement)) return
  requestAnimationFrame(() => {
    const opened = Array.from(explorer.querySelectorAll(".course-inside:not(.course-memory)"))
    const heights = opened.map((part) => part.clientHeight && part.clientHeight + 6)
    pictures.style.marginBottom = `${Math.max(0, ...heights)}px`
  })
})

/** @type {(selector: string) => HTMLElement[]} */
const all = (selector) => Array.from(document.querySelectorAll(selector))
const HANDOUT = ASKED.has("handout")
const GAP = 60 // between the slides of the overview, in their own pixels
const slides = all(".slides > section > section")
// On paper for students what a click reveals is left out, and the slide that tells the answer of the vote before it.
if (HANDOUT) for (const told of all("div.fragment, .slides > section:has(> [data-result])")) told.remove()

// The class votes on a list: the click that shows the result marks the right answer; where the result is the next
// slide's, a click of its own does.
for (const section of all(".slides > section > section[data-answer]")) {
  section.classList.add("vote")
  if (HANDOUT) continue
  const result = section.querySelector("div.fragment")
  if (section.querySelector("figure")) section.classList.add("pictured")
  const right = section.querySelectorAll("ol > li")[Number(section.dataset.answer) - 1]
  right.classList.add("fragment", "custom", "right")
  for (const shown of result ? [right, result] : []) shown.setAttribute("data-fragment-index", "0")
}

// What is built up at the clicks: what a selector names, one after the other, and lines of code, "2|3-4" in two steps.
for (const section of all(".slides > section > section[data-build]")) {
  for (const part of section.querySelectorAll(section.dataset.build ?? "")) part.classList.add("fragment")
}
for (const section of all(".slides > section > section[data-lines]")) {
  const code = section.querySelector(".highlight pre")
  if (!code) continue
  code.innerHTML = code.innerHTML.trimEnd().split("\n").map((line) => `<span class="line">${line}</span>`).join("")
  const before = section.querySelectorAll(".fragment")
  for (const [step, part] of before.entries()) part.setAttribute("data-fragment-index", `${step}`)
  const lines = code.querySelectorAll(".line")
  for (const [step, range] of (section.dataset.lines ?? "").split("|").entries()) {
    const [first, last = first] = range.split("-").map(Number)
    for (let number = first; number <= last; number += 1) {
      lines[number - 1].classList.add("fragment", "custom")
      lines[number - 1].setAttribute("data-fragment-index", `${before.length + step}`)
    }
  }
}

// A picture takes the height on the left, what was counted in it stands on the right.
for (const section of all(".slides > section > section:has(.tall):has(.result):not(.vote)")) {
  const words = section.querySelectorAll(":scope > .prose:not(.result)").length
  section.classList.add("beside")
  section.style.setProperty("--first", `${words + 1}`)
  const results = /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll(".result"))
  // They stand close together in the middle of the picture's height, so that they are read as one.
  section.style.gridTemplateRows =
    `repeat(${words}, min-content) minmax(0, 1fr) repeat(${results.length}, min-content) minmax(0, 1fr)`
  for (const [number, result] of results.entries()) result.style.gridRow = `${words + 2 + number}`
}

for (const [number, section] of slides.entries()) {
  const foot = Object.assign(document.createElement("div"), { className: "foot" })
  for (const text of [FOOT, section.dataset.covers ?? "", `${number + 1} / ${slides.length}`]) {
    foot.append(Object.assign(document.createElement("span"), { textContent: text }))
  }
  section.append(foot)
}

// Printed from here a deck would come in pieces: that paper says which page to print.
document.body.append(Object.assign(document.createElement("p"), { className: "on-paper", textContent: ON_PAPER }))

// The overview shows all slides at once, in as many columns as rows; a title's cover is its own there.
for (const title of all("[data-background-image]")) {
  title.style.setProperty("--cover", `url("${new URL(title.dataset.backgroundImage ?? "", location.href)}")`)
}
const columns = () => Math.ceil(Math.sqrt(slides.length))
function fillOverview() {
  const rows = Math.ceil(slides.length / columns())
  const share = Math.min(innerWidth / columns() / (WIDTH + GAP), innerHeight / rows / (HEIGHT + GAP))
  const style = document.documentElement.style
  style.setProperty("--overview-columns", `${columns()}`)
  style.setProperty("--overview-scale", `${share}`)
}
fillOverview()
addEventListener("resize", fillOverview)

// Who jumps to a slide sees it as it begins, a vote without its answer; who pages back sees it as it was left.
const JUMPING = ".jump-to-slide, .reveal:is(.overview, .overview-deactivating)"
Reveal.on("beforeslidechange", ({ indexh }) => {
  const distance = Math.abs(indexh - Reveal.getIndices().h)
  if (!distance || (distance === 1 && !document.querySelector(JUMPING))) return
  const parts = Reveal.getSlide(indexh)?.querySelectorAll(".fragment") ?? []
  for (const part of parts) part.classList.remove("visible", "current-fragment")
})

// What prints the deck waits for this: its pages are laid out, and every explorer on them is drawn to the end.
const PAUSE = 200 // milliseconds between two looks at the pictures
const LOOKS = 3 // that find them as they were: a picture that is computed in slices rests in between
const PATIENCE = 600 // looks, for a picture that never rests
const laidOut = new Promise((done) => Reveal.on("pdf-ready", done))
if (ASKED.has("print-pdf")) globalThis.printable = laidOut.then(drawn)

async function drawn() {
  let [before, same] = ["", 0]
  for (let look = 0; look < PATIENCE && same < LOOKS; look += 1) {
    await new Promise((done) => setTimeout(() => requestAnimationFrame(done), PAUSE))
    const now = all(".alive").map(pictureOf)
    same = now.every(Boolean) && now.join() === before ? same + 1 : 0
    before = now.join()
  }
}

// The pixels of an explorer as text, "" as long as it is not there, has drawn nothing or is at work.
function pictureOf(place) {
  const explorer = place.querySelector(EXPLORER)
  const sheets = Array.from(explorer?.querySelectorAll("canvas") ?? []).filter((sheet) => sheet.clientWidth)
  if (!explorer || !sheets.length || explorer.matches("[data-busy]")) return ""
  const pixels = sheets.map((sheet) => sheet.toDataURL())
  return pixels.some((each, i) => each === emptyLike(sheets[i])) ? "" : pixels.join()
}

/** @param {HTMLCanvasElement} sheet */
function emptyLike({ width, height }) {
  return Object.assign(document.createElement("canvas"), { width, height }).toDataURL()
}

Reveal.initialize({
  // The address counts slides from 0, as the speaker's window does; what is shown counts from 1.
  width: WIDTH, height: HEIGHT, margin: 0.02, center: false, display: "flex", transition: "none",
  hash: true, controls: false, backgroundTransition: "none", defaultTiming: 90,
  pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1, plugins: [RevealNotes],
  keyboardCondition: isForTheDeck,
  scrollActivationWidth: null, // on a phone, too, one slide at a time
})
