// Code that is wider than the page can be scrolled by keyboard, too.
function reachable() {
  for (const block of document.querySelectorAll("article pre, article .cell_output, article .table-wrapper, article .math")) {
    if (block.scrollWidth > block.clientWidth) block.tabIndex = 0
    else block.removeAttribute("tabindex")
  }
}
addEventListener("load", reachable)
addEventListener("resize", reachable)
