// The train explorer: several rules train a small network while the hand moves their settings.

import { dataset, isPlane } from "./datasets.js"
import { ownTable } from "./csv.js"
import { recordAt, session, shapeOf } from "./session.js"
import { racing } from "./racing.js"
import { middle } from "./race.js"
import { reached } from "./train_goals.js"
import { drawStage } from "./stage.js"
import { drawLosses, drawRace, drawRates, drawSteps, drawTried } from "./curves.js"
import { canvasIn, said } from "./draw.js"
import { make, checkbox, choice, button } from "./controls.js"
import { slider } from "./slider.js"
import { shell, steered } from "./shell.js"

const EVERY = "all rules"
// So many milliseconds of a frame may be spent on training: what remains is for the picture.
const SLICE = 7

// `view` is what the parts share: the settings, the session that trains, how many updates are drawn, and what a part
// may call: draw(), when only the view has changed, and changed(), when a setting has.
function render(page) {
  const explorer = shell(page, "Train explorer", { draw })
  const { settings, fixed } = explorer
  const names = Object.fromEntries(Object.entries(fixed.rules).map(([label, look]) => [label, look.rule]))
  const offered = (name) => fixed.offer.includes(name)
  /** @type {any} */
  const view = { explorer, settings, fixed, names, offered, drawn: Number.POSITIVE_INFINITY, file: null, cursor: null, brush: 0,
                 session: null, key: "", pending: 0, owed: false }
  view.at = (run) => recordAt(run, view.drawn)
  view.most = () => Math.min(dataOf(view).train.n, 1024)
  view.standing = (run) => standing(view, run)
  view.draw = () => {
    for (const part of parts) part.draw?.()
  }
  view.changed = () => {
    view.owed = true
    explorer.changed()
  }
  explorer.pictures.classList.add("course-train")
  explorer.pictures.style.setProperty("--shape", "0.62")
  const parts = [rules(view), stage(view), losses(view), small(view), march(view), levers(view), more(view), fairRace(view),
                 numbers(view)]
  explorer.reset(view.time, () => {
    view.drawn = Number.POSITIVE_INFINITY
    view.file = null
    for (const part of parts) part.reset?.()
  }, view.changed)

  // Anew from the start when a setting has changed; the picture shows what has been trained so far.
  function draw() {
    const key = JSON.stringify([settings, view.file?.name])
    if (key !== view.key) {
      view.key = key
      const over = !view.session || view.drawn >= view.session.steps
      view.session = session(dataOf(view), settings, names, { home: homeOf(view), epochs: view.file ? null : fixed.epochs })
      // What is drawn to the end stays so.
      view.drawn = over ? view.session.steps : Math.min(view.drawn, view.session.steps)
    }
    work()
  }
  function work() {
    cancelAnimationFrame(view.pending)
    const done = view.session.work(SLICE)
    explorer.root.toggleAttribute("data-busy", !done)
    view.draw()
    if (!done) view.pending = requestAnimationFrame(() => explorer.root.isConnected && work())
    else if (view.owed) {
      view.owed = false
      explorer.changed() // all numbers are there: now tasks can be judged
    }
  }
  explorer.begin((task) => view.session.done && reached(task, { settings, runs: view.session.runs, accuracy: accuracies(view) }))
}

// The data, kept as long as what they are drawn from does not change.
function dataOf(view) {
  const { settings, fixed } = view
  if (view.file) return view.file.data
  const key = JSON.stringify([settings.data, settings.noise, settings.seed, settings.points, settings.hidden.length > 0])
  if (view.kept?.key !== key) view.kept = { key, data: dataset(settings, fixed) }
  return view.kept.data
}

// The first weights that the author gave, where they fit.
function homeOf({ fixed, settings, file }) {
  const fits = fixed.start && !file && JSON.stringify([settings.hidden, settings.data])
    === JSON.stringify([fixed.first.hidden, fixed.first.data])
  return fits ? Float64Array.from(fixed.start) : null
}

