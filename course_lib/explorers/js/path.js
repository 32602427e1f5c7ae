// The path explorer: rules race down a surface while the hand moves their settings.

import { RULES } from "./rules.js"
import { surfaceOf } from "./surfaces.js"
import { descend, spelled, short } from "./descend.js"
import { shownAs } from "./called.js"
import { said } from "./draw.js"
import { make, checkbox, choice, button } from "./controls.js"
import { slider } from "./slider.js"
import { shell, pointed } from "./shell.js"
import { groundPicture } from "./ground.js"
import { drawLoss } from "./landscape.js"
import { asExplorer, asPython } from "./as_python.js"
import { ownRule } from "./own_rule.js"
import { found, moved } from "./goals.js"
import { march } from "./march.js"
import { memoryTable } from "./memory_table.js"
import { presets } from "./presets.js"
import { toldOf } from "./path_words.js"
import { say } from "./words.js"

const EVERY = "all rules"

// `view` is what the parts share: the settings, the runs, how many of their steps are drawn and what share of the next
// one (while Play glides), the step at which the reader points and what is read there (or null), and what a part may
// call: draw(), when only the view has changed, changed(), when a setting has, and restored(), when all of them have.
// Of a part, draw() draws it, glide() what moves between two steps, reset() puts right what shows the settings.
async function render(page) {
  const kicks = (await page.text("kicks")).split(" ").map(Number)
  const explorer = shell(page, "Path explorer", { draw })
  const { settings, fixed, redraw } = explorer
  const drawn = Math.min(settings.steps, fixed.longest) // a link may ask for more
  const view = { explorer, settings, fixed, drawn, ahead: 0, runs: {}, step: null, read: null, kicks,
                 load: page.load, landscape: () => fixed.surfaces[settings.surface],
                 surface: () => surfaceOf(fixed.surfaces[settings.surface].recipe) }
  view.draw = () => {
    for (const part of parts) part.draw?.()
  }
  view.changed = () => {
    settings.start = settings.start.map((w) => Number(w.toPrecision(6)))
    explorer.changed()
  }
  const own = ownRule(page.model, fixed, redraw)
  explorer.pictures.style.setProperty("--shape", String(shape(fixed)))
  const parts = [rules(view), groundPicture(view), losses(view), presets(view), march(view), memoryTable(view),
                 levers(view), arithmetic(view), numbers(view)]
  view.parts = parts
  const set = () => {
    view.drawn = settings.steps
    for (const part of parts) part.reset?.()
  }
  explorer.reset(view.time, set, view.changed)
  view.restored = () => {
    explorer.show()
    set()
    view.changed()
  }

  function draw() {
    view.runs = run(view, own)
    view.draw()
  }
  const hint = (task) => (task.free || !moved(view) ? ""
    : ` ${say("It counts from the first start and noise (Reset).")}`)
  explorer.begin((task) => found(task, view), { hint, told: () => toldOf(view, reached),
    python: fixed.own ? undefined : () => asExplorer(settings, fixed) })
}

// The rule of the library that goes by a label.
const ruleOf = (fixed, label) => RULES[fixed.rules[label].rule ?? label]

// {name: {path, loss, diverged}} of the rules that are ticked.
function run(view, own) {
  const { settings, fixed, landscape } = view
  const surface = surfaceOf(landscape().recipe)
  return Object.fromEntries(settings.rules.map((name) => [name, name === fixed.own?.name ? own.run(settings)
    : descend(surface, ruleOf(fixed, name), settings.knobs[name], settings.start, settings.steps, settings.noise,
      kicksOf(view))]))
}

// The noise of each step, as many numbers as the surface has coordinates.
function kicksOf({ settings, kicks }) {
  const d = settings.start.length
  return Array.from({ length: settings.steps }, (_, t) => kicks.slice(d * t, d * (t + 1)))
}

