// In the toolbar of each homework, a button that saves it and runs `course submit`, and shows the receipt. Written by
// hand in the form in which JupyterLab loads extensions (module federation), so that nothing has to be built.

let shared = {};

// The words of course_lib.handing_in.BUTTON; a test compares them with the catalogue.
const WORDS = {
  zh: {
    "Hand in": "交作业",
    "Save this homework and hand it in, as often as you like": "保存这份作业并上交，交几次都可以",
    "Start the kernel first: Kernel, Restart Kernel.": "请先启动内核：“内核”菜单，“重启内核”。",
    "It was not handed in: {why}": "没有交上去：{why}",
  },
};

// A sentence in the language of a notebook, which its folder says: exercises/zh/03_momentum.ipynb.
function say(text, path, why = "") {
  const language = path.match(/(?:^|\/)exercises\/([a-z]+)\//)?.[1];
  return (WORDS[language]?.[text] ?? text).replace("{why}", why);
}

// A package of JupyterLab's own, in whichever version it has.
const own = async (name) => (await Object.values(shared[name])[0].get())();

// What handing in came to, {done, said}, by the notebook's kernel: it runs as the student, where the notebook is.
async function submitted(kernel, name) {
  const said = [];
  const code = `__import__("course_lib.handing_in").handing_in.from_button(${JSON.stringify(name)})`;
  const request = kernel.requestExecute({ code, store_history: false });
  request.onIOPub = (message) => {
    const kind = message.header.msg_type;
    if (kind === "stream") said.push(message.content.text);
    if (kind === "error") said.push(message.content.evalue);
  };
  await request.done;
  const told = said.join("").trim();
  try {
    return JSON.parse(told);
  } catch {
    return { done: false, said: told };
  }
}

async function handIn(app, panel) {
  const { context } = panel;
  const tell = (message, type) => app.commands.execute("apputils:notify", { message, type, options: { autoClose: false } });
  try {
    await context.save();
    await context.sessionContext.ready;
    const kernel = context.sessionContext.session?.kernel;
    if (!kernel) return await tell(say("Start the kernel first: Kernel, Restart Kernel.", context.path), "warning");
    const { done, said } = await submitted(kernel, context.path);
    await tell(said, done ? "success" : "error");
  } catch (error) {
    await tell(say("It was not handed in: {why}", context.path, error.message), "error");
  }
}

function activate(app, { Widget }) {
  const createNew = (panel, context) => {
    if (!/(^|\/)exercises\/([a-z]+\/)?[^/]+\.ipynb$/.test(context.path)) return;
    const node = document.createElement("button");
    node.textContent = say("Hand in", context.path);
    node.title = say("Save this homework and hand it in, as often as you like", context.path);
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
