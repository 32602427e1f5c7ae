// What takes the kernel's place on a page that has none: it keeps what the reader sets, and nobody answers.

export function show(explorer, el, state) {
  linked(state.settings, el.id, location.search)
  el.state = state
  explorer.render({
    el,
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

// The page holds each script that its explorers need once, as text.
const scriptOf = (id) => document.getElementById(`course-script-${id}`)?.textContent

// A link can open an explorer at other settings: page.html?explorer-3.knobs.Momentum.beta=0.97&explorer-3.steps=300
// What is not a setting, or of another type, changes nothing.
export function linked(settings, identity, search) {
  for (const [key, text] of new URLSearchParams(search)) {
    const [name, ...path] = key.split(".")
    const last = path.pop() ?? ""
    const holder = path.reduce((inner, step) => inner?.[step], settings)
    if (name !== identity || holder?.[last] === undefined) continue
    const value = typeof holder[last] === "string" ? text : parsed(text)
    if (typeof value === typeof holder[last]) holder[last] = value
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
