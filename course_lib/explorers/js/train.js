// The train explorer: several rules train a small network while the hand moves their settings.

import { canvasIn, said } from "./draw.js"
import { checkbox, make } from "./controls.js"
import { drawLosses, drawRates, drawSteps } from "./curves.js"
import { dataset, isPlane } from "./datasets.js"
import { accuracies, standing } from "./judging.js"
import { recordAt, session } from "./session.js"
import { pointed, shell, steered } from "./shell.js"
import { drawStage } from "./learned.js"
import { reached } from "./train_goals.js"
import { levers, more } from "./train_levers.js"
import { march } from "./train_march.js"
import { inPython, numbers } from "./train_numbers.js"
import { fairRace } from "./train_race.js"
import { toldOf } from "./train_words.js"
import { training } from "./training.js"
import { say } from "./words.js"

// Where no worker trains, training and the picture together may take so many milliseconds of a frame; training takes 3
// to 8 of them. After a picture that takes long, some frames go without one: a frame for each of so many milliseconds.
const FRAME = 14, LONG = 7

// `view` is what the parts share: the settings, the session that is drawn, how many updates of it (or, as `step`, at
// which one the pointer is), and what a part may call: draw(), when only the view has changed, and changed(), when a
// setting has.
function render(page) {
  const explorer = shell(page, "Train explorer", { draw })
  const { settings, fixed } = explorer
  const names = Object.fromEntries(Object.entries(fixed.rules).map(([label, look]) => [label, look.rule]))
  const offered = (name) => fixed.offer.includes(name)
  /** @type {any} */
  const view = { explorer, text: page.text, settings, fixed, names, offered, drawn: Number.POSITIVE_INFINITY,
                 step: null, file: null, cursor: null, brush: 0, session: null, key: "", owed: false,
                 drawing: 6, unseen: 0, pending: 0, playing: 0 }
  let newest = null // the session of the settings as they stand; it is drawn as soon as something of it is trained
  let fresh = false // there is something that has not been drawn
  const teacher = training(() => page.text("train_worker"), arrived)
  view.now = () => Math.min(view.step ?? view.drawn, view.drawn)
  view.at = (run) => recordAt(run, view.now())
  view.most = () => Math.min(dataOf(view).train.n, 1024)
  view.standing = (run) => standing(view, run)
  view.ready = () => newest === view.session && newest.done
  // While it trains, the next frame draws all the same: once a frame is enough.
  view.draw = () => {
    if (view.ready()) paint()
    else fresh = view.session.begun
  }
  view.changed = () => {
    view.owed = true
    explorer.changed()
  }
  explorer.pictures.classList.add("course-train")
  explorer.pictures.style.setProperty("--shape", "0.62")
  const parts = [rules(view), stage(view), losses(view), small(view), march(view), levers(view), more(view),
                 fairRace(view), numbers(view)]
  explorer.reset(view.time, () => {
    view.drawn = Number.POSITIVE_INFINITY
    view.file = null
    for (const part of parts) part.reset?.()
  }, view.changed)

  function paint() {
    fresh = false
    for (const part of parts) part.draw?.()
  }
  // Anew from the start when a setting or the data have changed; until something of that is trained, what was drawn
  // before stays.
  function draw() {
    view.unseen = 0
    const [key, data] = [JSON.stringify(settings), dataOf(view)]
    const anew = key !== view.key || data !== newest.data
    if (anew) {
      view.key = key
      const given = { home: homeOf(view), epochs: view.file ? null : fixed.epochs }
      const job = { data, settings: structuredClone(settings), names, given }
      newest = session(data, job.settings, names, given)
      view.session ??= newest
      teacher.train({ session: newest, job })
    }
    if (!anew || view.session === newest) fresh = view.session.begun
    work()
  }
  // What is drawn to the end stays so.
  function arrived(trained) {
    const over = view.drawn >= view.session.steps
    view.session = trained
    view.drawn = over ? trained.steps : Math.min(view.drawn, trained.steps)
    fresh = true
  }
  // Once a frame, as long as it trains.
  function work() {
    cancelAnimationFrame(view.pending)
    if (!explorer.root.isConnected) return leave()
    const pictured = view.unseen-- < 1
    if (!view.ready()) teacher.more(pictured ? Math.max(3, Math.min(8, FRAME - view.drawing)) : FRAME)
    const done = view.ready()
    explorer.root.toggleAttribute("data-busy", !done)
    if (fresh && (pictured || done)) {
      const began = performance.now()
      paint()
      view.drawing = performance.now() - began
      view.unseen = Math.min(8, Math.floor(view.drawing / LONG))
    }
    if (!done) view.pending = requestAnimationFrame(work)
    else if (view.owed) {
      view.owed = false
      explorer.judge() // all numbers are there
    }
  }
  // It is no longer on the page; when it comes back, it trains anew.
  function leave() {
    teacher.end()
    view.key = ""
  }
  explorer.begin((task) => view.ready()
    && reached(task, { settings, runs: view.session.runs, accuracy: accuracies(view) }),
  { told: () => toldOf(view), python: () => inPython(view) })
}

// The data, kept as long as what they are drawn from does not change.
function dataOf(view) {
  const { settings, fixed } = view
  if (view.file) return view.file.data
  const { data, noise, seed, points, hidden } = settings
  const key = JSON.stringify([data, noise, seed, points, hidden.length > 0])
  if (view.kept?.key !== key) view.kept = { key, data: dataset(settings, fixed) }
  return view.kept.data
}

