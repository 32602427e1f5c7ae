// What a saved picture of the explorer `train` says of itself.

import { said } from "./draw.js"
import { percent } from "./judging.js"

// view: see train.js. Returns {name, title, lines, caption}; see picture_file.js.
export function toldOf(view) {
  const { settings, fixed, session, file } = view
  const { batch_size, hidden, activation, schedule, noise, seed } = settings
  const data = file?.name ?? settings.data
  const names = Object.keys(session.runs)
  const reached = (run) => {
    const i = view.at(run)
    const share = run.right[i] === null ? "" : `, ${percent(run.right[i])} right`
    return `loss ${said(Number(run.loss[i].toPrecision(3)))}${share}`
  }
  const chosen = (name) => Object.entries(settings.knobs[name])
    .map(([knob, value]) => `${fixed.knobs[knob].label} ${said(value)}`).join(", ")
  const network = hidden.length ? `${hidden.join(" and ")} ${activation} units` : "no hidden layer"
  const rest = [network, `batches of ${batch_size}`, `schedule: ${schedule}`, `noise ${said(noise)}`, `seed ${seed}`]
  return {
    name: ["train", data, ...names].join(" "),
    title: `${Math.round(view.now())} of ${session.steps} updates on “${data}”`,
    lines: names.map((name) => ({ label: `${name}: ${reached(session.runs[name])}`, ...fixed.rules[name] })),
    caption: `${names.map((name) => `${name}: ${chosen(name)}.`).join(" ")} Network: ${rest.join("; ")}.`,
  }
}
