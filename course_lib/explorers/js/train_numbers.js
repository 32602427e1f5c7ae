// The numbers of the explorer `train` in a table, and the lines of Python that make its picture.

import { button, make } from "./controls.js"
import { said } from "./draw.js"
import { percent } from "./judging.js"
import { say, together } from "./words.js"

// The numbers in a table, and the line of Python that makes this picture.
export function numbers(view) {
  const { settings, explorer } = view
  const box = explorer.panel(say("Numbers"))
  const table = make("table", {})
  const says = make("p", {})
  const code = make("pre", { "aria-label": say("This picture as Python"), tabindex: "0" })
  code.hidden = true
  box.append(table, says)
  button(box, say("Copy as Python"), () => {
    code.hidden = false
    navigator.clipboard?.writeText(code.textContent ?? "").catch(() => {}) // it can be copied by hand as well
  })
  box.append(code)
  const head = (text) => make("th", { scope: "col" }, text)
  const cell = (value) => make("td", {}, Number.isFinite(value) ? said(Number(value.toPrecision(3))) : "–")
  return {
    draw() {
      if (box.hidden) return
      const { runs, data, judged, net } = view.session
      const rows = Object.entries(runs).map(([label, run]) => {
        const i = view.at(run)
        return make("tr", {}, make("th", { scope: "row" }, label), cell(settings.knobs[label].lr), cell(run.loss[i]),
          cell(run.held[i]), make("td", {}, run.right[i] === null ? "–" : percent(run.right[i])), cell(run.moved[i]))
      })
      const heads = [say("rule"), say("rate"), say("loss"), say("loss, held back"), say("right [share]"),
        say("last step")]
      table.replaceChildren(make("thead", {}, make("tr", {}, ...heads.map(head))), make("tbody", {}, ...rows))
      const sizes = { weights: net.size, samples: data.train.n, updates: view.session.perEpoch }
      says.textContent = together([
        say("{weights} weights, {samples} samples to learn from, {updates} updates an epoch.", sizes),
        judged.n < data.train.n ? say("The losses are those of the first {samples}.", { samples: judged.n }) : "",
      ])
      code.textContent = inPython(view)
    },
  }
}

// The lines that open the explorer as it stands.
export function inPython({ settings, fixed, file }) {
  if (file) return `# ${say("A file of your own is known to this page alone.")}`
  const given = (label) => Object.entries(settings.knobs[label]).map(([knob, value]) => `${knob}=${value}`)
  const called = (label) => `${fixed.rules[label].rule}(${given(label).join(", ")})`
  const kinds = [...new Set(settings.rules.map((label) => fixed.rules[label].rule))].sort()
  const { activation, batch_size, steps, schedule, noise, seed } = settings
  const quoted = JSON.stringify
  const others = fixed.data.filter((name) => name !== settings.data)
  const hidden = `(${settings.hidden.join(", ")}${settings.hidden.length === 1 ? "," : ""})`
  return [
    "from course_lib import explorers",
    `from course_lib.optimizers import ${kinds.join(", ")}`,
    "",
    "explorers.train(",
    `    ${quoted(settings.data)}, [${settings.rules.map(called).join(", ")}],`,
    `    hidden=${hidden}, activation=${quoted(activation)}, batch_size=${batch_size},`,
    `    steps=${steps},${fixed.epochs ? ` epochs=${fixed.epochs},` : ""}`,
    `    schedule=${quoted(schedule)}, noise=${noise}, seed=${seed}, n=${fixed.n}, held=${fixed.held},`,
    ...(others.length ? [`    others=${quoted(others)},`] : []),
    ...(fixed.columns ? [`    columns=${quoted(fixed.columns)},`] : []),
    ...(fixed.start ? [`    start=${quoted(fixed.start)},`] : []),
    `    alt="${say("The losses of {rules}.", { rules: settings.rules.join(", ") })}",`,
    ")",
  ].join("\n")
}