// The first weights that the author gave, where they fit.
function homeOf({ fixed, settings, file }) {
  const fits = fixed.start && !file && JSON.stringify([settings.hidden, settings.data])
    === JSON.stringify([fixed.first.hidden, fixed.first.data])
  return fits ? Float64Array.from(fixed.start) : null
}

// Who runs; beside each name the loss where it stands.
function rules(view) {
  const { settings, fixed, explorer } = view
  const who = explorer.group(say("Rules"), explorer.head)
  const all = fixed.order.rules
  const chips = all.map((label) => {
    const look = { label, value: settings.rules.includes(label), swatch: fixed.rules[label] }
    return checkbox(who, look, (on) => {
      settings.rules = all.filter((each) => (each === label ? on : settings.rules.includes(each)))
      view.offer()
      view.changed()
    })
  })
  return {
    draw() {
      for (const [i, label] of all.entries()) {
        const run = view.session.runs[label]
        chips[i].call(run ? said(Number(run.loss[view.at(run)].toPrecision(3))) : "")
      }
    },
    reset() {
      for (const [i, label] of all.entries()) chips[i].show(settings.rules.includes(label))
    },
  }
}

const saysOf = () => ({
  curve: say("The points, and the curve that each rule has fitted so far. The losses stand beside the rules' names."),
  plane: say("For each rule the plane in the colours of the classes. "
    + "Arrow keys move a cross, Enter adds a point there."),
  digits: say("For each rule 64 digits that were held back; those read wrongly are framed."),
  numbers: say("For each rule what the network predicts against what was measured."),
  classes: say("For each rule how often each class is taken for which."),
  map: say("A map of the loss of two weights with the path of each rule; a star marks the best weights."),
})

function stage(view) {
  const { settings, explorer } = view
  const says = saysOf()
  const canvas = explorer.picture(says.curve)
  let chart
  const drawable = () => view.session?.data.kind === "plane" && !view.file && isPlane(settings.data)
  const add = (place) => {
    const [x, y] = place.map((value) => Number(Math.max(-1.15, Math.min(1.15, value)).toPrecision(3)))
    const last = settings.points[settings.points.length - 1]
    if (settings.points.length >= 400 || (last && Math.hypot(last[0] - x, last[1] - y) < 0.06)) return
    settings.points = [...settings.points, [x, y, view.brush]]
    view.changed()
  }
  steered(canvas, {
    to(event) {
      const place = drawable() && chart?.at?.(event)
      if (place) add(place)
    },
    by(right, up, far) {
      if (!drawable()) return
      const size = far ? 0.25 : 0.05
      const [a, b] = view.cursor ?? [0, 0]
      view.cursor = [a + right * size, b + up * size].map((value) => Math.max(-1.15, Math.min(1.15, value)))
      view.draw()
    },
  })
  canvas.addEventListener("keydown", (event) => {
    if (!drawable() || !view.cursor || !["Enter", " "].includes(event.key)) return
    event.preventDefault()
    add(view.cursor)
  })
  return {
    draw() {
      const { kind } = view.session.data
      if (canvas.getAttribute("aria-label") !== says[kind]) canvas.setAttribute("aria-label", says[kind])
      // It takes keys and touch only where points can be drawn.
      if (drawable() !== (canvas.getAttribute("tabindex") === "0")) {
        if (drawable()) canvas.tabIndex = 0
        else canvas.removeAttribute("tabindex")
        canvas.setAttribute("role", drawable() ? "application" : "img")
      }
      chart = drawStage(canvas, view)
    },
    reset: () => (view.cursor = null),
  }
}

// The losses; a place on them, pressed or dragged, chooses the update that is drawn. Where a mouse points, all other
// pictures show what had been learned by then.
function losses(view) {
  const { explorer } = view
  view.side = explorer.pictures.appendChild(make("div", { class: "course-side" }))
  const canvas = canvasIn(view.side,
    say("The loss of each rule against the updates. The arrow keys choose the update that is drawn."), explorer.redraw)
  let chart
  const to = (update) => {
    view.pause()
    view.drawn = Math.max(0, Math.min(view.session.steps, Math.round(update)))
    view.draw()
  }
  steered(canvas, {
    to: (event) => to(chart.at(event)[0]),
    by: (right, _up, far) => to(view.drawn + right * (far ? 10 : 1) * view.session.every),
  })
  pointed(canvas, (event) => {
    view.step = event ? Math.max(0, Math.min(view.drawn, Math.round(chart.at(event)[0]))) : null
    view.draw()
  })
  return { draw: () => { chart = drawLosses(canvas, view) } }
}

// The lengths of the steps and the rates of the weights: below the losses, on a phone below all pictures; on a slide
// there is no room for them.
function small(view) {
  const { explorer } = view
  if (explorer.root.closest(".reveal")) return {}
  const row = make("div", { class: "course-small" })
  const put = () => {
    if (explorer.root.clientWidth > 700) view.side.append(row)
    else explorer.pictures.after(row)
  }
  new ResizeObserver(put).observe(explorer.root)
  put()
  /** @type {[string, (canvas: HTMLCanvasElement, view: any) => void][]} */
  const pictures = [[say("The length of each rule's steps against the updates."), drawSteps],
    [say("The rate of the weights: the middle one, and the tenth to the ninetieth of a hundred. Lion has none."),
      drawRates]]
  const canvases = pictures.map(([label]) => canvasIn(row, label, explorer.redraw))
  return { draw: () => pictures.forEach(([, draw], i) => draw(canvases[i], view)) }
}

export default { render }
