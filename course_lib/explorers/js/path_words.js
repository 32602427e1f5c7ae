// What a saved picture of the path explorer says of itself.

import { said } from "./draw.js"
import { shownAs } from "./called.js"
import { say, together } from "./words.js"

// view: see path.js. Returns {name, title, lines, caption}; see picture_file.js.
export function toldOf({ settings, fixed, runs, drawn }, reached) {
  const names = Object.keys(runs)
  const chosen = (name) => Object.entries(settings.knobs[name] ?? {})
    .map(([knob, value]) => `${shownAs(fixed.knobs[knob].label)} ${said(value)}`).join(", ")
  const place = settings.start.map((w) => said(w)).join(", ")
  const start = settings.noise
    ? say("Start at ({place}), gradient noise {noise}.", { place, noise: said(settings.noise) })
    : say("Start at ({place}).", { place })
  return {
    name: [settings.surface, ...(settings.start.length > 1 ? [settings.view] : []), ...names].join(" "),
    title: say("{drawn} of {all} steps on the surface “{surface}”",
      { drawn, all: settings.steps, surface: shownAs(settings.surface) }),
    lines: names.map((name) => ({ label: say("{name}: loss {loss}", { name, loss: reached(runs[name], drawn) }),
      ...fixed.rules[name] })),
    caption: together([...names.map((name) => say("{name}: {settings}.", { name, settings: chosen(name) })), start]),
  }
}
