// The path explorer: rules race down a surface while the hand moves their settings.

import { RULES } from "./rules.js"
import { surfaceOf } from "./surfaces.js"
import { descend, spelled, short } from "./descend.js"
import { axes, canvasIn, said } from "./draw.js"
import { make, frame, group, slider, checkbox, choice, button, taskList, shared } from "./controls.js"

// Up to so many steps each has a dot, which shows its length.
const DOTS = 300

function render({ model, el }) {
  const { settings, fixed, tell } = shared(model)
  const root = frame(el, "Path explorer")
  const pictures = make("div", { class: "course-pictures" })
  root.append(pictures)
  let drawn = settings.steps
  let playing = null
  let runs = {}
  const own = ownRule(model, fixed, () => draw())

  // A screen reader meets the map as something that takes keys; its numbers stand in the table below.
  const map = canvasIn(pictures, "Map of the surface with the paths. The arrow keys move the start.", () => draw())
  map.setAttribute("role", "application")
  map.tabIndex = 0
  const curve = canvasIn(pictures, "The loss of each rule against the step; its numbers stand in the table.", () => draw())
  const table = make("table", { "aria-label": "Loss after the steps drawn" })
  const arithmetic = make("pre", { "aria-label": "The arithmetic of this step", tabindex: "0" })
  const code = make("pre", { "aria-label": "This picture as Python", tabindex: "0" })
  code.hidden = true
  const controls = make("div", { class: "course-controls" })
  root.append(controls)

  const landscape = () => fixed.surfaces[settings.surface]
  const knobsOf = (name) => settings.knobs[name]
  const lookOf = (name) => fixed.rules[name]

  function changed() {
    settings.start = settings.start.map((w) => Number(w.toPrecision(6)))
    drawn = Math.min(drawn, settings.steps)
    draw()
    tell(settings, list.look())
  }

  function draw() {
    if (!controls.isConnected || map.clientWidth === 0) return
    const surface = surfaceOf(landscape().recipe)
    const kicks = settings.start.length === 2 ? pairs(fixed.kicks) : fixed.kicks.map((kick) => [kick])
    runs = {}
    for (const name of settings.rules) {
      runs[name] = name === fixed.own?.name ? own.run(settings)
        : descend(surface, RULES[name], knobsOf(name), settings.start, settings.steps, settings.noise, kicks)
    }
    drawMap(map, landscape(), surface, runs, drawn, lookOf, settings)
    drawLoss(curve, landscape(), runs, drawn, lookOf, settings.steps)
    fillTable()
    spell(surface, kicks)
    code.textContent = asPython(settings, fixed)
  }

  function fillTable() {
    const rows = Object.entries(runs).map(([name, run]) => make("tr", {}, make("th", { scope: "row" }, name),
      make("td", {}, said(knobsOf(name).lr ?? NaN).replace("NaN", "–")),
      make("td", {}, run.error ? run.error : said(Number((run.loss[drawn] ?? NaN).toPrecision(3)))
        + (run.diverged ? " (thrown out)" : ""))))
    table.replaceChildren(make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "rule"),
      make("th", { scope: "col" }, "rate"), make("th", { scope: "col" }, `loss after ${drawn} steps`))),
      make("tbody", {}, ...rows))
  }

  // The step that leads to the last point drawn, along one coordinate, with its numbers.
  function spell(surface, kicks) {
    const name = settings.rules.includes(spoken.rule) ? spoken.rule : settings.rules.find((each) => each in RULES)
    if (!name || drawn === 0) {
      arithmetic.textContent = drawn === 0 ? "No step has been taken." : ""
      return
    }
    const { records } = descend(surface, RULES[name], knobsOf(name), settings.start, drawn, settings.noise, kicks, true)
    const record = records[drawn - 1][Math.min(spoken.coordinate, settings.start.length - 1)]
    const slope = `t = ${drawn}, g = ${short(record.g).replace(/[()]/g, "")}`
    const coordinate = settings.start.length === 2 ? ["W₁", "W₂"][spoken.coordinate] : "W"
    arithmetic.textContent = [`${name}, ${coordinate}: ${slope}`,
      ...spelled(RULES[name], knobsOf(name), record)].join("\n")
  }

  // The rules, and whose hyperparameters the sliders move.
  const EVERY = "all rules"
  let whose = EVERY
  const who = group(controls, "Rules")
  const boxes = Object.keys(fixed.rules).map((name) => [name, checkbox(who,
    { label: name, value: settings.rules.includes(name), swatch: lookOf(name) }, (on) => {
      settings.rules = Object.keys(fixed.rules).filter((each) => (each === name ? on : settings.rules.includes(each)))
      offerKnobs()
      changed()
    })])
  const steer = group(controls, "Hyperparameters")
  const target = choice(steer, { label: "of", value: EVERY, options: [EVERY] }, (name) => {
    whose = name
    offerKnobs()
  })
  const sliders = make("div")
  steer.append(sliders)
  let levers = {}

  function offerKnobs() {
    if (whose !== EVERY && !settings.rules.includes(whose)) whose = EVERY
    target.offer([EVERY, ...settings.rules])
    target.show(whose)
    const names = whose === EVERY ? settings.rules : [whose]
    sliders.replaceChildren()
    levers = {}
    for (const [knob, range] of Object.entries(fixed.knobs)) {
      const having = names.filter((name) => knob in knobsOf(name))
      if (!having.length) continue
      levers[knob] = slider(sliders, { ...range, name: knob, value: knobsOf(having[0])[knob] }, (value) => {
        for (const name of having) knobsOf(name)[knob] = value
        changed()
      })
    }
  }

  const place = group(controls, "Surface and start")
  const labels = Object.keys(fixed.surfaces)
  const ground = labels.length > 1 && choice(place, { label: "surface", value: settings.surface, options: labels }, (label) => {
    settings.surface = label
    settings.start = [...landscape().start]
    changed()
  })
  const noise = slider(place, { label: "gradient noise", name: "noise", value: settings.noise, min: 0, max: 5, step: 0.05 },
    (value) => { settings.noise = value; changed() })
  const steps = slider(place, { label: "steps", value: settings.steps, min: 1, max: fixed.longest, step: 1 }, (value) => {
    drawn = drawn === settings.steps ? value : drawn
    settings.steps = value
    time.limit(value)
    changed()
    time.show(drawn)
  })
  button(place, "Reset", () => {
    stop()
    Object.assign(settings, structuredClone(fixed.first))
    drawn = settings.steps
    ground && ground.show(settings.surface)
    noise.show(settings.noise)
    steps.show(settings.steps)
    time.limit(settings.steps)
    time.show(drawn)
    boxes.forEach(([name, box]) => box.show(settings.rules.includes(name)))
    offerKnobs()
    changed()
  })

  const march = group(controls, "Step by step")
  const time = slider(march, { label: "steps drawn", name: "drawn", value: drawn, min: 0, max: settings.steps, step: 1 }, (value) => {
    stop()
    drawn = value
    draw()
  })
  const play = button(march, "Play", () => (playing ? stop() : begin()))
  button(march, "Step", () => {
    stop()
    move(drawn < settings.steps ? drawn + 1 : 1)
  })
  const spoken = { rule: settings.rules[0], coordinate: 0 }
  const speakers = Object.keys(fixed.rules).filter((name) => name in RULES)
  choice(march, { label: "arithmetic of", name: "spoken", value: spoken.rule, options: speakers }, (name) => { spoken.rule = name; draw() })
  if (Object.values(fixed.surfaces).some((each) => each.start.length === 2)) {
    choice(march, { label: "along", name: "coordinate", value: "W₁", options: ["W₁", "W₂"] },
      (name) => { spoken.coordinate = name === "W₁" ? 0 : 1; draw() })
  }
  march.append(arithmetic)

  function move(to) {
    drawn = to
    time.show(drawn)
    draw()
  }
  // All steps in about six seconds; for a reader who wants no motion, two steps a second.
  function begin() {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    const from = drawn < settings.steps ? drawn : 0
    const pace = still ? 2 : Math.max(4, settings.steps / 6)
    const began = performance.now()
    play.textContent = "Pause"
    const tick = (now) => {
      if (!root.isConnected) return
      const due = Math.min(settings.steps, from + Math.floor(((now - began) / 1000) * pace))
      if (due !== drawn) move(due)
      if (due < settings.steps) playing = requestAnimationFrame(tick)
      else stop()
    }
    playing = requestAnimationFrame(tick)
  }
  function stop() {
    cancelAnimationFrame(playing)
    playing = null
    play.textContent = "Play"
  }

  // The start follows the hand, and the arrow keys: a fiftieth of the window each, a tenth with Shift.
  const put = (W) => {
    settings.start = W.slice(0, settings.start.length).map((w, i) => {
      const [low, high] = landscape().window[i]
      return Math.min(high, Math.max(low, w))
    })
    changed()
  }
  map.addEventListener("pointerdown", (event) => {
    map.setPointerCapture(event.pointerId)
    map.focus({ preventScroll: true })
    put(map.axes.at(event))
  })
  map.addEventListener("pointermove", (event) => event.buttons && put(map.axes.at(event)))
  map.addEventListener("keydown", (event) => {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (!way) return
    event.preventDefault()
    put(settings.start.map((w, i) => {
      const [low, high] = landscape().window[i]
      return w + (way[i] * (high - low)) / (event.shiftKey ? 10 : 50)
    }))
  })

  const numbers = group(controls, "Where they are")
  numbers.append(table)
  button(numbers, "Copy as Python", () => {
    code.hidden = false
    navigator.clipboard?.writeText(code.textContent).catch(() => {}) // it can be copied by hand as well
  })
  root.append(code)
  const list = taskList(root, fixed.tasks, (task) => found(task, settings, fixed.first, runs))

  offerKnobs()
  draw()
}

