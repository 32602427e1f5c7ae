// What takes the kernel's place on a page that has none: it keeps what the reader sets, and nobody answers.

export function show(explorer, el, state) {
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
    },
  })
}
