// Pointing at an actor of a network quiets what has nothing to do with it; in a matrix it lights its row and column.
for (const svg of document.querySelectorAll("figure.network svg, .slices svg")) {
  const nodes = [...svg.querySelectorAll("a[data-id]")];
  const edges = [...svg.querySelectorAll("a[data-from]")];
  const quiet = (id) => {
    const near = new Set([id]);
    for (const edge of edges) {
      const mine = edge.dataset.from === id || edge.dataset.to === id;
      edge.classList.toggle("faded", id !== null && !mine);
      if (mine) near.add(edge.dataset.from).add(edge.dataset.to);
    }
    for (const node of nodes) node.classList.toggle("faded", id !== null && !near.has(node.dataset.id));
  };
  for (const node of nodes) {
    for (const on of ["pointerenter", "focus"]) node.addEventListener(on, () => quiet(node.dataset.id));
    for (const off of ["pointerleave", "blur"]) node.addEventListener(off, () => quiet(null));
  }
}