function losses(view) {
  const canvas = view.explorer.picture(say("The loss of each rule against the step; its numbers stand in the table."))
  let chart
  pointed(canvas, (event) => {
    view.step = event ? Math.min(view.drawn, Math.max(0, Math.round(chart.at(event)[0]))) : null
    view.draw()
  })
  const draw = () => {
    chart = drawLoss(canvas, view.landscape(), view)
  }
  return { draw, glide: draw }
}

// How high the map is for its width: as the highest of the surfaces, so that nothing moves when another is chosen.
function shape({ surfaces }) {
  return Math.max(...Object.values(surfaces).map(({ window: [x, y] }) => (y ? (y[1] - y[0]) / (x[1] - x[0]) : 0.6)))
}

// Who runs; beside each name the loss where it stands.
function rules(view) {
  const { settings, fixed, explorer } = view
  const names = fixed.order.rules
  const who = explorer.group(say("Rules"), explorer.head)
  const chips = names.map((name) => {
    const look = { label: name, value: settings.rules.includes(name), swatch: fixed.rules[name] }
    return checkbox(who, look, (on) => {
      settings.rules = names.filter((each) => (each === name ? on : settings.rules.includes(each)))
      view.offer()
      view.changed()
    })
  })
  return {
    draw() {
      const step = view.step ?? view.drawn
      for (const [i, name] of names.entries()) chips[i].call(view.runs[name] ? reached(view.runs[name], step) : "")
    },
    reset() {
      for (const [i, name] of names.entries()) chips[i].show(settings.rules.includes(name))
    },
  }
}

// The sliders, of all rules together or of one. The first hyperparameters are at hand; the rest, the surface, the noise
// and the number of steps stand behind a heading.
const AT_HAND = 2

function levers(view) {
  const { settings, fixed, explorer } = view
  const front = explorer.group(say("Hyperparameters"))
  const back = explorer.panel(say("More"))
  const options = fixed.order.surfaces
  if (options.length > 1) explorer.choice(front, { label: say("surface"), name: "surface", options }, () => {
    settings.start = [...view.landscape().start]
    for (const part of view.parts) part.shown?.()
    view.changed()
  })
  // A link that changes the numbers of one rule shows the sliders of that rule, where they can be read.
  const turned = settings.rules.filter((name) => differs(settings.knobs[name], fixed.first.knobs[name]))
  let whose = turned.length === 1 ? turned[0] : EVERY
  const whom = { label: say("sliders for"), name: "of", value: EVERY, options: [EVERY] }
  const target = choice(front, whom, (name) => {
    whose = name
    view.offer()
  })
  const [first, rest] = [front, back].map((parent) => parent.appendChild(make("div", { class: "course-levers" })))

  view.offer = () => {
    const one = settings.rules.length < 2 // it alone is the same as all
    if (one || !settings.rules.includes(whose)) whose = EVERY
    target.offer(one ? [EVERY] : [EVERY, ...settings.rules])
    target.show(whose)
    for (const box of [first, rest]) box.replaceChildren()
    for (const knob of fixed.order.knobs) {
      const having = settings.rules.filter((name) => [EVERY, name].includes(whose) && knob in settings.knobs[name])
      if (!having.length) continue
      const values = having.map((name) => settings.knobs[name][knob])
      const home = fixed.first.knobs[having[0]][knob]
      const where = first.childElementCount < AT_HAND ? first : rest
      const lever = slider(where, { ...fixed.knobs[knob], label: shownAs(fixed.knobs[knob].label), name: knob,
        value: values[0], home }, (value) => {
        for (const name of having) settings.knobs[name][knob] = value
        view.changed()
      })
      if (new Set(values).size > 1) lever.call(say("mixed"))
    }
  }

  const ground = back.appendChild(make("div", { class: "course-levers" }))
  let before = settings.steps
  explorer.slider(ground, { label: say("steps"), name: "steps", min: 1, max: fixed.longest, step: 1 }, () => {
    view.drawn = view.drawn === before ? settings.steps : Math.min(view.drawn, settings.steps)
    before = settings.steps
    view.changed()
  })
  explorer.slider(ground, { label: say("gradient noise"), name: "noise", min: 0, max: 5, step: 0.05 }, view.changed)
  view.offer()
  return {
    reset() {
      before = settings.steps
      view.offer()
    },
  }
}

