// The bias-correction explorer: how wrong Adam's first steps are when both averages start at 0 and are not corrected.

import { shares } from "./start.js"
import { axes, said } from "./draw.js"
import { make } from "./controls.js"
import { slider, written } from "./slider.js"
import { shell } from "./shell.js"
import { called } from "./as_python.js"
import { say } from "./words.js"

// The distance walked is drawn for so many steps.
const WALK = 100

function render(page) {
  const known = () => facts(settings, fixed.steps)
  const explorer = shell(page, "Bias-correction explorer", { draw, facts: known })
  const { settings, fixed, changed } = explorer
  const left = explorer.picture(say("Shares of the right size against the step; their numbers stand below."))
  const right = explorer.picture(say("The way walked with and without correction; the numbers stand below."))

  const box = explorer.group(say("The two averages"))
  explorer.slider(box, { label: "β₁", name: "beta1", min: 0, max: 0.99, step: 0.01 })
  // By its window 1/(1 − β₂), so that 0.9, 0.99 and 0.999 are equally far apart.
  const reach = () => Number((1 / (1 - settings.beta2)).toPrecision(3))
  const share = (N) => Number((1 - 1 / N).toPrecision(4))
  const second = slider(box, { label: "β₂", name: "beta2", value: reach(), min: 1, max: 1000, log: true,
                               spell: (N) => said(share(N)), read: (text) => 1 / (1 - written(text)) }, (N) => {
    settings.beta2 = share(N)
    changed()
  })
  const arithmetic = explorer.panel(say("Arithmetic of this step, g = 1"))
  explorer.slider(box, { label: say("step t"), name: "t", min: 1, max: 200, step: 1 })
  const lines = make("pre", { "aria-label": say("The arithmetic of this step"), tabindex: "0" })
  arithmetic.append(lines)
  explorer.reset(box, () => second.show(reach()))
  const words = explorer.words()

  function draw() {
    drawShares(left, settings, fixed)
    drawWay(right, settings, fixed.looks)
    lines.textContent = spelledOut(settings)
    words.textContent = inWords(settings, known())
  }
  const python = () => ["from course_lib import explorers", "", called("explorers.bias", [],
    ["beta1", "beta2"].map((name) => [name, settings[name]]), words.textContent)].join("\n")
  explorer.begin(undefined, { python, told: () => ({ title: say("Adam's first steps without correction"),
    name: `bias, β₁ ${said(settings.beta1)}, β₂ ${said(settings.beta2)}`, caption: words.textContent }) })
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

const round = (value) => said(Number(value.toPrecision(3)))

function inWords({ beta1, beta2 }, { first, longest, at }) {
  const known = { beta1: said(beta1), beta2: said(beta2), first: round(first), at, longest: round(longest) }
  return say("β₁ = {beta1}, β₂ = {beta2}. Without correction the first step is {first} α long, the "
    + "longest, step {at}, {longest} α. With correction every step is α long.", known)
}

function spelledOut({ beta1, beta2, t }) {
  const { m, root_S, step } = shares(beta1, beta2, t)
  return [
    `β₂ = ${said(beta2)}`,
    `m = 1 − ${said(beta1)}^${t} = ${round(m)}`,
    `S = 1 − ${said(beta2)}^${t} = ${round(root_S ** 2)}`,
    `${say("not corrected")}: m / √S = ${round(m)} / √${round(root_S ** 2)} = ${round(step)}`,
    `m̂ = ${round(m)} / (1 − ${said(beta1)}^${t}) = 1`,
    `Ŝ = ${round(root_S ** 2)} / (1 − ${said(beta2)}^${t}) = 1`,
    `${say("corrected")}: m̂ / √Ŝ = 1`,
  ].join("\n")
}

function drawShares(canvas, { beta1, beta2, t }, { steps, looks }) {
  /** @type {[string, any][]} */
  const key = [[say("step, corrected"), looks.corrected], [say("step, not corrected"), looks.step],
    ["m / g", looks.m], ["√S / |g|", looks.root_S]]
  const chart = axes(canvas, { x: [1, steps], y: [0.01, 20], logX: true, logY: true, xlabel: say("step t"),
                               ylabel: say("share of the right size"), key })
  const times = Array.from({ length: 200 }, (_, i) => steps ** (i / 199))
  const line = (name) => times.map((time) => [time, Math.max(shares(beta1, beta2, time)[name], 1e-9)])
  chart.line([[1, 1], [steps, 1]], looks.corrected)
  for (const name of ["m", "root_S", "step"]) chart.line(line(name), looks[name])
  chart.dots([[t, shares(beta1, beta2, t).step]], { colour: looks.step.colour, radius: 6, ring: true })
}

// How far W has come on a slope of 1, in units of α.
function drawWay(canvas, { beta1, beta2 }, looks) {
  const way = [[0, 0]]
  for (let t = 1; t <= WALK; t++) way.push([t, way[t - 1][1] + shares(beta1, beta2, t).step])
  const top = Math.max(way[WALK][1], WALK) * 1.05
  const chart = axes(canvas, { x: [0, WALK], y: [0, top], xlabel: say("step t"), ylabel: say("distance (α)") })
  chart.line([[0, 0], [WALK, WALK]], looks.corrected)
  chart.line(way, looks.step)
}

export default { render }
