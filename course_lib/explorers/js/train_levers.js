// The controls of the explorer `train`: hyperparameters, batches, network, data.

import { button, choice, make } from "./controls.js"
import { shownAs } from "./called.js"
import { isPlane } from "./datasets.js"
import { ownFile } from "./own_file.js"
import { slider } from "./slider.js"
import { say } from "./words.js"

const EVERY = "all rules"

// The sliders at hand: the first hyperparameters, of all rules together or of one, and the size of the batches.
const AT_HAND = 1

export function levers(view) {
  const { settings, fixed, explorer, offered } = view
  const front = explorer.group(say("Hyperparameters"))
  const hand = {}
  if (fixed.data.length > 1 || offered("own_file")) {
    hand.data = explorer.choice(front, { label: say("data"), name: "data", options: fixed.data }, () => {
      view.file = null
      view.offer()
      view.changed()
    })
  }
  let whose = EVERY
  const whom = { label: say("sliders for"), name: "of", value: EVERY, options: [EVERY] }
  const target = choice(front, whom, (name) => {
    whose = name
    view.offer()
  })
  const first = front.appendChild(make("div", { class: "course-levers" }))
  const knobs = first.appendChild(make("div", { class: "course-levers" }))
  let batch = null
  const sizes = { label: say("batch size"), name: "batch_size", min: 1, max: view.most(), step: 1 }
  if (offered("batch_size")) batch = explorer.slider(first, sizes, view.changed)
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
      const lever = slider(where, { ...fixed.knobs[knob], label: shownAs(fixed.knobs[knob].label), name: knob,
        value: values[0], home }, (value) => {
        for (const label of having) settings.knobs[label][knob] = value
        view.changed()
      })
      if (new Set(values).size > 1) lever.call(say("mixed"))
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
export function more(view) {
  const { settings, fixed, explorer, offered } = view
  const box = explorer.panel(say("More"))
  box.append(view.rest)
  const ground = box.appendChild(make("div", { class: "course-levers" }))
  const resets = []
  if (offered("steps")) {
    const updates = { label: say("updates"), name: "steps", min: 10, max: fixed.longest, step: 10 }
    explorer.slider(ground, updates, view.changed)
  }
  const spread = { label: say("noise of the data"), name: "noise", min: 0, max: 0.5, step: 0.01 }
  const noise = offered("noise") ? explorer.slider(ground, spread, view.changed) : null
  const seed = { label: say("seed"), name: "seed", min: 0, max: 99, step: 1 }
  if (offered("seed")) explorer.slider(ground, seed, view.changed)
  const times = { label: say("schedule of the rate"), name: "schedule", options: fixed.schedules }
  if (offered("schedule")) explorer.choice(box, times, view.changed)
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
  const depth = { label: say("hidden layers"), name: "layers", value: settings.hidden.length, min: 0, max: 3, step: 1 }
  const deep = slider(ground, depth, (value) => {
    const each = wide.value
    settings.hidden = Array.from({ length: value }, (_, i) => settings.hidden[i] ?? each)
    wide.row.hidden = !value
    view.changed()
  })
  const width = { label: say("units in each"), name: "units", value: units(), min: 1, max: fixed.units, step: 1 }
  const wide = { value: units(), ...slider(ground, width, (value) => {
    wide.value = value
    settings.hidden = settings.hidden.map(() => value)
    view.changed()
  }) }
  wide.row.hidden = !settings.hidden.length
  const bends = { label: say("activation"), name: "activation", options: fixed.activations }
  const bend = view.explorer.choice(box, bends, view.changed)
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
  const kinds = [say("● first class"), say("■ second class")]
  const kindsOf = { label: say("a click on the plane adds"), name: "brush", value: kinds[0], options: kinds }
  const brush = choice(box, kindsOf, (kind) => {
    view.brush = kinds.indexOf(kind)
    view.draw()
  })
  const clear = button(box, say("Remove my points"), () => {
    settings.points = []
    view.changed()
  })
  const says = box.appendChild(make("span", { class: "course-brush" }))
  return () => {
    const plane = !view.file && isPlane(settings.data)
    brush.row.hidden = !plane
    clear.hidden = !plane || !settings.points.length
    const known = { kind: kinds[view.brush], points: settings.points.length }
    says.textContent = plane ? ` ${say("next: {kind}; {points} points of yours", known)} ` : ""
  }
}
