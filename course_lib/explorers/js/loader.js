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
  explorer.render({ ...page, load, text })
}

export default { render }
