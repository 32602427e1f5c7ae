// The explorers' sentences in the language of the page: English stands in the code, `course translate` finds it there.

let table = {}

// Speak by a table {English: translation}; without one, English.
export function speak(words = {}) {
  table = words
}

// The table, for a bundle that is loaded beside this one.
export const vocabulary = () => table

// A sentence in the language that is spoken, each {name} in it filled in. The sentence begins on the line of its `say`.
// What stands in brackets at its end is a note for translators.
/** @param {string} text
 *  @param {Record<string, string | number>} [values] */
export function say(text, values = {}) {
  const spoken = table[text] ?? text.replace(/ \[[^\]]+\]$/, "")
  return bound(spoken.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place)))
}

// No line ends between a number and its %, nor inside "β = 0.9".
const bound = (text) => text.replace(/(?<=\d) (?=%)| (?== [−\d])|(?<= =|\u00a0=) (?=[−\d])/g, "\u00a0")

// Clauses as one sentence's list, and sentences one after the other: Chinese has marks of its own, and no space.
/** @param {string[]} clauses */
export const listed = (clauses) => clauses.join(say(", "))

/** @param {string[]} sentences */
export const together = (sentences) => sentences.filter(Boolean).join(" ").replace(/([。！？；：，]) /g, "$1")
