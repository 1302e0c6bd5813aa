// The units of one state: which are unfolded, which stand beside each other, and the way up to one that is in sight.

const FIRST = 60;      // boxes unfolded at the beginning, about
const MOST_SHOWN = 80; // changed units up to which they are unfolded at the beginning

/** Makes the tree of each state; what one unfolds at the beginning all do. */
export function treesOf(states) {
  const trees = states.map(treeOf);
  const open = new Set(trees.flatMap((tree) => tree.nodes.filter((node) => node.unfolded).map((node) => node.id)));
  for (const { nodes } of trees) for (const node of nodes) node.unfolded = node.children.length > 0 && open.has(node.id);
  return trees;
}

/** Makes the tree of a state from its rows: nodes in their order, roots, and nodes by id. */
function treeOf(state) {
  const nodes = state.units.map(([id, name, above, details, , status, badge], number) => ({
    id, name, details, status, badge, number, above, group: 0, from: state.from ? state.from[number] : [state.side, number],
    children: [], parent: null, place: 0, level: 1, unfolded: false, count: 0, stamp: 0,
  }));
  const roots = [];
  for (const node of nodes) {
    if (node.above >= 0) {
      node.parent = nodes[node.above];
      node.level = node.parent.level + 1;
    }
    const among = node.parent ? node.parent.children : roots;
    node.place = among.length;
    among.push(node);
  }
  for (let n = nodes.length - 1; n >= 0; n--) {
    if (nodes[n].parent) nodes[n].parent.count += nodes[n].count + 1;
  }
  const lines = state.lines.map(([kind, start, end]) => ({ kind, start: nodes[start], end: nodes[end] }));
  const made = {
    key: state.key, label: state.label, nodes, roots, lines, held: state.held,
    flows: (state.flows || []).map((flow) => ({ ...flow, start: nodes[flow.start], end: nodes[flow.end] })),
    changed: nodes.filter((node) => node.badge), byId: new Map(nodes.map((node) => [node.id, node])),
  };
  unfoldFirst(made);
  return made;
}

function unfoldFirst({ roots, changed }) {
  let shown = roots.length, level = roots;
  while (level.length) {
    const next = level.flatMap((node) => node.children);
    if (!next.length || (shown + next.length > FIRST && shown > 1 && level !== roots)) break;
    for (const node of level) node.unfolded = node.children.length > 0;
    shown += next.length;
    level = next;
  }
  if (changed.length <= MOST_SHOWN) changed.forEach(uncover);
}

/** Unfolds all that a node is under. */
export function uncover(node) {
  for (let up = node.parent; up; up = up.parent) up.unfolded = true;
}

export const siblings = (node, roots) => (node.parent ? node.parent.children : roots);

/** Gives the node that an arrow key leads to: as boxes stand on the page, those of a column below each other. */
export function neighbour(node, arrow, roots) {
  const beside = siblings(node, roots);
  if (node.hang !== null) {
    return { ArrowUp: beside[node.place - 1] || node.parent, ArrowDown: beside[node.place + 1], ArrowLeft: node.parent }[arrow];
  }
  return {
    ArrowUp: node.parent, ArrowDown: node.unfolded ? node.children[0] : null,
    ArrowLeft: beside[node.place - 1], ArrowRight: beside[node.place + 1],
  }[arrow];
}

/** Gives the lowest node that all are, or are under; null where there is none. */
export function over(nodes) {
  return nodes.reduce((a, b) => {
    while (a && b && a !== b) {
      if (a.level > b.level) a = a.parent;
      else if (b.level > a.level) b = b.parent;
      else [a, b] = [a.parent, b.parent];
    }
    return a && b;
  }, nodes[0] || null);
}
