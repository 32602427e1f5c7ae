// A plane through a network's loss as Python has stored it: texts of differences of whole numbers, such as "100 2 -4";
// see network_surface.py.

/** @param {string} changes
 *  @param {number} unit */
export function summed(changes, unit) {
  let sum = 0
  return changes.split(" ").map((change) => {
    sum += Number(change)
    return sum * unit
  })
}

// The loss on a plane as a surface {value(W)}, smooth between the places where it was measured.
/** @returns {{value: (W: number[]) => number}} */
export function planeSurface({ window: [x, y], grid }, unit) {
  const logs = grid.map((row) => summed(row, unit))
  const place = (w, [low, high], many) => around(((w - low) / (high - low)) * (many - 1), many)
  return { value([a, b]) {
    const [columns, rows] = [place(a, x, logs[0].length), place(b, y, logs.length)]
    let sum = 0
    for (const [j, weight] of rows) for (const [i, other] of columns) sum += weight * other * logs[j][i]
    return Math.exp(sum)
  } }
}

// The four places around a place on a line of many, each with its weight: a cubic through them (Catmull and Rom).
/** @returns {[number, number][]} */
function around(at, many) {
  const inside = (place) => Math.min(many - 1, Math.max(0, place))
  const first = Math.min(many - 2, Math.floor(inside(at)))
  const s = inside(at) - first
  const weights = [-s + 2 * s ** 2 - s ** 3, 2 - 5 * s ** 2 + 3 * s ** 3, s + 4 * s ** 2 - 3 * s ** 3, s ** 3 - s ** 2]
  return weights.map((weight, k) => [inside(first + k - 1), weight / 2])
}

// {name: {path, loss, under, away}} of the rules: where each point is projected, its own loss, the plane's loss at that
// place, and its distance from the plane. surface: that of the plane.
export function pathsOn(plane, surface, { loss, units: [distance, log_loss] }, names) {
  return Object.fromEntries(names.map((name) => {
    const { x, y, away } = plane.paths[name]
    const ys = summed(y, distance)
    const path = summed(x, distance).map((a, t) => [a, ys[t]])
    return [name, { path, loss: summed(loss[name], log_loss).map(Math.exp), under: path.map(surface.value),
      away: summed(away, distance) }]
  }))
}
