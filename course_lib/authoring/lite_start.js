// The start page of the course in JupyterLite: which notebooks there are in the reader's language, and what the reader
// has changed of them, which JupyterLite keeps in the browser's database.

/** @type {(id: string) => HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

const FILES = JSON.parse(byId("files").textContent)
const LANGUAGES = JSON.parse(byId("spoken").textContent)
const STORE = "files"
const HERE = new URL(".", location.href).pathname
const DATABASE = `JupyterLite Storage - ${HERE}`

const asked = new URLSearchParams(location.search)
const opened = FILES.find(({ path }) => path === asked.get("open"))

// What the page remembers for itself: nothing where the browser keeps nothing, which also throws.
function remembered(key) {
  try { return localStorage.getItem(key) } catch { return null }
}

function remember(key, value) {
  try { localStorage.setItem(key, value) } catch { /* It is asked anew the next time. */ }
}

// The language that is shown: that of the notebook to open, else what a link or the reader has chosen, else the
// browser's.
const CHOICE = `course-language ${HERE}`
const wanted = [opened?.language, asked.get("language"), remembered(CHOICE),
  ...navigator.languages.map((name) => name.split("-")[0]), "en"]
let language = /** @type {string} */ (wanted.find((name) => name && name in LANGUAGES))

// A sentence in that language, with its {names} filled in.
function say(text, values = {}) {
  const said = LANGUAGES[language].words[text] ?? text
  return said.replace(/\{(\w+)\}/g, (_, name) => values[name])
}

// The database, or null before JupyterLite has made what is kept there under this name.
async function database(kind = STORE) {
  const request = indexedDB.open(DATABASE)
  let made = false
  request.onupgradeneeded = () => { // There was none. What is taken back here leaves none behind.
    made = true
    request.transaction?.abort()
  }
  const db = await answered(request).catch((error) => {
    if (!made) throw error
  })
  if (!db) return null
  if (db.objectStoreNames.contains(kind)) return db
  db.close()
  return null
}

// Whether the browser keeps what is changed here at all.
let keeps = true

// What is in the way of a learner here, or "".
function inTheWay() {
  if (!isSecureContext) return say("Homework cannot be checked at this address: browsers let Python read the " +
    "course's files only where the address begins with https:// or on the computer that serves the course. " +
    "Ask whoever gave you the address.")
  if (!navigator.serviceWorker) return say("Homework cannot be checked in this window: its browser has switched off " +
    "service workers, by which Python reads the course's files, as some do in private windows. " +
    "Open this page in an ordinary window of Chrome, Edge or Firefox.")
  if (!keeps) return say("This window keeps nothing: what you change is lost when you close it. Open this page in an " +
    "ordinary window that may keep a site's data, or download your work in JupyterLab (File, Download).")
  return ""
}

const answered = (request) => new Promise((give, fail) => {
  request.onsuccess = () => give(request.result)
  request.onerror = () => fail(request.error)
})

// What is kept of a notebook, or undefined.
async function kept(path) {
  const db = await database().catch(() => {
    keeps = false
    return null
  })
  if (!db) return undefined
  try {
    return await answered(db.transaction(STORE).objectStore(STORE).get(path))
  } finally {
    db.close()
  }
}

const change = async (act) => changeIn(await database(), STORE, act)

async function changeIn(db, kind, act) {
  try {
    await answered(act(db.transaction(kind, "readwrite").objectStore(kind)))
  } finally {
    db.close()
  }
}

// JupyterLab's own language, which it reads from its settings. It is set at a new choice alone, so that whoever changes
// it in JupyterLab's menu keeps that.
const SETTINGS = "settings"
const TOLD = `course-language-told ${HERE}`

async function tellJupyterLab() {
  if ((remembered(TOLD) ?? "en") === language) return
  const setting = JSON.stringify({ locale: LANGUAGES[language].locale })
  const db = await database(SETTINGS) ?? await begun()
  await changeIn(db, SETTINGS, (store) => store.put(setting, "@jupyterlab/translation-extension:plugin"))
  remember(TOLD, language)
}

// The database before JupyterLite was ever opened, which adds to it what else it needs.
function begun() {
  const request = indexedDB.open(DATABASE)
  request.onupgradeneeded = () => request.result.createObjectStore(SETTINGS)
  return answered(request)
}