const pairs = (flat) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]])

// Whether the picture shows what the task asks for; it must be found on the given ground.
function found(task, settings, first, runs) {
  const run = runs[task.rule]
  if (!run || run.error || settings.surface !== (task.surface ?? first.surface)) return false
  const at_home = String(settings.start) === String(first.start) && settings.noise === first.noise
  if (!task.free && !task.surface && !at_home) return false
  const last = run.loss.at(-1)
  const others = Object.entries(runs).filter(([name]) => name !== task.rule).map(([, other]) => other)
  return Object.entries(task.where).every(([knob, [low, high]]) =>
      settings.knobs[task.rule][knob] >= low && settings.knobs[task.rule][knob] <= high)
    && (!task.below || run.loss.slice(0, task.below[1] + 1).some((loss) => loss <= task.below[0]))
    && (task.above === null || run.diverged || last >= task.above)
    && (!task.first || (!run.diverged && others.length > 0 && others.every((other) => other.diverged || last < other.loss.at(-1))))
}

function drawMap(canvas, landscape, surface, runs, drawn, lookOf, settings) {
  const flat = landscape.start.length === 1
  const [x, y] = flat ? [landscape.window[0], heights(landscape, surface)] : landscape.window
  const chart = axes(canvas, { x, y, xlabel: flat ? "W" : "W₁", ylabel: flat ? "loss" : "W₂" })
  canvas.axes = chart
  if (flat) {
    const line = Array.from({ length: 401 }, (_, i) => x[0] + (i / 400) * (x[1] - x[0]))
    chart.line(line.map((w) => [w, surface.value([w])]), { colour: chart.ink.contour, width: 3 })
  } else {
    contourLines(chart, landscape.contours)
  }
  for (const point of landscape.minima) star(chart, flat ? [point[0], surface.value(point)] : point)
  // Where there is one coordinate, each trail floats a little above the one before, so that all can be seen.
  const lift = flat ? 0.03 * (y[1] - y[0]) : 0
  Object.entries(runs).forEach(([name, run], i) => {
    const points = run.path.slice(0, drawn + 1).map((W, t) => (flat ? [W[0], run.loss[t] + lift * (i + 1)] : W))
    const look = lookOf(name)
    if (!flat) chart.line(points, look)
    if (drawn < DOTS) chart.dots(points, { colour: look.colour, radius: 2.5, alpha: flat ? 0.6 : 1 })
    if (points.length) chart.dots(points.slice(-1), { colour: look.colour, radius: 6, ring: true })
  })
  const start = flat ? [settings.start[0], surface.value(settings.start)] : settings.start
  chart.dots([start], { colour: chart.ink.paper, radius: 8 })
  ringed(chart, start)
}

