// The lines of course_lib that compute these paths and draw them.
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
    `plots.show(plots.${draw}(surface, runs), alt="The paths of ${names.join(", ")}.")`,
  ].join("\n")
}
