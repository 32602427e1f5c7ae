// What the rules remember, in words: the same as the signs on the map say.

import { make } from "./controls.js"
import { memoriesOf } from "./memory_marks.js"

const HEADS = ["rule", "gradient", "remembers", "rate", "next step"]

export function memoryTable(view) {
  const table = make("table", {})
  const label = "What each rule remembers at this step"
  const box = make("div", { class: "course-memory", role: "region", "aria-label": label, tabindex: "0" }, table)
  view.explorer.controls.append(box)
  const head = make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text)))
  const row = ({ name, words: { gradient, memory, rate, step } }) => make("tr", {},
    make("th", { scope: "row" }, name), ...[gradient, memory || "nothing", rate, step].map((text) => make("td", {}, text)))
  return {
    draw() {
      box.hidden = !view.settings.memory
      if (box.hidden) return
      table.replaceChildren(make("thead", {}, head),
        make("tbody", {}, ...memoriesOf(view, view.step ?? view.drawn).map(row)))
    },
  }
}
