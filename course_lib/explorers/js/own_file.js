// A reader's own file in the explorer `train`.

import { button, make } from "./controls.js"
import { ownTable } from "./csv.js"

// A table of the reader's own: chosen, or dropped on the explorer. It stays in the page.
export function ownFile(view, box) {
  const { explorer } = view
  const input = make("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", "aria-label": "A CSV file of your own",
                                tabindex: "-1" })
  input.hidden = true
  const says = make("p", { class: "course-words", role: "status" })
  const open = async (file) => {
    if (!file) return
    try {
      if (file.size > 8e6) throw new Error(`${file.name} is larger than 8 megabytes: take some of its rows.`)
      view.file = { name: file.name, data: ownTable(await textOf(file)) }
      says.textContent = `${file.name}: ${inWords(view.file.data)}. It stays in this page and is sent nowhere.`
      view.offerFile(file.name)
      view.offer()
      view.changed()
    } catch (error) {
      says.textContent = error instanceof Error ? error.message : String(error)
    }
  }
  button(box, "Your own CSV …", () => {
    says.textContent = "The first line names the columns; the last column is what is learned. "
      + "The file stays in this page."
    input.click()
  })
  box.append(input, says)
  input.addEventListener("change", () => open(input.files?.[0]).then(() => (input.value = "")))
  for (const kind of ["dragover", "dragleave", "drop"]) {
    explorer.root.addEventListener(kind, (event) => {
      event.preventDefault()
      explorer.root.classList.toggle("course-drop", kind === "dragover")
      if (kind !== "drop") return
      if (box.hidden) explorer.root.querySelector(".course-opener")?.click()
      open(event.dataTransfer?.files[0])
    })
  }
  return () => {
    says.textContent = ""
    view.offerFile(null)
  }
}

// Unicode, or else what Excel writes where people write Chinese.
async function textOf(file) {
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Error(`${file.name} cannot be read: choose one file, not a folder.`)
  })
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("gb18030").decode(bytes)
  }
}

function inWords({ train, held, classes, missing }) {
  const left = missing ? `${missing} with a missing value left out, ` : ""
  return `${train.n} rows to learn from, ${held.n} held back, ${left}${train.d} input${train.d > 1 ? "s" : ""}, `
    + (classes ? `${classes} classes` : "a number to predict")
}