const percent = (share) => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`

// The share of the samples held back (or, without any, of those learned from) that a run puts into their class.
function accuracyOf({ session: { data, net, apart, judged } }, W) {
  if (!data.classes) return null
  const { X, y, n } = apart ?? judged
  return net.right(W, X, y, n) / n
}

const accuracies = (view) => Object.fromEntries(Object.entries(view.session.runs).map(([label, run]) =>
  [label, accuracyOf(view, run.W[run.W.length - 1])]))

function standing(view, run) {
  const i = view.at(run)
  if (run.diverged && i === run.W.length - 1) return "thrown out"
  const share = accuracyOf(view, run.W[i])
  return share === null ? said(Number(run.loss[i].toPrecision(3))) : percent(share)
}

// Who runs; beside each name the loss where it stands.
function rules(view) {
  const { settings, fixed, explorer } = view
  const who = explorer.group("Rules", explorer.head)
  const all = fixed.order.rules
  const chips = all.map((label) => checkbox(who, { label, value: settings.rules.includes(label), swatch: fixed.rules[label] }, (on) => {
    settings.rules = all.filter((each) => (each === label ? on : settings.rules.includes(each)))
    view.offer()
    view.changed()
  }))
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

const SAYS = {
  curve: "The points, and the curve that each rule has fitted so far. The losses stand beside the rules' names.",
  plane: "For each rule the plane in the colours of the classes. The arrow keys move a cross, Enter adds a point there.",
  digits: "For each rule 64 digits that were held back; those read wrongly are framed.",
  numbers: "For each rule what the network predicts against what was measured.",
  classes: "For each rule how often each class is taken for which.",
  map: "A map of the loss of two weights with the path of each rule; a star marks the best weights.",
}

function stage(view) {
  const { settings, explorer } = view
  const canvas = explorer.picture(SAYS.curve)
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
      if (canvas.getAttribute("aria-label") !== SAYS[kind]) canvas.setAttribute("aria-label", SAYS[kind])
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

// The losses; a place on them, pressed or dragged, chooses the update that is drawn.
function losses(view) {
  const { settings, explorer } = view
  view.side = explorer.pictures.appendChild(make("div", { class: "course-side" }))
  const canvas = canvasIn(view.side, "The loss of each rule against the updates. The arrow keys choose the update that is drawn.",
    explorer.redraw)
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
  const pictures = [["The length of each rule's steps against the updates.", drawSteps],
    ["The rate of the weights: the middle one, and the tenth to the ninetieth of a hundred. Lion has none.", drawRates]]
  const canvases = pictures.map(([label]) => canvasIn(row, label, explorer.redraw))
  return { draw: () => pictures.forEach(([, draw], i) => draw(canvases[i], view)) }
}

// Play, pause, step, and the updates drawn.
function march(view) {
  const { explorer } = view
  const box = explorer.group("Update by update")
  view.time = box
  box.classList.add("course-march")
  let playing = null
  view.pause = () => {
    cancelAnimationFrame(playing)
    playing = null
    play.textContent = "Play"
  }
  const move = (to) => {
    view.drawn = Math.max(0, Math.min(view.session.steps, to))
    view.draw()
  }
  const play = button(box, "Play", () => (playing ? view.pause() : begin()))
  play.classList.add("course-play")
  button(box, "Step", () => {
    view.pause()
    const next = view.drawn - (view.drawn % view.session.every) + view.session.every
    move(view.drawn < view.session.steps ? next : view.session.every)
  })
  button(box, "Restart", () => {
    view.pause()
    move(view.drawn > 0 ? 0 : view.session.steps)
  })
  const time = slider(box, { label: "updates drawn", name: "drawn", value: 0, min: 0, max: 1, step: 1 }, (value) => {
    view.pause()
    move(value)
  })
  const where = box.appendChild(make("span", { class: "course-update" }))

  // All updates in about eight seconds; for a reader who wants no motion, four pictures a second without a slide between.
  function begin() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    const pace = view.session.steps / 8
    const [from, began] = [view.drawn < view.session.steps ? view.drawn : 0, performance.now()]
    play.textContent = "Pause"
    const tick = (now) => {
      if (!explorer.root.isConnected) return
      const seconds = Math.max(0, now - began) / 1000
      const due = Math.min(view.session.steps, from + Math.floor((calm ? Math.floor(4 * seconds) / 4 : seconds) * pace))
      if (due !== view.drawn) move(due)
      if (due < view.session.steps) playing = requestAnimationFrame(tick)
      else view.pause()
    }
    playing = requestAnimationFrame(tick)
  }
  return {
    draw() {
      time.limit(view.session.steps)
      time.show(view.drawn)
      const epochs = view.drawn / view.session.perEpoch
      const text = `epoch ${epochs.toFixed(epochs < 10 ? 2 : 1)}`
      if (where.textContent !== text) where.textContent = text
    },
    reset: view.pause,
  }
}

// The sliders at hand: the first hyperparameters, of all rules together or of one, and the size of the batches.
const AT_HAND = 1

function levers(view) {
  const { settings, fixed, explorer, offered } = view
  const front = explorer.group("Hyperparameters")
  const hand = {}
  if (fixed.data.length > 1 || offered("own_file")) {
    hand.data = explorer.choice(front, { label: "data", name: "data", options: fixed.data }, () => {
      view.file = null
      view.offer()
      view.changed()
    })
  }
  let whose = EVERY
  const target = choice(front, { label: "sliders for", name: "of", value: EVERY, options: [EVERY] }, (name) => {
    whose = name
    view.offer()
  })
  const first = front.appendChild(make("div", { class: "course-levers" }))
  const knobs = first.appendChild(make("div", { class: "course-levers" }))
  let batch = null
  if (offered("batch_size")) batch = explorer.slider(first, { label: "batch size", name: "batch_size", min: 1, max: view.most(), step: 1 }, view.changed)
  view.rest = make("div", { class: "course-levers" })

  view.offer = () => {
    const one = settings.rules.length < 2 // it alone is the same as all
    if (one || !settings.rules.includes(whose)) whose = EVERY
    target.offer(one ? [EVERY] : [EVERY, ...settings.rules])
    target.show(whose)
    for (const box of [knobs, view.rest]) box.replaceChildren()
    for (const knob of fixed.order.knobs) {
      const having = settings.rules.filter((label) => [EVERY, label].includes(whose) && knob in settings.knobs[label])
      if (!having.length) continue
      const values = having.map((label) => settings.knobs[label][knob])
      const home = fixed.first.knobs[having[0]][knob]
      const where = knobs.childElementCount < AT_HAND ? knobs : view.rest
      const lever = slider(where, { ...fixed.knobs[knob], name: knob, value: values[0], home }, (value) => {
        for (const label of having) settings.knobs[label][knob] = value
        view.changed()
      })
      if (new Set(values).size > 1) lever.call("mixed")
    }
    batch?.limit(view.most())
    view.told?.()
  }
  view.offerFile = (name) => {
    hand.data?.offer(name ? [...fixed.data, name] : fixed.data)
    hand.data?.show(name ?? settings.data)
  }
  return {
    reset() {
      view.offerFile(null)
      view.offer()
    },
  }
}

// Behind a heading: the other hyperparameters, the network, the data, and a file of the reader's own.
function more(view) {
  const { settings, fixed, explorer, offered } = view
  const box = explorer.panel("More")
  box.append(view.rest)
  const ground = box.appendChild(make("div", { class: "course-levers" }))
  const resets = []
  if (offered("steps")) {
    explorer.slider(ground, { label: "updates", name: "steps", min: 10, max: fixed.longest, step: 10 }, view.changed)
  }
  const noise = offered("noise") ? explorer.slider(ground, { label: "noise of the data", name: "noise", min: 0, max: 0.5, step: 0.01 }, view.changed) : null
  if (offered("seed")) explorer.slider(ground, { label: "seed", name: "seed", min: 0, max: 99, step: 1 }, view.changed)
  if (offered("schedule")) explorer.choice(box, { label: "schedule of the rate", name: "schedule", options: fixed.schedules }, view.changed)
  if (offered("network")) resets.push(layers(view, ground, box))
  const points = drawing(view, box)
  const file = offered("own_file") ? ownFile(view, box) : null
  view.told = () => {
    const drawn = !view.file && (settings.data === "curve" || isPlane(settings.data))
    if (noise) noise.row.hidden = !drawn
    points()
  }
  view.offer()
  return {
    draw: () => points(),
    reset() {
      for (const each of resets) each()
      file?.()
      view.told()
    },
  }
}

// How many hidden layers, their units, and what bends in them.
function layers(view, ground, box) {
  const { settings, fixed } = view
  const units = () => settings.hidden[0] ?? fixed.first.hidden[0] ?? 16
  const deep = slider(ground, { label: "hidden layers", name: "layers", value: settings.hidden.length, min: 0, max: 3, step: 1 }, (value) => {
    const each = wide.value
    settings.hidden = Array.from({ length: value }, (_, i) => settings.hidden[i] ?? each)
    wide.row.hidden = !value
    view.changed()
  })
  const wide = { value: units(), ...slider(ground, { label: "units in each", name: "units", value: units(), min: 1, max: fixed.units, step: 1 }, (value) => {
    wide.value = value
    settings.hidden = settings.hidden.map(() => value)
    view.changed()
  }) }
  wide.row.hidden = !settings.hidden.length
  const bend = view.explorer.choice(box, { label: "activation", name: "activation", options: fixed.activations }, view.changed)
  return () => {
    deep.show(settings.hidden.length)
    wide.value = units()
    wide.show(wide.value)
    wide.row.hidden = !settings.hidden.length
    bend.show(settings.activation)
  }
}

// Which class a click adds a point of, and away with them.
function drawing(view, box) {
  const { settings } = view
  const kinds = ["● first class", "■ second class"]
  const brush = choice(box, { label: "a click on the plane adds", name: "brush", value: kinds[0], options: kinds }, (kind) => {
    view.brush = kinds.indexOf(kind)
    view.draw()
  })
  const clear = button(box, "Remove my points", () => {
    settings.points = []
    view.changed()
  })
  const says = box.appendChild(make("span", { class: "course-brush" }))
  return () => {
    const plane = !view.file && isPlane(settings.data)
    brush.row.hidden = !plane
    clear.hidden = !plane || !settings.points.length
    says.textContent = plane ? ` next: ${kinds[view.brush]}; ${settings.points.length} points of yours ` : ""
  }
}

// A table of the reader's own: chosen, or dropped on the explorer. It stays in the page.
function ownFile(view, box) {
  const { explorer } = view
  const input = make("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", "aria-label": "A CSV file of your own", tabindex: "-1" })
  input.hidden = true
  const says = make("p", { class: "course-words", role: "status" })
  const open = async (file) => {
    if (!file) return
    try {
      if (file.size > 8e6) throw new Error(`${file.name} is larger than 8 megabytes: take some of its rows.`)
      view.file = { name: file.name, data: ownTable(await file.text()) }
      const { train, held, classes } = view.file.data
      says.textContent = `${file.name}: ${train.n} rows to learn from, ${held.n} held back, ${train.d} inputs, `
        + `${classes ? `${classes} classes` : "a number to predict"}. It stays in this page and is sent nowhere.`
      view.offerFile(file.name)
      view.offer()
      view.changed()
    } catch (error) {
      says.textContent = error instanceof Error ? error.message : String(error)
    }
  }
  button(box, "Your own CSV …", () => {
    says.textContent = "The first line names the columns; the last column is what is learned. The file stays in this page."
    input.click()
  })
  box.append(input, says)
  input.addEventListener("change", () => open(input.files?.[0]).then(() => (input.value = "")))
  for (const kind of ["dragover", "dragleave", "drop"]) {
    explorer.root.addEventListener(kind, (event) => {
      event.preventDefault()
      explorer.root.classList.toggle("course-drop", kind === "dragover")
      if (kind !== "drop") return
      if (box.hidden) explorer.root.querySelector(".course-opener")?.click()
      open(event.dataTransfer?.files[0])
    })
  }
  return () => {
    says.textContent = ""
    view.offerFile(null)
  }
}

// The fair race of chapter 6: each rule at the best rate of a grid of its own, over seeds.
function fairRace(view) {
  const { settings, fixed, explorer, offered } = view
  if (!offered("race")) return {}
  const box = explorer.panel("A fair race")
  box.append(make("p", {}, "Each rule is tuned alike: nine rates, each √2 times the one before, three seeds; the nine move on "
    + "until the best lies inside. Then five other seeds run at that rate."))
  const start = button(box, "Tune each rule on the same grid", () => (stop ? halt() : begin()))
  const bar = make("progress", { max: 1, value: 0, "aria-label": "How much of the race is run" })
  const says = make("p", { class: "course-words", role: "status" })
  const result = make("div", {})
  box.append(bar, says, result)
  bar.hidden = true
  let stop = null
  let shown = null

  function halt(words = "Stopped.") {
    stop?.()
    stop = null
    bar.hidden = true
    start.textContent = "Tune each rule on the same grid"
    says.textContent = words
  }
  function begin() {
    const data = dataOf(view)
    const each = settings.rules.filter((label) => "lr" in settings.knobs[label])
    if (!each.length) {
      says.textContent = "Tick a rule that has a learning rate."
      return
    }
    const job = { shape: shapeOf(data, settings), train: data.train, batchSize: Math.min(settings.batch_size, data.train.n),
      rules: Object.fromEntries(each.map((label) => [label, { rule: view.names[label], knobs: { ...settings.knobs[label] } }])),
      steps: view.session.steps, schedule: settings.schedule, seeds: [101, 102, 103], fresh: [201, 202, 203, 204, 205] }
    bar.hidden = false
    bar.value = 0
    start.textContent = "Stop"
    says.textContent = "The race is on."
    const began = performance.now()
    stop = racing(job, ({ done, total, results }) => {
      bar.value = done / total
      if (!results) return
      const seconds = (performance.now() - began) / 1000
      halt(`${done} trainings in ${said(Number(seconds.toPrecision(2)))} s. ${inWords(results)}`)
      show(results)
    })
  }
  function show(results) {
    const row = make("div", { class: "course-race" })
    result.replaceChildren(row, tableOf(results))
    shown = { results, canvases: ["The loss of each rule at its best rate: the middle of five seeds, and all between their extremes.",
      "The final loss at each rate that was tried; a large dot marks the best."].map((label) => canvasIn(row, label, paint)) }
    paint()
  }
  function paint() {
    if (!shown || box.hidden) return
    drawRace(shown.canvases[0], shown.results, fixed.rules, middle)
    drawTried(shown.canvases[1], shown.results, fixed.rules)
  }
  return { reset: () => { halt(""); shown = null; result.replaceChildren() } }
}

const ends = ({ loss }) => loss.map((one) => one[one.length - 1])

// Whether the middle of the best lies outside what the seeds of the next one span.
function inWords(results) {
  const sorted = Object.entries(results).map(([label, run]) => [label, ends(run)]).sort((a, b) => middle(a[1]) - middle(b[1]))
  if (sorted.length < 2) return ""
  const [[best, mine], [next, theirs]] = sorted
  return Math.max(...mine) < Math.min(...theirs) ? `${best} ends lowest, with every seed below every seed of ${next}.`
    : `${best} ends lowest, but its seeds overlap with those of ${next}: too close to call.`
}

function tableOf(results) {
  const head = (text) => make("th", { scope: "col" }, text)
  const number = (value) => make("td", {}, Number.isFinite(value) ? said(Number(value.toPrecision(3))) : "thrown out")
  return make("table", {},
    make("thead", {}, make("tr", {}, head("rule"), head("best rate"), head("final loss, middle seed"), head("lowest"), head("highest"))),
    make("tbody", {}, ...Object.entries(results).sort((a, b) => middle(ends(a[1])) - middle(ends(b[1]))).map(([label, run]) =>
      make("tr", {}, make("th", { scope: "row" }, label), number(run.lr), number(middle(ends(run))), number(Math.min(...ends(run))),
        number(Math.max(...ends(run)))))))
}

// The numbers in a table, and the line of Python that makes this picture.
function numbers(view) {
  const { settings, fixed, explorer } = view
  const box = explorer.panel("Numbers")
  const table = make("table", {})
  const says = make("p", {})
  const code = make("pre", { "aria-label": "This picture as Python", tabindex: "0" })
  code.hidden = true
  box.append(table, says)
  button(box, "Copy as Python", () => {
    code.hidden = false
    navigator.clipboard?.writeText(code.textContent ?? "").catch(() => {}) // it can be copied by hand as well
  })
  box.append(code)
  const head = (text) => make("th", { scope: "col" }, text)
  const cell = (value) => make("td", {}, value === null || value === undefined ? "–" : said(Number(value.toPrecision(3))))
  return {
    draw() {
      if (box.hidden) return
      const { runs, data, judged, net } = view.session
      const rows = Object.entries(runs).map(([label, run]) => {
        const i = view.at(run)
        const share = accuracyOf(view, run.W[i])
        return make("tr", {}, make("th", { scope: "row" }, label), cell(settings.knobs[label].lr), cell(run.loss[i]), cell(run.held[i]),
          make("td", {}, share === null ? "–" : percent(share)), cell(run.moved[i]))
      })
      table.replaceChildren(make("thead", {}, make("tr", {}, head("rule"), head("rate"), head("loss"), head("loss, held back"),
        head("right"), head("last step"))), make("tbody", {}, ...rows))
      says.textContent = `${net.size} weights, ${data.train.n} samples to learn from, ${view.session.perEpoch} updates an epoch.`
        + (judged.n < data.train.n ? ` The losses are those of the first ${judged.n}.` : "")
      code.textContent = view.file ? "# A file of your own is known to this page alone." : lineOfPython(settings, fixed)
    },
  }
}

function lineOfPython(settings, fixed) {
  const called = (label) => `${fixed.rules[label].rule}(${Object.entries(settings.knobs[label]).map(([k, v]) => `${k}=${v}`).join(", ")})`
  const quoted = JSON.stringify
  const hidden = `(${settings.hidden.join(", ")}${settings.hidden.length === 1 ? "," : ""})`
  return [
    "from course_lib import explorers",
    `from course_lib.optimizers import ${[...new Set(settings.rules.map((label) => fixed.rules[label].rule))].sort().join(", ")}`,
    "",
    "explorers.train(",
    `    ${quoted(settings.data)}, [${settings.rules.map(called).join(", ")}],`,
    `    hidden=${hidden}, activation=${quoted(settings.activation)}, batch_size=${settings.batch_size}, steps=${settings.steps},`,
    `    schedule=${quoted(settings.schedule)}, noise=${settings.noise}, seed=${settings.seed}, n=${fixed.n}, held=${fixed.held},`,
    ...(fixed.columns ? [`    columns=${quoted(fixed.columns)},`] : []),
    ...(fixed.start ? [`    start=${quoted(fixed.start)},`] : []),
    `    alt="The losses of ${settings.rules.join(", ")}.",`,
    ")",
  ].join("\n")
}

export default { render }