const differs = (now, before) => Object.keys(now).some((knob) => now[knob] !== before?.[knob])

// The arithmetic of the step that leads to the last point drawn.
function arithmetic(view) {
  const { settings, fixed, explorer } = view
  const box = explorer.panel(say("Arithmetic"), () => draw())
  const coordinates = ["W₁", "W₂"]
  const known = fixed.order.rules.filter((name) => ruleOf(fixed, name))
  const spoken = { rule: known.find((name) => settings.rules.includes(name)) ?? known[0], coordinate: "W₁" }
  choice(box, { label: say("arithmetic of"), name: "spoken", value: spoken.rule, options: known }, (name) => {
    spoken.rule = name
    view.draw()
  })
  if (Object.values(fixed.surfaces).some((each) => each.start.length === 2)) {
    choice(box, { label: say("along"), name: "coordinate", value: "W₁", options: coordinates }, (name) => {
      spoken.coordinate = name
      view.draw()
    })
  }
  const lines = make("pre", { "aria-label": say("The arithmetic of this step"), tabindex: "0" })
  box.append(lines)

  function inLines() {
    const { rule } = spoken
    if (view.drawn === 0) return say("No step has been taken.")
    if (!rule) return ""
    const flat = settings.start.length === 1
    const { records } = descend(surfaceOf(view.landscape().recipe), ruleOf(fixed, rule), settings.knobs[rule],
      settings.start, view.drawn, settings.noise, kicksOf(view), true)
    const record = records[view.drawn - 1][flat ? 0 : coordinates.indexOf(spoken.coordinate)]
    const g = short(record.g).replace(/[()]/g, "")
    return [`${rule}, ${flat ? "W" : spoken.coordinate}: t = ${view.drawn}, g = ${g}`,
      ...spelled(ruleOf(fixed, rule), settings.knobs[rule], record)].join("\n")
  }
  const draw = () => {
    if (!box.hidden) lines.textContent = inLines()
  }
  return { draw }
}

// The losses in a table, and the lines of Python that make this picture.
function numbers(view) {
  const { settings, fixed, explorer } = view
  const box = explorer.panel(say("Numbers"), () => draw())
  const table = make("table", {})
  box.append(table)
  const code = make("pre", { "aria-label": say("This picture as Python"), tabindex: "0" })
  code.hidden = true
  button(box, say("Copy as Python"), () => {
    code.hidden = false
    navigator.clipboard?.writeText(code.textContent).catch(() => {}) // it can be copied by hand as well
  })
  box.append(code)
  const head = (text) => make("th", { scope: "col" }, text)
  const row = ([name, run]) => make("tr", {}, make("th", { scope: "row" }, name),
    make("td", {}, "lr" in settings.knobs[name] ? said(settings.knobs[name].lr) : "–"),
    make("td", {}, standing(run, view.drawn)))
  const draw = () => {
    if (box.hidden) return
    table.replaceChildren(
      make("thead", {}, make("tr", {}, head(say("rule")), head(say("rate")),
        head(say("loss after {steps} steps", { steps: view.drawn })))),
      make("tbody", {}, ...Object.entries(view.runs).map(row)))
    code.textContent = asPython(settings, fixed)
  }
  return { draw }
}

function standing(run, drawn) {
  if (run.error !== undefined) return run.error
  return reached(run, drawn) + (run.diverged && run.loss.length ? ` ${say("(diverged)")}` : "")
}

// The same in a word.
function reached({ loss, diverged, error }, drawn) {
  if (error !== undefined) return say("error")
  if (drawn >= loss.length) return "…" // Python has not answered yet
  return diverged && drawn === loss.length - 1 ? say("diverged") : said(Number(loss[drawn].toPrecision(3)))
}

export default { render }
