// What a name that the settings hold is called in the language of the page; see course_lib/called.py.

import { say } from "./words.js"

// One that is not the library's, such as that of a file, stays as it is.
/** @param {string} name
 *  @returns {string} */
export function shownAs(name) {
  const turned = /^(.+), turned by (\S+)°$/.exec(name), scaled = /^(\S+) × (.+)$/.exec(name)
  const bowl = /^bowl, κ = (\S+)$/.exec(name)
  if (turned) return say("{surface}, turned by {degrees}°", { surface: shownAs(turned[1]), degrees: turned[2] })
  if (scaled) return `${scaled[1]} × ${shownAs(scaled[2])}`
  if (bowl) return say("bowl, κ = {kappa}", { kappa: bowl[1] })
  return Object.hasOwn(KNOWN, name) ? KNOWN[name]() : name
}

// Each is said when it is shown: only then is the language known.
/** @type {Record<string, () => string>} */
const KNOWN = {
  quadratic: () => say("quadratic"),
  pit: () => say("pit"),
  cliff: () => say("cliff"),
  basins: () => say("basins"),
  saddle: () => say("saddle"),
  canyon: () => say("canyon"),
  beale: () => say("beale"),
  rosenbrock: () => say("rosenbrock"),
  "start and two ends": () => say("start and two ends"),
  "principal directions": () => say("principal directions"),
  "to SGD's end": () => say("to SGD's end"),
  aside: () => say("aside"),
  "direction 1": () => say("direction 1"),
  "direction 2": () => say("direction 2"),
  "learning rate": () => say("learning rate"),
  "weight decay λ": () => say("weight decay λ"),
  "all rules": () => say("all rules"),
  "mean of the ten": () => say("mean of the ten"),
  slow: () => say("slow"),
  normal: () => say("normal"),
  fast: () => say("fast"),
  curve: () => say("curve"),
  moons: () => say("moons"),
  rings: () => say("rings"),
  spirals: () => say("spirals"),
  "my points": () => say("my points"),
  diabetes: () => say("diabetes"),
  digits: () => say("digits"),
  constant: () => say("constant"),
  step: () => say("step [schedule]"),
  cosine: () => say("cosine"),
  "warm-up": () => say("warm-up"),
  "warm-up + cosine": () => say("warm-up + cosine"),
}
