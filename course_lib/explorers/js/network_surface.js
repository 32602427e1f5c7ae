// The network surface: planes through the loss of a real network, with the rules' paths projected onto them.

import { called } from "./as_python.js"
import { shownAs } from "./called.js"
import { axes, canvasIn, said } from "./draw.js"
import { checkbox, make } from "./controls.js"
import { groundPicture } from "./ground.js"
import { inPercent } from "./judging.js"
import { pathsOn, planeSurface, summed } from "./loss_plane.js"
import { shell, steered } from "./shell.js"
import { march } from "./train_march.js"
import { listed, say } from "./words.js"

const labelsOfPlane = () => ({
  map: say("Map of the loss on the plane with the projected paths. The arrow keys read it."),
  landscape: say("Landscape of the loss on the plane with the projected paths. The arrow keys turn it; plus and minus "
    + "zoom, 0 looks as at first."),
})

// `view` is what the parts share, as in path.js. `still`: the start cannot be moved. `session` and `now` are what
// train_march.js asks of a training.
function render(page) {
  const explorer = shell(page, "Network surface", { draw, facts: () => facts(view) })
  const { settings, fixed } = explorer
  const updates = summed(fixed.loss[fixed.order.rules[0]], 1).length - 1
  const surfaces = new Map()
  /** @type {any} */
  const view = { explorer, settings, fixed, drawn: updates, ahead: 0, runs: {}, step: null, place: null, read: null,
                 load: page.load, still: true, labels: labelsOfPlane(),
                 says: (W) => reading(view, W),
                 session: { steps: updates, every: 1, perEpoch: fixed.an_epoch },
                 landscape: () => fixed.planes[settings.surface],
                 surface: () => surfaces.get(settings.surface) ?? surfaces.set(settings.surface,
                   planeSurface(view.landscape(), fixed.units[1])).get(settings.surface) }
  view.draw = () => {
    for (const part of parts) part.draw?.()
  }
  view.now = () => view.drawn
  view.changed = explorer.changed
  explorer.pictures.style.setProperty("--shape", "0.8")
  const parts = [rules(view), groundPicture(view), losses(view), march(view), numbers(view)]
  const planes = { label: say("plane"), name: "surface", options: fixed.order.surfaces }
  explorer.choice(explorer.group(say("The plane")), planes)
  explorer.reset(view.time, () => {
    view.drawn = updates
    for (const part of parts) part.reset?.()
  }, view.changed)

  function draw() {
    view.runs = pathsOn(view.landscape(), view.surface(), fixed, settings.rules)
    view.draw()
  }
  explorer.begin(undefined, { told: () => toldOf(view), python: () => inPython(settings) })
}

// The lines that open this state again; the picture takes some seconds to compute.
function inPython({ surface, rules, view }) {
  const named = [["shown", rules], ["plane", surface], ["view", view]]
  return ["from course_lib import explorers", "from course_lib.experiments import network_surface", "",
    called("explorers.network_surface", ["network_surface.picture()"], named,
      say("The paths of {rules} on the plane {plane} of a network's loss.",
        { rules: rules.join(", "), plane: shownAs(surface) }))].join("\n")
}

// What a saved picture says of itself; see picture_file.js.
function toldOf({ settings, fixed, runs, drawn, session }) {
  const { surface, view, rules } = settings
  return {
    name: ["network's loss", surface, view, ...rules].join(" "),
    title: say("A network's loss on the plane “{plane}”, {drawn} of {all} updates",
      { plane: shownAs(surface), drawn, all: session.steps }),
    lines: rules.map((name) => ({
      label: say("{name}: loss {loss}", { name, loss: short(runs[name].loss[drawn]) }), ...fixed.rules[name] })),
    caption: say("Rates: {rates}. A ball is a shadow: its path runs beside the plane.",
      { rates: listed(rules.map((name) => `${name} ${said(fixed.rates[name])}`)) }),
  }
}

// What a task may ask for; see network_surface.py.
function facts({ settings, landscape }) {
  const drawn = settings.rules.map((name) => landscape().shares[name][0])
  return { least: Math.min(...drawn), count: drawn.length }
}

const short = (value) => said(Number(value.toPrecision(3)))

// What stands at a place of the plane, in words.
function reading(view, [a, b]) {
  const [across, up] = view.landscape().axes.map(shownAs)
  return say("{across} {a}, {up} {b}: loss {loss}",
    { across, a: short(a), up, b: short(b), loss: short(view.surface().value([a, b])) })
}