// The course's own edition of a notebook.
async function fresh(path) {
  const answer = await fetch(`files/${path}`, { cache: "no-store" }).catch(() => undefined)
  if (answer?.ok) return answer.json()
  throw new Helpful(say("The course's server does not answer: see that it runs and that you are connected to it, " +
    "then try again."))
}

// An error that is a whole sentence already.
class Helpful extends Error {}

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

function tell(text) {
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
  const before = copy ? remembered(editionKey(path)) ?? edition : edition
  remember(editionKey(path), before)
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
    made.addEventListener("click", () => act().catch(failed))
    line.append(made)
  }
  if (copy) {
    const time = new Date(copy.last_modified).toLocaleString(LANGUAGES[language].tag)
    line.append(Object.assign(document.createElement("span"), {
      textContent: before === edition
        ? say("your copy of {time}", { time })
        : say("your copy is of an older edition") }))
    button(kind === "exercises" ? say("Download to hand in") : say("Download"), async () => {
      const now = (await kept(path)).content
      download(name, now)
      tell(say("{name} was downloaded, as it was saved last.", { name }))
    })
    if (before !== edition) button(say("Take the new edition, with my answers"), async () => {
      const now = await kept(path)
      const old = await replace(path, now, withAnswers(await fresh(path), now.content))
      remember(editionKey(path), edition)
      await show()
      tell(say("{name} is the new edition, with your answers in it. Your old copy is kept as {old}.", { name, old }))
    })
    button(say("Start afresh"), async () => {
      const old = await replace(path, await kept(path), null)
      remember(editionKey(path), edition)
      await show()
      tell(say("{name} is fresh again. Your old copy is kept as {old}, beside it.", { name, old }))
    })
  }
  return line
}

// Tell what went wrong, in a sentence that one can act on where the cause is known.
function failed(error) {
  if (error instanceof Helpful) tell(error.message)
  else if (error?.name === "QuotaExceededError") tell(say("There is no room left for this browser to keep your work: " +
    "free some space on the disk, then try again. What was kept before is still there."))
  else tell(say("That did not work: {what}.", { what: error?.message ?? error }))
}

async function show() {
  for (const kind of ["notebooks", "exercises"]) {
    const files = FILES.filter((file) => file.path.startsWith(`${kind}/`) && file.language === language)
    // At once: the page may be shown anew before the last showing is done.
    byId(kind).replaceChildren(...await Promise.all(files.map((file) => row(kind, file))))
  }
}

// What the page says, each sentence kept in English, by which it is looked up.
const SENTENCES = Array.from(document.querySelectorAll("[data-say]"), (part) => ({ part, text: part.innerHTML }))

function words() {
  document.documentElement.lang = LANGUAGES[language].tag
  for (const { part, text } of SENTENCES) part.innerHTML = say(text)
  byId("languages").replaceChildren(...Object.entries(LANGUAGES).filter(([name]) => name !== language)
    .map(([name, { name: called, tag }]) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: called, lang: tag })
      made.addEventListener("click", () => speak(name).catch(failed))
      return made
    }))
}

// The same place of the list in another language, in which the page, JupyterLab and links speak from now on.
async function speak(name) {
  const rows = () => Array.from(document.querySelectorAll("li"))
  const place = rows().findIndex((row) => row.getBoundingClientRect().bottom > 0)
  const top = () => rows()[place]?.getBoundingClientRect().top ?? 0
  const before = top()
  language = name
  history.replaceState(null, "", location.pathname)
  tell("")
  await begin()
  scrollBy(0, top() - before)
  byId("languages").querySelector("button")?.focus({ preventScroll: true })
}

async function begin() {
  remember(CHOICE, language)
  words()
  await tellJupyterLab().catch(failed)
  await show()
  const obstacle = inTheWay()
  if (obstacle) tell(obstacle)
}

// A link elsewhere, such as the website's, names a notebook: it opens, unless the reader's copy hides a newer edition,
// or it is homework that could not be checked here.
async function follow() {
  if (!opened || (inTheWay() && opened.path.startsWith("exercises/"))) return
  const { copy, before } = await standing(opened)
  if (!copy || before === opened.edition) return location.replace(inLab(opened.path))
  tell(say("There is a newer edition of “{title}” than your copy. Take it below, or open yours.", opened))
}

begin().then(follow).catch(failed)
// What was changed meanwhile in another tab.
addEventListener("focus", show)
