// What takes the kernel's place on a page that has none: it keeps what the reader sets, and nobody answers.

export async function show(explorer, el, state) {
  const stored = state.settings
  el.state = state
  const render = (settings) => {
    state.settings = settings
    el.replaceChildren()
    return explorer.render({
      el,
      // What opens this page at the explorer as it stands.
      link: (now) => linkTo(location.href, el.id, now, state.fixed.first),
      model: {
        get: (name) => state[name],
        set: (name, value) => (state[name] = value),
        save_changes: () => {},
        on: () => {},
        off: () => {},
        send: () => {},
        widget_manager: { get_model: async (id) => ({ get: () => scriptOf(id) }) },
      },
    })
  }
  try {
    await render(linked(structuredClone(stored), el.id, location.search))
  } catch (error) { // a link that names a rule or a surface that is not here
    if (!location.search) throw error
    await render(stored)
  }
}

// The page holds each script that its explorers need once, as text.
const scriptOf = (id) => document.getElementById(`course-script-${id}`)?.textContent

// A name in a link: its own dots are no dots between names.
const spoken = (name) => name.replaceAll(".", "~")

// Settings as a link asks for: page.html?explorer-3.knobs.Momentum.beta=0.97&explorer-3.steps=300
// What is not a setting, or of another type, changes nothing.
export function linked(settings, identity, search) {
  for (const [key, text] of new URLSearchParams(search)) {
    const [name, ...path] = key.split(".")
    const places = path.map((each) => each.replaceAll("~", "."))
    const last = places.pop() ?? ""
    const holder = places.reduce((inner, step) => inner?.[step], settings)
    if (name !== identity || holder?.[last] === undefined) continue
    const value = typeof holder[last] === "string" ? text : parsed(text)
    if (kind(value) === kind(holder[last])) holder[last] = value
  }
  return settings
}

const kind = (value) => (Array.isArray(value) ? `list of ${value.map(kind)[0] ?? "string"}` : typeof value)

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

// The page's address with the settings that are not the first ones. The deck keeps its slide.
export function linkTo(address, identity, settings, first) {
  const url = new URL(address)
  if (!url.hash.startsWith("#/")) url.hash = identity
  url.search = ""
  const add = (now, before, key) => {
    if (JSON.stringify(now) === JSON.stringify(before)) return
    if (now && before && typeof now === "object" && !Array.isArray(now)) {
      for (const name of Object.keys(now)) add(now[name], before[name], `${key}.${spoken(name)}`)
    } else url.searchParams.set(key, typeof now === "string" ? now : JSON.stringify(now))
  }
  for (const name of Object.keys(settings)) add(settings[name], first?.[name], `${identity}.${spoken(name)}`)
  return url.href
}
