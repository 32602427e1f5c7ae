// In the toolbar of each homework, a button that saves it and runs `course submit`, and shows the receipt. Written by
// hand in the form in which JupyterLab loads extensions (module federation), so that nothing has to be built.

let shared = {};

// A package of JupyterLab's own, in whichever version it has.
const own = async (name) => (await Object.values(shared[name])[0].get())();

// What `course submit` says, by the notebook's kernel: it runs as the student, where the notebook is.
async function submitted(kernel, name) {
  const said = [];
  const code = `__import__("course_lib.cli").cli.main(["submit", ${JSON.stringify(name)}])`;
  const request = kernel.requestExecute({ code, store_history: false });
  request.onIOPub = (message) => {
    const kind = message.header.msg_type;
    if (kind === "stream") said.push(message.content.text);
    if (kind === "error") said.push(message.content.evalue);
  };
  await request.done;
  return said.join("").trim();
}

async function handIn(app, panel) {
  const { context } = panel;
  const tell = (message, type) => app.commands.execute("apputils:notify", { message, type, options: { autoClose: false } });
  try {
    await context.save();
    await context.sessionContext.ready;
    const kernel = context.sessionContext.session?.kernel;
    if (!kernel) return await tell("Start the kernel first: Kernel, Restart Kernel.", "warning");
    const said = await submitted(kernel, context.path);
    const done = said.startsWith("Handed in");
    // Of more than 140 letters JupyterLab shows the beginning; the digest is in the receipt.
    await tell(done ? `${said.split("  sha256")[0]}. The receipt is kept beside it.` : said, done ? "success" : "error");
  } catch (error) {
    await tell(`It was not handed in: ${error.message}`, "error");
  }
}

function activate(app, { Widget }) {
  const createNew = (panel, context) => {
    if (!/(^|\/)exercises\/([a-z]+\/)?[^/]+\.ipynb$/.test(context.path)) return;
    const node = document.createElement("button");
    node.textContent = "Hand in";
    node.title = "Save this homework and hand it in, as often as you like";
    node.className = "jp-ToolbarButtonComponent course-hand-in";
    node.style.fontSize = "var(--jp-ui-font-size1)";
    node.addEventListener("click", async () => {
      node.disabled = true;
      await handIn(app, panel);
      node.disabled = false;
    });
    const button = new Widget({ node });
    panel.toolbar.insertItem(10, "hand-in", button);
    return button;
  };
  app.docRegistry.addWidgetExtension("Notebook", { createNew });
}

window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB["optimizers-course-hand-in"] = {
  init: (scope) => {
    shared = scope;
  },
  get: async () => {
    const lumino = await own("@lumino/widgets");
    const plugin = { id: "optimizers-course-hand-in:button", autoStart: true, activate: (app) => activate(app, lumino) };
    return () => ({ __esModule: true, default: plugin });
  },
};
