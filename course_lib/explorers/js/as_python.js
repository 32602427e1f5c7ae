// The lines of course_lib that open what one sees again, or compute it.

import { shownAs } from "./called.js"
import { say } from "./words.js"

// Of a value that JSON can write.
export function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`
  if (value && typeof value === "object") {
    return `{${Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${literal(each)}`).join(", ")}}`
  }
  const own = { true: "True", false: "False", null: "None" }[String(value)]
  return own ?? JSON.stringify(value).replaceAll("\u00a0", " ")
}

// A call with its arguments, each on a line of its own. named: [[name, value], …]; what is null is left out.
export function called(name, given, named, alt) {
  const stated = [...named.filter(([, value]) => value !== null), ["alt", alt]]
  const parts = [...given, ...stated.map(([word, value]) => `${word}=${literal(value)}`)]
  return [`${name}(`, ...parts.map((part) => `    ${part},`), ")"].join("\n")
}

// The path explorer at these settings. Of two rules of one name, which are told apart by their hyperparameters, only
// those that are drawn come along, without the presets.
export function asExplorer(settings, fixed) {
  const kind = (name) => fixed.rules[name].rule
  const kinds = fixed.order.rules.map(kind)
  const twice = new Set(kinds).size < kinds.length
  const names = twice ? settings.rules : fixed.order.rules
  const chosen = (name) => Object.entries(settings.knobs[name]).map((each) => each.join("="))
  const made = (name) => `${kind(name)}(${chosen(name).join(", ")})`
  const others = fixed.order.surfaces.filter((name) => name !== settings.surface)
  const flat = ({ knobs, ...rest }) => ({ ...knobs, ...rest })
  const buttons = (fixed.order.presets ?? []).map((name) => [name, flat(fixed.presets[name])])
  return [
    "from course_lib import explorers",
    `from course_lib.optimizers import ${[...new Set(names.map(kind))].sort().join(", ")}`,
    "",
    called("explorers.path", [literal(fixed.surfaces[settings.surface].recipe), `[${names.map(made).join(", ")}]`], [
      ["steps", settings.steps],
      ["others", others.length ? others.map((name) => fixed.surfaces[name].recipe) : null],
      ["shown", twice || settings.rules.length === names.length ? null : settings.rules],
      ["start", settings.start],
      ["noise", settings.noise],
      ["seed", fixed.seed],
      ["presets", twice || !buttons.length ? null : Object.fromEntries(buttons)],
      ["view", settings.view],
      ["memory", settings.memory],
    ], say("The paths of {rules} on the surface {surface}.",
      { rules: settings.rules.join(", "), surface: shownAs(settings.surface) })),
  ].join("\n")
}

// The lines that compute these paths and draw them.
export function asPython(settings, fixed) {
  const landscape = fixed.surfaces[settings.surface]
  const names = settings.rules.filter((name) => name !== fixed.own?.name)
  const kind = (name) => fixed.rules[name].rule ?? name
  const given = (name) => Object.entries(settings.knobs[name]).map(([knob, value]) => `${knob}=${value}`)
  const call = (name) => `${kind(name)}(${given(name).join(", ")})`
  const flat = landscape.start.length === 1
  const draw = flat ? "landscape" : settings.view === "landscape" ? "relief" : "paths"
  const noise = settings.noise ? `, noise=${settings.noise}, rng=np.random.default_rng(${fixed.seed})` : ""
  return [
    ...(settings.noise ? ["import numpy as np"] : []),
    "from course_lib import plots, surfaces, training",
    `from course_lib.optimizers import ${[...new Set(names.map(kind))].sort().join(", ")}`,
    "",
    `surface = ${landscape.python}`,
    "rules = {",
    ...names.map((name) => `    "${name}": ${call(name)},`),
    "}",
    "runs = {",
    `    name: training.descend(surface, rule, [${settings.start.join(", ")}], ${settings.steps}${noise})`,
    "    for name, rule in rules.items()",
    "}",
    `plots.show(plots.${draw}(surface, runs), alt="${say("The paths of {rules}.", { rules: names.join(", ") })}")`,
  ].join("\n")
}
