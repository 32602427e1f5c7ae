// Lines of equal loss on the map, computed in the browser, so that a notebook holds none of them.

const CELLS = 120 // along each side of the window
const HEIGHTS = 18 // closer together near the bottom, as in `plots.paths`

const FOUND = new WeakMap() // of each landscape, as `explorers.recipes` gives it

// The contours of a surface in the landscape's window, in pieces [x, y, x, y], as if it were 1 wide and high.
/** @returns {number[][]} */
export function contoursOf(landscape, surface) {
  if (!FOUND.has(landscape)) FOUND.set(landscape, pieces(gridOf(landscape.window, surface)))
  return FOUND.get(landscape)
}

// The loss at the corners of the cells, row by row, from the lowest W₂ on.
/** @returns {number[][]} */
const gridOf = ([[left, right], [bottom, top]], surface) =>
  Array.from({ length: CELLS + 1 }, (_, j) => Array.from({ length: CELLS + 1 }, (_, i) =>
    surface.value([left + (i / CELLS) * (right - left), bottom + (j / CELLS) * (top - bottom)])))

// Marching squares: in each cell, from where a line comes in over one side to where it leaves over another.
function pieces(grid) {
  const [low, high] = [Math.min, Math.max].map((pick) => pick(...grid.map((row) => pick(...row))))
  const heights = Array.from({ length: HEIGHTS - 1 }, (_, k) => low + (high - low) * ((k + 1) / HEIGHTS) ** 3)
  const found = []
  for (let j = 0; j < CELLS; j++) {
    for (let i = 0; i < CELLS; i++) {
      const losses = [grid[j][i], grid[j][i + 1], grid[j + 1][i + 1], grid[j + 1][i]]
      const [least, most] = [Math.min(...losses), Math.max(...losses)]
      for (const height of heights) {
        if (height <= least || height > most) continue
        const ends = losses.flatMap((loss, k) => crossing(height, k, loss, losses[(k + 1) % 4]))
        for (let k = 0; k < ends.length; k += 4) {
          found.push([i + ends[k], j + ends[k + 1], i + ends[k + 2], j + ends[k + 3]].map((place) => place / CELLS))
        }
      }
    }
  }
  return found
}

const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]] // of a cell, counterclockwise

// Where a line crosses the k-th side of a cell, [x, y] in it, or nothing.
function crossing(height, k, from, to) {
  if (from < height === to < height) return []
  const [[x, y], [u, v]] = [CORNERS[k], CORNERS[(k + 1) % 4]]
  const share = (height - from) / (to - from)
  return [x + share * (u - x), y + share * (v - y)]
}
