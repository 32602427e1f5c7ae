// Large buttons, each of which leads to settings with a name: "too small", "good", "too large".

import { button } from "./controls.js"
import { say } from "./words.js"

const LOOKS = ["view", "memory"] // how the reader looks at it, which stays

// fixed.presets: {name: what differs from the first settings}.
export function presets(view) {
  const { settings, fixed, explorer } = view
  const names = fixed.order.presets ?? []
  if (!names.length) return {}
  const box = explorer.group(say("Presets"))
  box.classList.add("course-presets")
  const wanted = (name) => merged(structuredClone(fixed.first), fixed.presets[name])
  const presses = names.map((name) => button(box, name, () => {
    const looks = Object.fromEntries(LOOKS.map((each) => [each, settings[each]]))
    Object.assign(settings, wanted(name), looks)
    view.restored()
  }))
  return {
    draw() {
      names.forEach((name, i) => presses[i].setAttribute("aria-pressed", String(holds(wanted(name), settings))))
    },
  }
}

// One inside the other: what `change` names is replaced, all else stays.
export function merged(settings, change) {
  for (const [name, value] of Object.entries(change)) {
    if (value && typeof value === "object" && !Array.isArray(value)) merged(settings[name], value)
    else settings[name] = structuredClone(value)
  }
  return settings
}

// Whether the picture shows these settings, however it is looked at.
export function holds(wanted, settings) {
  return Object.keys(wanted).filter((name) => !LOOKS.includes(name))
    .every((name) => same(wanted[name], settings[name]))
}

function same(a, b) {
  if (!a || typeof a !== "object") return a === b
  return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((name) => same(a[name], b[name]))
}
