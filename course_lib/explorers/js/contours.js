// Lines of equal loss on the map, computed in the browser, so that a notebook holds none of them.

const CELLS = 120 // along each side of the window
const HEIGHTS = 18 // closer together near the bottom, as in `plots.paths`

const FOUND = new WeakMap() // of each landscape, as `explorers.recipes` gives it

/** @typedef {{grid: number[][], heights: number[], pieces: number[][]}} Contours */

// The contours of a surface in the landscape's window: their heights, and their pieces [x, y, x, y] as if the window
// were 1 wide and high. grid: the loss at the corners of the cells, row by row, from the lowest W₂ on.
/** @returns {Contours} */
export function contoursOf(landscape, surface) {
  if (!FOUND.has(landscape)) {
    const [[left, right], [bottom, top]] = landscape.window
    const grid = Array.from({ length: CELLS + 1 }, (_, j) => Array.from({ length: CELLS + 1 }, (_, i) =>
      surface.value([left + (i / CELLS) * (right - left), bottom + (j / CELLS) * (top - bottom)])))
    const [low, high] = [Math.min, Math.max].map((pick) => pick(...grid.map((row) => pick(...row))))
    const heights = Array.from({ length: HEIGHTS - 1 }, (_, k) => low + (high - low) * ((k + 1) / HEIGHTS) ** 3)
    FOUND.set(landscape, { grid, heights, pieces: piecesOf(grid, heights) })
  }
  return FOUND.get(landscape)
}

// Between which contours each place of a sheet of so many columns and rows lies, row by row from the highest W₂ on: 0
// below the lowest.
/** @param {Contours} contours
 *  @returns {Uint8Array} */
export function bandsOf({ grid, heights }, columns, rows) {
  const bands = new Uint8Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    const v = (1 - (row + 0.5) / rows) * CELLS, j = Math.floor(v), t = v - j
    for (let column = 0; column < columns; column++) {
      const u = ((column + 0.5) / columns) * CELLS, i = Math.floor(u), s = u - i
      const loss = (grid[j][i] * (1 - s) + grid[j][i + 1] * s) * (1 - t)
        + (grid[j + 1][i] * (1 - s) + grid[j + 1][i + 1] * s) * t
      let band = 0
      while (band < heights.length && heights[band] <= loss) band += 1
      bands[row * columns + column] = band
    }
  }
  return bands
}

// Marching squares: in each cell, from where a line comes in over one side to where it leaves over another.
function piecesOf(grid, heights) {
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
