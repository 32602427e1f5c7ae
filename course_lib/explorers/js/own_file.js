// A reader's own file in the explorer `train`.

import { button, make } from "./controls.js"
import { ownTable } from "./csv.js"
import { listed, say } from "./words.js"

// A table of the reader's own: chosen, or dropped on the explorer. It stays in the page.
export function ownFile(view, box) {
  const { explorer } = view
  const input = make("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", tabindex: "-1",
                                "aria-label": say("A CSV file of your own") })
  input.hidden = true
  const says = make("p", { class: "course-words", role: "status" })
  const open = async (file) => {
    if (!file) return
    try {
      const large = file.size > 8e6
      if (large) throw new Error(say("{file} is larger than 8 megabytes: take some of its rows.", { file: file.name }))
      view.file = { name: file.name, data: ownTable(await textOf(file)) }
      says.textContent = say("{file}: {contents}. It stays in this page and is sent nowhere.",
        { file: file.name, contents: inWords(view.file.data) })
      view.offerFile(file.name)
      view.offer()
      view.changed()
    } catch (error) {
      says.textContent = error instanceof Error ? error.message : String(error)
    }
  }
  button(box, say("Your own CSV …"), () => {
    says.textContent = say("The first line names the columns; the last column is what is learned. "
      + "The file stays in this page.")
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
    throw new Error(say("{file} cannot be read: choose one file, not a folder.", { file: file.name }))
  })
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("gb18030").decode(bytes)
  }
}

function inWords({ train, held, classes, missing }) {
  return listed([
    say("{rows} rows to learn from", { rows: train.n }), say("{rows} held back", { rows: held.n }),
    ...(missing ? [say("{rows} with a missing value left out", { rows: missing })] : []),
    train.d > 1 ? say("{inputs} inputs", { inputs: train.d }) : say("{inputs} input", { inputs: train.d }),
    classes ? say("{classes} classes", { classes }) : say("a number to predict"),
  ])
}
