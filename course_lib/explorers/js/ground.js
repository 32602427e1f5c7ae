// The picture of the surface in the path explorer, as a map or as a landscape, on which the start follows the hand.

import { button, make } from "./controls.js"
import { said, sheetOf } from "./draw.js"
import { drawMap, named } from "./landscape.js"
import { drawKey, layMemories, memoriesOf } from "./memory_marks.js"
import { pointed, steered } from "./shell.js"
import { turning } from "./turning.js"
import { say, vocabulary } from "./words.js"

const labelsHere = () => ({
  map: say("Map of the surface with the paths. The arrow keys move the start."),
  landscape: say("Landscape of the surface with the paths. The arrow keys turn it, with Shift they move the start; "
    + "plus and minus zoom, 0 looks as at first."),
})

// view.still: the start stays where it is, and the hand reads the map. view.labels: what a screen reader says then.
export function groundPicture(view) {
  const { settings, explorer, labels = labelsHere() } = view
  const canvas = explorer.picture(labels.map)
  const missing = make("p", { "aria-live": "polite" })
  let chart
  let scene = null // the landscape, once its script is loaded
  let asked = false
  let flat = false // no landscape could be drawn: what stands there is the map, and moves as one
  const views = toggle(view, missing)
  const wanted = () => settings.view === "landscape" && settings.start.length === 2
  const solid = () => wanted() && !flat
  const shown = () => solid() && scene !== null

  const put = (W) => {
    settings.start = settings.start.map((_, i) => {
      const [low, high] = view.landscape().window[i]
      return Math.min(high, Math.max(low, W[i]))
    })
    view.changed()
  }
  // The arrow keys move the start by a fiftieth of the window, a tenth with Shift.
  const by = (right, up, far) => put(settings.start.map((w, i) => {
    const [low, high] = view.landscape().window[i]
    return w + ([right, up][i] * (high - low)) / (far ? 10 : 50)
  }))
  if (view.still) read(view, canvas, solid, () => chart)
  else {
    steered(canvas, { to: (event) => !solid() && put(chart.at(event)), by: (...way) => !solid() && by(...way) })
    pointed(canvas, (event) => {
      if (solid()) return
      const near = event && nearest(view, chart.away(event))
      mark(view, near, event && settings.start.length === 2 ? chart.at(event) : null)
    })
  }
  turning(canvas, {
    on: shown,
    move(change) {
      scene.move(change)
      paint()
    },
    home() {
      scene.home()
      paint()
    },
    grasp: (event) => !view.still && scene.fromStart(event) < (event.pointerType === "touch" ? 28 : 16),
    pull(event) {
      const W = scene.under(event)
      if (W) put(W)
    },
    by: (...way) => !view.still && by(...way),
    read(event) {
      const near = event && !view.still && nearest(view, scene.away(event))
      mark(view, near, event && scene.under(event))
    },
  })

  // The landscape, on it what the rules remember, and the start's name. False where there is no WebGL.
  function paint() {
    if (!scene.draw()) return false
    const ground = scene.ground()
    if (!ground) return true
    const words = { ...ground, letter: ground.ink.letter }
    if (settings.memory) {
      if (!view.ahead) layMemories(ground, memoriesOf(view, view.step ?? view.drawn), ({ W }) => W)
      drawKey(words, ground.box)
    }
    const start = ground.lay(settings.start, [0, 0])
    if (start) named(words, say("start"), start, ground.box)
    return true
  }

  function draw() {
    const drawn = wanted() && scene !== null && paint()
    flat = wanted() && scene !== null && !drawn
    canvas.setAttribute("aria-label", labels[solid() ? "landscape" : "map"])
    canvas.style.cursor = solid() ? "grab" : ""
    if (wanted() && !asked) {
      asked = true
      view.load("landscape3d").then(({ landscapeOf, speak }) => {
        speak(vocabulary())
        scene = landscapeOf(view, canvas, () => sheetOf(canvas))
        view.draw()
      })
    }
    if (solid() && !scene) return // it will be drawn in a moment
    views.show(flat)
    missing.textContent = flat
      ? say("This browser shows no landscapes (it has no WebGL 2), so here is the map.") : ""
    missing.hidden = !missing.textContent
    if (!drawn) chart = drawMap(canvas, view.landscape(), view.surface(), view)
  }

  return { draw, glide: draw, reset: views.show, shown: views.show }
}

// A map that is only read: by the pointer wherever it is, by the arrow keys from the middle on.
function read(view, canvas, solid, chart) {
  const look = (place) => {
    view.place = place
    view.read = place && inWords(view, place)
    view.draw()
  }
  steered(canvas, {
    hover: true,
    to: (event) => !solid() && look(chart().at(event)),
    by(right, up, far) {
      if (solid()) return
      const { window } = view.landscape()
      look(window.map(([low, high], i) => Math.min(high, Math.max(low, (view.place?.[i] ?? (low + high) / 2)
        + ([right, up][i] * (high - low)) / (far ? 10 : 50)))))
    },
  })
  for (const end of ["pointerleave", "blur"]) canvas.addEventListener(end, () => view.place && look(null))
}

const place = ([a, b]) => `W₁ = ${said(round(a))}, W₂ = ${said(round(b))}`
const round = (number) => Number(number.toPrecision(3))

// A pointer so near to a step of a rule, in pixels, means that step.
const NEAR = 16

// The step that lies nearest to where the reader points, {name, step}, or null. away(point): its distance in pixels.
function nearest({ runs, drawn, landscape }, away) {
  const flat = landscape().start.length === 1
  /** @type {{name: string, step: number} | null} */
  let found = null
  let least = NEAR
  for (const [name, run] of Object.entries(runs)) {
    for (let step = 0; step <= Math.min(drawn, run.path.length - 1); step++) {
      const far = away(flat ? [run.path[step][0], run.loss[step]] : run.path[step])
      if (far >= least) continue
      found = { name, step }
      least = far
    }
  }
  return found
}

// Mark the step that is pointed at in every picture, and say what stands there; else what the place W is like.
function mark(view, near, W) {
  const value = (at) => said(round(view.surface().value(at)))
  view.step = near ? near.step : null
  if (near) {
    const { name, step } = near
    const at = view.runs[name].path[step]
    const words = view.settings.memory && memoriesOf(view, step).find((memory) => memory.name === name)?.words
    const memory = words ? [[words.memory, say("rate {rate}", { rate: words.rate })].filter(Boolean).join("; "),
      say("next step {step}", { step: words.step })] : []
    const spot = at.length > 1 ? place(at) : `W = ${said(round(at[0]))}`
    view.read = [say("{name}, step {step}: {place}, loss {loss}", { name, step, place: spot, loss: value(at) }),
      ...memory].join("\n")
  } else view.read = W && inWords(view, W)
  view.draw()
}

// The loss at a place of the surface, in words.
const inWords = (view, W) => (view.says ? view.says(W)
  : say("{place}: loss {loss}", { place: place(W), loss: said(round(view.surface().value(W))) }))

// The button that shows the other picture, hidden where there is only a curve to see, or (flat) no landscape can be
// drawn: then the map is there already.
function toggle(view, missing) {
  const { settings, explorer } = view
  const other = () => (settings.view === "landscape" ? "map" : "landscape")
  const row = make("div", { class: "course-views" })
  const press = button(row, "", () => {
    settings.view = other()
    show()
    view.changed()
  })
  const show = (flat = false) => {
    press.textContent = other() === "map" ? say("Show the map") : say("Show the landscape")
    row.hidden = settings.start.length !== 2 || flat
  }
  explorer.head.append(row, missing)
  show()
  return { show }
}
