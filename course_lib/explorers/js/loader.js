// What stands in a notebook for each explorer: it loads the script that draws it, which stands there only once, in a
// model of its own, and is read only once on a page.

globalThis.courseScripts ??= new Map()
const LOADED = globalThis.courseScripts

// The default export of a script, which is known by its whole text: two versions on one page do not mix.
function imported(text) {
  if (!LOADED.has(text)) {
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
    LOADED.set(text, import(address).then((module) => module.default))
  }
  return LOADED.get(text)
}

async function render(page) {
  const { model } = page
  const text = async (name) => {
    const script = model.get("scripts")[name].replace("IPY_MODEL_", "")
    return (await model.widget_manager.get_model(script)).get("code")
  }
  const load = async (name) => imported(await text(name))
  const style = document.createElement("style") // beside what it styles, so that it is there wherever that is put
  style.textContent = await text("style")
  page.el.append(style)
  const explorer = await load("main")
  const words = model.get("scripts").words && JSON.parse(await text("words")) // of another language than English
  await explorer.render({ ...page, load, text, words })
}

// JupyterLab saves of the widgets those alone whose kernel lives. What has been restored and no cell has been run for
// would be gone: so what the outputs show is saved, too, and what that refers to.
function initialize({ model }) {
  const manager = model.widget_manager
  const cells = manager?.context?.model?.cells
  if (!cells || !manager._modelsSync || manager.courseKeeps) return
  manager.courseKeeps = true
  const live = manager.get_state_sync.bind(manager)
  manager.get_state_sync = (options = {}) => {
    const all = live(options)
    const keep = (id) => {
      const one = manager._modelsSync.get(id)
      if (!one || one.comm_live || all.state[id]) return
      const state = one.serialize(one.get_state(options.drop_defaults))
      all.state[id] = { model_name: one.name, model_module: one.module,
                        model_module_version: one.get("_model_module_version"), state }
      for (const [, other] of JSON.stringify(state).matchAll(/"IPY_MODEL_(\w+)"/g)) keep(other)
    }
    for (const { type, outputs } of cells) {
      for (let i = 0; type === "code" && i < outputs.length; i++) {
        const shown = outputs.get(i).data["application/vnd.jupyter.widget-view+json"]
        if (shown) keep(shown.model_id)
      }
    }
    return all
  }
}

export default { initialize, render }
