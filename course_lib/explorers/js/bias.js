// The bias-correction explorer: how wrong Adam's first steps are when both averages start at 0 and are not corrected.

import { shares } from "./start.js"
import { axes, canvasIn, said } from "./draw.js"
import { make, frame, group, slider, button, taskList, shared } from "./controls.js"

// The distance walked is drawn for so many steps.
const WALK = 100

function render({ model, el }) {
  const { settings, fixed, tell } = shared(model)
  const root = frame(el, "Bias-correction explorer")
  const pictures = make("div", { class: "course-pictures" })
  const controls = make("div", { class: "course-controls" })
  const words = make("p", { "aria-live": "polite" })
  root.append(pictures, controls, words)
  const left = canvasIn(pictures, "Shares of the right size against the step; their numbers stand below.", () => draw())
  const right = canvasIn(pictures, "The way walked with and without correction; the numbers stand below.", () => draw())

  const box = group(controls, "The two averages")
  const set = (name) => (value) => {
    settings[name] = value
    changed()
  }
  const first = slider(box, { label: "β₁", name: "beta1", value: settings.beta1, min: 0, max: 0.99, step: 0.01 }, set("beta1"))
  // By its window 1/(1 − β₂), so that 0.9, 0.99 and 0.999 are equally far apart.
  const reach = (beta2) => Number((1 / (1 - beta2)).toPrecision(3))
  const second = slider(box, { label: "β₂", name: "beta2", value: reach(settings.beta2), min: 1, max: 1000, log: true },
    (N) => set("beta2")(Number((1 - 1 / N).toPrecision(4))))
  const arithmetic = group(controls, "One step, g = 1")
  const time = slider(arithmetic, { label: "step t", name: "t", value: settings.t, min: 1, max: 200, step: 1 }, set("t"))
  const lines = make("pre", { "aria-label": "The arithmetic of this step", tabindex: "0" })
  arithmetic.append(lines)
  button(box, "Reset", () => {
    Object.assign(settings, structuredClone(fixed.first))
    first.show(settings.beta1)
    second.show(reach(settings.beta2))
    time.show(settings.t)
    changed()
  })
  const tasks = taskList(root, fixed.tasks, (task) => solves(task, { ...settings, ...facts(settings, fixed.steps) }))

  function draw() {
    if (!root.isConnected) return
    drawShares(left, settings, fixed)
    drawWay(right, settings, fixed.looks)
    second.call(said(settings.beta2))
    lines.textContent = spelledOut(settings)
    words.textContent = inWords(settings, facts(settings, fixed.steps))
  }
  function changed() {
    draw()
    tell(settings, tasks.look())
  }
  draw()
}

// The first and the longest step without correction, and which step that is.
function facts({ beta1, beta2 }, steps) {
  let [longest, at] = [0, 1]
  for (let t = 1; t <= steps; t++) {
    const { step } = shares(beta1, beta2, t)
    if (step > longest) [longest, at] = [step, t]
  }
  return { first: shares(beta1, beta2, 1).step, longest, at }
}

function solves(task, known) {
  return Object.entries(task.where).every(([name, [low, high]]) => low <= known[name] && known[name] <= high)
}

const round = (value) => said(Number(value.toPrecision(3)))

function inWords({ beta1, beta2 }, { first, longest, at }) {
  return `β₁ = ${said(beta1)}, β₂ = ${said(beta2)}. Without correction the first step is ${round(first)} lr long, the longest, `
    + `step ${at}, ${round(longest)} lr. With correction every step is 1 lr.`
}

function spelledOut({ beta1, beta2, t }) {
  const { m, root_S, step } = shares(beta1, beta2, t)
  return [
    `β₂ = ${said(beta2)}`,
    `m = 1 − ${said(beta1)}^${t} = ${round(m)}`,
    `S = 1 − ${said(beta2)}^${t} = ${round(root_S ** 2)}`,
    `not corrected: m / √S = ${round(m)} / √${round(root_S ** 2)} = ${round(step)}`,
    `m̂ = ${round(m)} / (1 − ${said(beta1)}^${t}) = 1`,
    `Ŝ = ${round(root_S ** 2)} / (1 − ${said(beta2)}^${t}) = 1`,
    "corrected: m̂ / √Ŝ = 1",
  ].join("\n")
}

function drawShares(canvas, { beta1, beta2, t }, { steps, looks }) {
  const chart = axes(canvas, { x: [1, steps], y: [0.01, 20], logX: true, logY: true, xlabel: "step t", ylabel: "share of the right size" })
  const times = Array.from({ length: 200 }, (_, i) => steps ** (i / 199))
  const line = (name) => times.map((time) => [time, Math.max(shares(beta1, beta2, time)[name], 1e-9)])
  chart.line([[1, 1], [steps, 1]], looks.corrected)
  for (const name of ["m", "root_S", "step"]) chart.line(line(name), looks[name])
  chart.dots([[t, shares(beta1, beta2, t).step]], { colour: looks.step.colour, radius: 6, ring: true })
  label(chart, [["corrected", "step, corrected"], ["step", "step, not corrected"], ["m", "m / g"], ["root_S", "√S / |g|"]], looks)
}

// How far W has come on a slope of 1, in units of lr.
function drawWay(canvas, { beta1, beta2 }, looks) {
  const way = [[0, 0]]
  for (let t = 1; t <= WALK; t++) way.push([t, way[t - 1][1] + shares(beta1, beta2, t).step])
  const chart = axes(canvas, { x: [0, WALK], y: [0, Math.max(way[WALK][1], WALK) * 1.05], xlabel: "step t", ylabel: "way (lr)" })
  chart.line([[0, 0], [WALK, WALK]], looks.corrected)
  chart.line(way, looks.step)
}

// Names beside a piece of each line, in the lower right corner.
function label(chart, names, looks) {
  const { pen, box, ink } = chart
  names.forEach(([name, text], i) => {
    const y = box.bottom - 14 - 18 * (names.length - 1 - i)
    pen.fillStyle = ink.text
    pen.textAlign = "left"
    pen.fillText(text, box.right - 130, y)
    pen.strokeStyle = looks[name].colour === "#000000" ? ink.text : looks[name].colour
    pen.lineWidth = 2
    pen.setLineDash(looks[name].dashes.map((dash) => 2 * dash))
    pen.beginPath()
    pen.moveTo(box.right - 172, y)
    pen.lineTo(box.right - 138, y)
    pen.stroke()
    pen.setLineDash([])
  })
}

export default { render }