// Who is drawn; beside each name its own loss, not the plane's.
function rules(view) {
  const { settings, fixed, explorer } = view
  const who = explorer.group(say("Rules"), explorer.head)
  const all = fixed.order.rules
  const chips = all.map((name) => {
    const look = { label: name, value: settings.rules.includes(name), swatch: fixed.rules[name] }
    return checkbox(who, look, (on) => {
      settings.rules = all.filter((each) => (each === name ? on : settings.rules.includes(each)))
      view.changed()
    })
  })
  return {
    draw() {
      for (const [i, name] of all.entries()) {
        const run = view.runs[name]
        chips[i].call(run ? short(run.loss[view.drawn]) : "")
      }
    },
    reset() {
      for (const [i, name] of all.entries()) chips[i].show(settings.rules.includes(name))
    },
  }
}

// The losses; a place on them, pressed or dragged, chooses the update that is drawn.
function losses(view) {
  const { explorer } = view
  const canvas = canvasIn(explorer.pictures,
    say("The training loss of each rule against the updates, and as a thin line the plane's loss below its ball. "
      + "The arrow keys choose the update that is drawn."), explorer.redraw)
  let chart
  const to = (update) => {
    view.pause()
    view.drawn = Math.max(0, Math.min(view.session.steps, Math.round(update)))
    view.draw()
  }
  const by = (right, _up, far) => to(view.drawn + right * (far ? 10 : 1))
  steered(canvas, { to: (event) => to(chart.at(event)[0]), by })
  return { draw: () => { chart = drawLosses(canvas, view) } }
}

function drawLosses(canvas, { runs, drawn, fixed, session }) {
  const entries = Object.entries(runs)
  const all = entries.flatMap(([, { loss, under }]) => [...loss, ...under])
  const [low, high] = all.length ? [Math.min(...all), Math.max(...all)] : [0.01, 1]
  const chart = axes(canvas, { x: [0, 1.015 * session.steps], y: [low / 1.2, high * 1.2], logY: true,
    xlabel: say("updates"), ylabel: say("loss (nats)"), title: say("thick: own loss · thin: the plane's") })
  const until = (losses) => losses.slice(0, drawn + 1).map((loss, t) => [t, loss])
  for (const [name, run] of entries) chart.line(until(run.loss), { ...fixed.rules[name], alpha: 0.55 })
  for (const [name, run] of entries) chart.line(until(run.under), { ...fixed.rules[name], width: 1.2 })
  for (const [name, { loss }] of entries) {
    chart.dots([[drawn, loss[drawn]]], { colour: fixed.rules[name].colour, radius: 4.5, ring: true })
  }
  return chart
}

// Below the pictures: how much of each path the plane shows, and what it does not.
function numbers(view) {
  const { settings, explorer } = view
  const words = explorer.words()
  const table = make("table", {})
  const says = say("Way: the squared distances from the start, over all updates. "
    + "Steps: the squared lengths of the updates.")
  const region = { class: "course-shadows", tabindex: "0", role: "region", "aria-label": say("Numbers") }
  words.after(make("div", region, table, make("p", {}, says)))
  const percent = (share) => inPercent(said(Number((100 * share).toPrecision(2))))
  const heads = [say("rule"), say("own loss"), say("plane's loss"), say("from the start"), say("from the plane"),
    say("way in it"), say("steps in it")]
  const row = ([name, { path, loss, under, away }]) => {
    const [t, [way, steps]] = [view.drawn, view.landscape().shares[name]]
    const far = Math.hypot(...path[t], away[t])
    const cells = [short(loss[t]), said(Number(under[t].toPrecision(2))), short(far), short(away[t]), percent(way),
      percent(steps)]
    return make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((text) => make("td", {}, text)))
  }
  return {
    draw() {
      const { shares } = view.landscape()
      const ways = listed(settings.rules.map((name) => `${name} ${percent(shares[name][0])}`)) || "–"
      const text = say("A ball is a shadow: its path runs beside the plane. "
        + "The plane holds this part of its way: {ways}.", { ways })
      if (words.textContent !== text) words.textContent = text
      const head = heads.map((text) => make("th", { scope: "col" }, text))
      table.replaceChildren(make("thead", {}, make("tr", {}, ...head)),
        make("tbody", {}, ...Object.entries(view.runs).map(row)))
    },
  }
}

export default { render }
