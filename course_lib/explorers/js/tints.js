// The colours of classes and of what lies between two colours.

// Of the classes: two that differ in lightness and hue, by day and by night; none is a rule's.
const BY_DAY = ["#35507a", "#e0a93b", "#5f9e8f", "#a0527c", "#8a7a4f", "#7a86b8", "#b5651d", "#4f7a35", "#b8a0c9",
  "#6b6b6b", "#c97b84", "#2f6f7a"]
const BY_NIGHT = ["#7d9dd0", "#e0a93b", "#6fb5a5", "#c878a3", "#b5a570", "#98a4dd", "#d98a45", "#7fb35f", "#cbb4dd",
  "#9a9a9a", "#dd98a0", "#5fa6b3"]

export const channels = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
// A page may write its paper as #111.
const full = (colour) => (colour.length === 4 ? colour.replace(/[^#]/g, "$&$&") : colour)
export const isDark = ({ paper }) => /^#/.test(paper) && channels(full(paper))[0] < 128
export const palette = (ink) => (isDark(ink) ? BY_NIGHT : BY_DAY)

export const mixed = (from, to, share) => {
  const [a, b] = [channels(from), channels(to)]
  return `rgb(${a.map((value, i) => Math.round(value + share * (b[i] - value))).join(" ")})`
}
