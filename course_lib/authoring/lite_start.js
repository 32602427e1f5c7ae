// The start page of the course in JupyterLite: which notebooks there are, and what the reader has changed of
// them, which JupyterLite keeps in the browser's database.

/** @type {(id: string) => HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

const FILES = JSON.parse(byId("files").textContent)
const STORE = "files"
const HERE = new URL(".", location.href).pathname
const DATABASE = `JupyterLite Storage - ${HERE}`

// The database, or null before JupyterLite has made it.
async function database() {
  if (!(await indexedDB.databases()).some(({ name }) => name === DATABASE)) return null
  const db = await answered(indexedDB.open(DATABASE))
  if (db.objectStoreNames.contains(STORE)) return db
  db.close()
  return null
}

const answered = (request) => new Promise((give, fail) => {
  request.onsuccess = () => give(request.result)
  request.onerror = () => fail(request.error)
})

// What is kept of a notebook, or undefined.
async function kept(path) {
  const db = await database()
  if (!db) return undefined
  try {
    return await answered(db.transaction(STORE).objectStore(STORE).get(path))
  } finally {
    db.close()
  }
}

async function change(act) {
  const db = await database()
  try {
    await answered(act(db.transaction(STORE, "readwrite").objectStore(STORE)))
  } finally {
    db.close()
  }
}

// The course's own edition of a notebook.
const fresh = async (path) => (await fetch(`files/${path}`, { cache: "no-store" })).json()

// What a cell says, which a file may hold as lines.
const textOf = ({ source }) => (Array.isArray(source) ? source.join("") : source)
const answerOf = ({ metadata }) => (metadata?.nbgrader?.solution ? metadata.nbgrader.grade_id : undefined)

// The new edition with the answers of the old copy.
function withAnswers(edition, copy) {
  const answers = new Map(copy.cells.filter(answerOf).map((cell) => [answerOf(cell), textOf(cell)]))
  for (const cell of edition.cells) {
    const answer = answers.get(answerOf(cell))
    if (answer !== undefined) cell.source = answer
  }
  return edition
}

// The edition that the reader's copy was made of: the one that was there when this page was first seen.
const editionKey = (path) => `course-edition ${HERE} ${path}`

function download(name, notebook) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([JSON.stringify(notebook, null, 1)], { type: "application/x-ipynb+json" }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

function say(text) {
  byId("said").textContent = text
}

// Keep the copy beside the notebook, under the first free name, and put `content` in its place, or the course's own.
async function replace(path, copy, content) {
  let aside = path
  for (let number = 1; await kept(aside); number++) aside = path.replace(".ipynb", `-old-${number}.ipynb`)
  const name = aside.split("/").pop()
  await change((store) => store.put({ ...copy, name, path: aside }, aside))
  await change((store) => (content ? store.put({ ...copy, content }, path) : store.delete(path)))
  return name
}

// What is kept of a notebook, and the edition that it was made of.
async function standing({ path, edition }) {
  const copy = await kept(path)
  const before = copy ? localStorage.getItem(editionKey(path)) ?? edition : edition
  localStorage.setItem(editionKey(path), before)
  return { copy, before }
}

const inLab = (path) => `lab/index.html?path=${path}`

// The line of a notebook in the list of that kind.
async function row(kind, { path, title, edition }) {
  const name = path.split("/").pop()
  const { copy, before } = await standing({ path, edition })
  const line = document.createElement("li")
  const link = Object.assign(document.createElement("a"), { href: inLab(path), textContent: title })
  line.append(link)
  const button = (text, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text })
    made.setAttribute("aria-label", `${text}: ${title}`)
    made.addEventListener("click", () => act().catch((error) => say(`That did not work: ${error.message ?? error}.`)))
    line.append(made)
  }
  if (copy) {
    const when = new Date(copy.last_modified)
    line.append(Object.assign(document.createElement("span"), {
      textContent: before === edition ? `your copy of ${when.toLocaleString()}` : "your copy is of an older edition" }))
    button(kind === "exercises" ? "Download to hand in" : "Download", async () => {
      const now = (await kept(path)).content
      download(name, now)
      say(`${name} was downloaded, as it was saved last.`)
    })
    if (before !== edition) button("Take the new edition, with my answers", async () => {
      const now = await kept(path)
      const old = await replace(path, now, withAnswers(await fresh(path), now.content))
      localStorage.setItem(editionKey(path), edition)
      await show()
      say(`${name} is the new edition, with your answers in it. Your old copy is kept as ${old}.`)
    })
    button("Start afresh", async () => {
      const old = await replace(path, await kept(path), null)
      localStorage.setItem(editionKey(path), edition)
      await show()
      say(`${name} is fresh again. Your old copy is kept as ${old}, beside it.`)
    })
  }
  return line
}

async function show() {
  for (const kind of ["notebooks", "exercises"]) {
    const files = FILES.filter(({ path }) => path.startsWith(`${kind}/`))
    // At once: the page may be shown anew before the last showing is done.
    byId(kind).replaceChildren(...await Promise.all(files.map((file) => row(kind, file))))
  }
}

// A link elsewhere, such as the website's, names a notebook: it opens, unless the reader's copy hides a newer edition.
async function follow() {
  const file = FILES.find(({ path }) => path === new URLSearchParams(location.search).get("open"))
  if (!file) return
  const { copy, before } = await standing(file)
  if (!copy || before === file.edition) return location.replace(inLab(file.path))
  say(`There is a newer edition of “${file.title}” than your copy. Take it below, or open yours.`)
}

show().then(follow)
// What was changed meanwhile in another tab.
addEventListener("focus", show)
