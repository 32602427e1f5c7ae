// What the rules remember: a button that shows it on the map, and the same in words.

import { make } from "./controls.js"
import { memoriesOf } from "./memory_marks.js"

const HEADS = ["rule", "gradient", "remembers", "rate", "next step"]

export function memoryTable(view) {
  const { settings, explorer } = view
  const table = make("table", {})
  const { inside, show } = explorer.drawer("Memory", () => {
    open = settings.memory = !settings.memory
    view.changed()
  })
  let open = settings.memory // Reset leaves it as it is
  inside.classList.add("course-memory")
  inside.tabIndex = 0 // a phone scrolls it
  inside.append(table)
  const head = make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text)))
  const row = ({ name, words: { gradient, memory, rate, step } }) => make("tr", {},
    make("th", { scope: "row" }, name),
    ...[gradient, memory || "nothing", rate, step].map((text) => make("td", {}, text)))
  return {
    draw() {
      show(Boolean(settings.memory))
      if (settings.memory) table.replaceChildren(make("thead", {}, head),
        make("tbody", {}, ...memoriesOf(view, view.step ?? view.drawn).map(row)))
    },
    reset: () => (settings.memory = open),
  }
}
