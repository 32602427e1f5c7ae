// The fair race in the explorer `train`: its button, its progress and its result.

import { button, make } from "./controls.js"
import { drawRace, drawTried } from "./curves.js"
import { canvasIn, said } from "./draw.js"
import { middle } from "./race.js"
import { racing } from "./racing.js"
import { shapeOf } from "./session.js"
import { say, together } from "./words.js"

// The fair race of chapter 6: each rule at the best rate of a grid of its own, over seeds.
export function fairRace(view) {
  const { settings, fixed, explorer, offered } = view
  if (!offered("race")) return {}
  const box = explorer.panel(say("A fair race"))
  box.append(make("p", {}, say("Each rule is tuned alike: nine rates, each √2 times the one before, three seeds; "
    + "the nine move on until the best lies inside. Then five other seeds run at that rate.")))
  const start = button(box, say("Tune each rule on the same grid"), () => (stop ? halt() : begin()))
  const bar = make("progress", { max: 1, value: 0, "aria-label": say("How much of the race is run") })
  const says = make("p", { class: "course-words", role: "status" })
  const result = make("div", {})
  box.append(bar, says, result)
  bar.hidden = true
  let stop = null
  let shown = null

  function halt(words = say("Stopped.")) {
    stop?.()
    stop = null
    bar.hidden = true
    start.textContent = say("Tune each rule on the same grid")
    says.textContent = words
  }
  function begin() {
    const { data } = view.session
    const each = settings.rules.filter((label) => "lr" in settings.knobs[label])
    if (!each.length) {
      says.textContent = say("Tick a rule that has a learning rate.")
      return
    }
    const of = (label) => ({ rule: view.names[label], knobs: { ...settings.knobs[label] } })
    const job = { shape: shapeOf(data, settings), train: data.train,
      batchSize: Math.min(settings.batch_size, data.train.n),
      rules: Object.fromEntries(each.map((label) => [label, of(label)])),
      steps: view.session.steps, schedule: settings.schedule, seeds: [101, 102, 103], fresh: [201, 202, 203, 204, 205] }
    bar.hidden = false
    bar.value = 0
    start.textContent = say("Stop")
    says.textContent = say("The race is on.")
    const began = performance.now()
    stop = racing(job, () => view.text("train_worker"), ({ done, total, results }) => {
      bar.value = done / total
      if (!results) return
      const seconds = (performance.now() - began) / 1000
      const took = { trainings: done, seconds: said(Number(seconds.toPrecision(2))) }
      halt(together([say("{trainings} trainings in {seconds} s.", took), inWords(results)]))
      show(results)
    })
  }
  function show(results) {
    const row = make("div", { class: "course-race" })
    result.replaceChildren(row, tableOf(results))
    const labels = [
      say("The loss of each rule at its best rate: the middle of five seeds, and all between their extremes."),
      say("The final loss at each rate that was tried; a large dot marks the best.")]
    shown = { results, canvases: labels.map((label) => canvasIn(row, label, paint)) }
    paint()
  }
  function paint() {
    if (!shown || box.hidden) return
    drawRace(shown.canvases[0], shown.results, fixed.rules, middle)
    drawTried(shown.canvases[1], shown.results, fixed.rules)
  }
  return { reset: () => { halt(""); shown = null; result.replaceChildren() } }
}

const ends = ({ loss }) => loss.map((one) => one[one.length - 1])

// The results, the lowest first.
const best = (results) => Object.entries(results).sort((a, b) => middle(ends(a[1])) - middle(ends(b[1])))

// Whether the middle of the best lies outside what the seeds of the next one span.
function inWords(results) {
  const sorted = best(results).map(([label, run]) => [label, ends(run)])
  if (sorted.length < 2) return ""
  const [[first, mine], [next, theirs]] = sorted
  return Math.max(...mine) < Math.min(...theirs)
    ? say("{first} ends lowest, with every seed below every seed of {next}.", { first, next })
    : say("{first} ends lowest, but its seeds overlap with those of {next}: too close to call.", { first, next })
}

function tableOf(results) {
  const head = (text) => make("th", { scope: "col" }, text)
  const number = (value) => make("td", {},
    Number.isFinite(value) ? said(Number(value.toPrecision(3))) : say("diverged"))
  const heads = [say("rule"), say("best rate"), say("final loss (middle)"), say("lowest"), say("highest")]
  return make("table", {},
    make("thead", {}, make("tr", {}, ...heads.map(head))),
    make("tbody", {}, ...best(results).map(([label, run]) => make("tr", {}, make("th", { scope: "row" }, label),
      ...[run.lr, middle(ends(run)), Math.min(...ends(run)), Math.max(...ends(run))].map(number)))))
}