function heights(landscape, surface) {
  const [low, high] = landscape.window[0]
  const values = Array.from({ length: 101 }, (_, i) => surface.value([low + (i / 100) * (high - low)]))
  const [bottom, top] = [Math.min(...values), Math.max(...values)]
  return [bottom - 0.05 * (top - bottom), top + 0.15 * (top - bottom)]
}

function contourLines(chart, contours) {
  const { pen, box, clipped, ink } = chart
  const fit = new DOMMatrix([(box.right - box.left) / 1000, 0, 0, (box.top - box.bottom) / 1000, box.left, box.bottom])
  clipped(() => {
    pen.strokeStyle = ink.contour
    pen.lineWidth = 0.9
    for (const data of contours) {
      const path = new Path2D()
      path.addPath(new Path2D(data), fit)
      pen.stroke(path)
    }
  })
}

function ringed(chart, [a, b]) {
  const { pen, X, Y, ink } = chart
  pen.strokeStyle = ink.text
  pen.lineWidth = 2
  pen.beginPath()
  pen.arc(X(a), Y(b), 8, 0, 2 * Math.PI)
  pen.stroke()
}

function star(chart, [a, b]) {
  const { pen, X, Y, ink } = chart
  pen.beginPath()
  for (let i = 0; i < 10; i++) {
    const [radius, angle] = [i % 2 ? 4 : 10, (i * Math.PI) / 5]
    pen.lineTo(X(a) + radius * Math.sin(angle), Y(b) - radius * Math.cos(angle))
  }
  pen.closePath()
  pen.fillStyle = "#F0E442"
  pen.strokeStyle = ink.text
  pen.lineWidth = 1
  pen.fill()
  pen.stroke()
}

