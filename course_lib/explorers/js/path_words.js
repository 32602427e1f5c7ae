// What a saved picture of the path explorer says of itself.

import { said } from "./draw.js"

// view: see path.js. Returns {name, title, lines, caption}; see picture_file.js.
export function toldOf({ settings, fixed, runs, drawn }, reached) {
  const names = Object.keys(runs)
  const chosen = (name) => Object.entries(settings.knobs[name] ?? {})
    .map(([knob, value]) => `${fixed.knobs[knob].label} ${said(value)}`).join(", ")
  const place = settings.start.map((w) => said(w)).join(", ")
  const noise = settings.noise ? `, gradient noise ${said(settings.noise)}` : ""
  return {
    name: [settings.surface, ...(settings.start.length > 1 ? [settings.view] : []), ...names].join(" "),
    title: `${drawn} of ${settings.steps} steps on the surface “${settings.surface}”`,
    lines: names.map((name) => ({ label: `${name}: loss ${reached(runs[name], drawn)}`, ...fixed.rules[name] })),
    caption: `${names.map((name) => `${name}: ${chosen(name)}.`).join(" ")} Start at (${place})${noise}.`,
  }
}
