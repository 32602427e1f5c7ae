// What the rules remember: a button that shows it on the map, and the same in words.

import { make } from "./controls.js"
import { memoriesOf } from "./memory_marks.js"
import { say } from "./words.js"

// Said aloud: on a phone, where each rule's row becomes a few lines, a browser would no longer see a table.
const [TABLE, ROW, CELL] = ["table", "row", "cell"].map((role) => ({ role }))

export function memoryTable(view) {
  const { settings, explorer } = view
  const heads = [say("rule"), say("gradient"), say("remembers"), say("rate"), say("next step")]
  const table = make("table", TABLE)
  const { inside, show } = explorer.drawer(say("Memory"), () => {
    open = settings.memory = !settings.memory
    view.changed()
  })
  let open = settings.memory // Reset leaves it as it is
  inside.classList.add("course-memory")
  inside.append(table)
  const head = make("tr", ROW, ...heads.map((text) => make("th", { scope: "col", role: "columnheader" }, text)))
  const row = ({ name, words: { gradient, memory, rate, step } }) => make("tr", ROW,
    make("th", { scope: "row", role: "rowheader" }, name),
    ...[gradient, memory || say("nothing"), rate, step].map((text, i) =>
      make("td", { ...CELL, "data-head": heads[i + 1] }, text)))
  return {
    draw() {
      show(Boolean(settings.memory))
      // A wide table is scrolled by keys, too; on a slide it is only read aloud.
      inside.tabIndex = explorer.root.closest(".reveal") ? -1 : 0
      if (settings.memory) table.replaceChildren(make("thead", {}, head),
        make("tbody", {}, ...memoriesOf(view, view.step ?? view.drawn).map(row)))
    },
    reset: () => (settings.memory = open),
  }
}
