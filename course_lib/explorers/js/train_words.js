// What a saved picture of the explorer `train` says of itself.

import { shownAs } from "./called.js"
import { said } from "./draw.js"
import { percent } from "./judging.js"
import { say, together } from "./words.js"

// view: see train.js. Returns {name, title, lines, caption}; see picture_file.js.
export function toldOf(view) {
  const { settings, fixed, session, file } = view
  const { batch_size, hidden, activation, schedule, noise, seed } = settings
  const data = file?.name ?? settings.data
  const shown = shownAs(data)
  const names = Object.keys(session.runs)
  const reached = (run) => {
    const i = view.at(run)
    const known = { loss: said(Number(run.loss[i].toPrecision(3))), share: percent(run.right[i]) }
    return run.right[i] === null ? say("loss {loss}", known) : say("loss {loss}, {share} right", known)
  }
  const chosen = (name) => Object.entries(settings.knobs[name])
    .map(([knob, value]) => `${shownAs(fixed.knobs[knob].label)} ${said(value)}`).join(", ")
  const network = hidden.length
    ? say("{hidden} {activation} units", { hidden: hidden.join(say(" and ")), activation }) : say("no hidden layer")
  const rest = [network, say("batches of {size}", { size: batch_size }),
    say("schedule: {schedule}", { schedule: shownAs(schedule) }), say("noise {noise}", { noise: said(noise) }),
    say("seed {seed}", { seed })]
  return {
    name: ["train", data, ...names].join(" "),
    title: say("{drawn} of {all} updates on “{data}”",
      { drawn: Math.round(view.now()), all: session.steps, data: shown }),
    lines: names.map((name) => ({ label: `${name}: ${reached(session.runs[name])}`, ...fixed.rules[name] })),
    caption: together([...names.map((name) => say("{name}: {settings}.", { name, settings: chosen(name) })),
      say("Network: {network}.", { network: rest.join("; ") })]),
  }
}