function drawLoss(canvas, landscape, runs, drawn, lookOf, steps) {
  const floor = landscape.floor
  // A loss that can be measured from its lowest place is drawn on a logarithmic axis.
  const above = (loss) => (floor === null ? loss : Math.max(loss - floor, 1e-12))
  const lines = Object.entries(runs).filter(([, run]) => run.loss.length).map(([name, run]) => [name, run.loss.map(above)])
  const first = lines.length ? lines[0][1][0] : 1
  const values = lines.flatMap(([, line]) => line).filter((value) => floor === null ? Math.abs(value) <= 10 * Math.abs(first) + 1 : value <= 1e3 * first)
  const [low, high] = [Math.min(...values, first), Math.max(...values, first)]
  const y = floor === null ? [low - 0.05 * (high - low || 1), high + 0.05 * (high - low || 1)] : [low / 2, high * 2]
  const ylabel = floor === null || floor === 0 ? "loss" : "loss above the lowest place"
  const chart = axes(canvas, { x: [0, steps], y, logY: floor !== null, xlabel: "step", ylabel })
  for (const [name, line] of lines) {
    const points = line.slice(0, drawn + 1).map((value, t) => [t, value])
    chart.line(points, lookOf(name))
    chart.dots(points.slice(-1), { colour: lookOf(name).colour, radius: 5, ring: true })
  }
}

// The lines of course_lib that compute these paths and draw them.
function asPython(settings, fixed) {
  const landscape = fixed.surfaces[settings.surface]
  const names = settings.rules.filter((name) => name in RULES)
  const call = (name) => `${name}(${Object.entries(settings.knobs[name]).map(([knob, value]) => `${knob}=${value}`).join(", ")})`
  const noise = settings.noise ? `, noise=${settings.noise}, rng=np.random.default_rng(${fixed.seed})` : ""
  return [
    ...(settings.noise ? ["import numpy as np"] : []),
    "from course_lib import plots, surfaces, training",
    `from course_lib.optimizers import ${[...names].sort().join(", ")}`,
    "",
    `surface = ${landscape.python}`,
    "rules = {",
    ...names.map((name) => `    "${name}": ${call(name)},`),
    "}",
    "runs = {",
    `    name: training.descend(surface, rule, [${settings.start.join(", ")}], ${settings.steps}${noise})`,
    "    for name, rule in rules.items()",
    "}",
    `plots.show(plots.${landscape.start.length === 2 ? "paths" : "landscape"}(surface, runs), alt="The paths of ${names.join(", ")}.")`,
  ].join("\n")
}

// A learner's rule lives in Python: ask for its path, one question at a time, and draw the newest answer.
function ownRule(model, fixed, redraw) {
  const nothing = { path: [], loss: [], diverged: false }
  let [latest, asked, answered, waiting] = [{ ...nothing, error: "" }, "", "", false]
  const ask = () => {
    waiting = true
    answered = asked
    model.send({ settings: JSON.parse(asked) })
  }
  if (fixed.own) model.on("msg:custom", (message) => {
    waiting = false
    latest = { ...nothing, ...message }
    redraw()
    if (asked !== answered) ask()
  })
  return {
    run(settings) {
      asked = JSON.stringify(settings)
      if (asked !== answered && !waiting) ask()
      return latest
    },
  }
}

export default { render }
