// What all explorers share: their frame, settings that controls move, Reset, and tasks.

import { canvasIn } from "./draw.js"
import { make, frame, group, panel, drawer, choice, checkbox, button, taskList, shared } from "./controls.js"
import { slider } from "./slider.js"
import { solves } from "./goals.js"
import { savePicture } from "./picture_file.js"
import { say, speak } from "./words.js"

// An explorer with no picture yet. draw(): draw all of it from the settings. facts(): what a task may ask for besides
// them. halves: two pictures of one width; even: of about one height on a slide. After its pictures and controls are
// made, `begin()` makes it live.
export function shell({ model, el, link, words }, name, { draw, facts = () => ({}), halves = false, even = false }) {
  speak(words)
  const { settings, fixed, tell } = shared(model)
  const root = frame(el, say(name))
  const shape = `${halves ? " course-halves" : ""}${even ? " course-even" : ""}`
  const pictures = make("div", { class: `course-pictures${shape}` })
  // Above the pictures, who is drawn; below them what is moved at once; then the tasks; behind headings, all the rest.
  const [head, controls, wishes, panels] = ["head", "controls", "wishes", "panels"].map(
    (part) => make("div", { class: `course-${part}` }))
  root.append(head, pictures, controls, wishes, panels)
  const resets = []
  /** @type {{look: () => number[]}} */
  let tasks = { look: () => [] }
  const redraw = () => root.isConnected && draw()
  const judge = () => tell(settings, tasks.look())
  const changed = () => {
    redraw()
    judge()
  }
  // A control of settings[name]: `after` is what a change calls, Reset shows the first value again.
  const bound = (control) => (parent, options, after = changed) => {
    const home = fixed.first?.[options.name]
    const { min, max } = options
    if (max !== undefined) settings[options.name] = Math.min(max, Math.max(min, settings[options.name])) // of a link
    const made = control(parent, { home, ...options, value: settings[options.name] }, (value) => {
      settings[options.name] = value
      after()
    })
    resets.push(() => made.show(settings[options.name]))
    return made
  }
  return {
    settings, fixed, root, head, pictures, redraw, changed, judge,
    group: (label, parent = controls) => group(parent, label),
    panel: (heading, opened = redraw) => panel(panels, heading, opened),
    drawer: (heading, toggle) => drawer(panels, heading, toggle),
    picture: (label) => canvasIn(pictures, label, redraw),
    slider: bound(slider), choice: bound(choice), checkbox: bound(checkbox),
    // The words below the controls, which a screen reader says when they change.
    words: () => wishes.appendChild(make("p", { class: "course-words", "aria-live": "polite" })),
    // Let every bound control show its setting.
    show() {
      for (const each of resets) each()
    },
    // Reset: the first settings; `also` puts right what is no bound control.
    reset(parent, also = () => {}, after = changed) {
      button(parent, say("Reset"), () => {
        Object.assign(settings, structuredClone(fixed.first))
        for (const show of resets) show()
        also()
        after()
      })
    },
    // told(): {name, title, lines, caption} of a saved picture (see picture_file.js); python(): the lines of Python
    // that open this state again, where no page can be linked to.
    // hint(task): what keeps it from counting.
    /** @param {(task: any) => boolean} [solved]
     *  @param {{told?: () => any, python?: () => string, hint?: (task: any) => string}} [taken] */
    begin(solved = (task) => solves(task.where, { ...settings, ...facts() }), { told, python, hint = () => "" } = {}) {
      const foot = panels.querySelector(".course-openers") ?? controls
      if (told) keeper(foot, () => savePicture(pictures, told(), draw))
      if (link) copier(foot, say("Copy link"), () => {
        toAddressBar(link(settings))
        return link(settings)
      }, () => {})
      else if (python) copier(foot, say("Copy explorer"), python, showLines(panels))
      tasks = taskList(wishes, fixed.tasks, solved, hint)
      redraw()
    },
  }
}

// A button that copies a text; where the browser forbids that, show(text) lets a hand copy it.
function copier(parent, label, text, show) {
  const made = keeper(parent, () => {
    const now = text()
    const done = navigator.clipboard?.writeText(now) ?? Promise.reject(new Error("no clipboard"))
    done.then(() => {
      made.textContent = say("Copied")
      setTimeout(() => (made.textContent = label), 1500)
    }, () => show(now))
  }, label)
}

// Put a link into the address bar as well. Of a file the address stays as it is.
function toAddressBar(link) {
  try {
    history.replaceState(null, "", link)
  } catch { /* a file */ }
}

// Show lines of Python below what has been pressed.
function showLines(parent) {
  const lines = make("pre", { "aria-label": say("This explorer as Python"), tabindex: "0" })
  return (text) => {
    lines.textContent = text
    parent.append(lines)
  }
}

// A quiet button for what a reader takes along.
function keeper(parent, take, label = say("Save picture")) {
  const made = button(parent, label, take)
  made.classList.add("course-copy")
  return made
}

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

// A picture in which a place is chosen. to(event): by the pointer, pressed, or (hover) wherever it is. by(right, up,
// far): by the arrow keys, far with Shift. A screen reader meets it as something that takes keys.
export function steered(canvas, { to, by, hover = false }) {
  canvas.setAttribute("role", "application")
  canvas.tabIndex = 0
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId)
    canvas.focus({ preventScroll: true })
    to(event)
  })
  canvas.addEventListener("pointermove", (event) => (hover || event.buttons) && to(event))
  canvas.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key]
    if (!way) return
    event.preventDefault()
    by(...way, event.shiftKey)
  })
}

// A picture that answers to where a mouse points: look(event), and look(null) when it has left. (Chromium keeps
// pointerleave to itself where the page was replaced under the mouse.)
export function pointed(canvas, look) {
  canvas.addEventListener("pointermove", (event) => event.pointerType === "mouse" && !event.buttons && look(event))
  for (const end of ["pointerleave", "mouseleave", "pointerdown"]) canvas.addEventListener(end, () => look(null))
}
