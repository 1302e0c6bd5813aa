// Places boxes: parents over the middle of their children, leaves of one parent in a column, branches as close as
// their contours allow. The same method as orgmodel/charts/layout, for what is unfolded now.

const ACROSS = 18, APART = 30, DOWN = 34, STACK = 10, INDENT = 22, CLEAR = 14;
const MOST_IN_ROW = 3;
const MOST_ACROSS = 2200; // a wider level is wrapped into rows below each other


function joined(deeper, upper) {
  const limit = upper.list[0][0] + upper.dy - deeper.dy;
  while (deeper.list.length && deeper.list[deeper.list.length - 1][0] <= limit) deeper.list.pop();
  const mx = upper.dx - deeper.dx, my = upper.dy - deeper.dy;
  for (const [low, x] of upper.list) deeper.list.push([low + my, x + mx]);
  return deeper;
}

function distance(right, left) {
  const a = right.list, b = left.list;
  let i = a.length - 1, j = b.length - 1;
  let shift = a[i][1] + right.dx - b[j][1] - left.dx + (i && j ? APART : ACROSS);
  for (;;) {
    const la = a[i][0] + right.dy, lb = b[j][0] + left.dy;
    if (la <= lb) i--;
    if (lb <= la) j--;
    if (i < 0 || j < 0) return shift;
    shift = Math.max(shift, a[i][1] + right.dx - b[j][1] - left.dx + APART);
  }
}

function rectangle(node, least, most, bottom) {
  const half = node.width / 2, low = bottom + CLEAR;
  return {
    left: { list: [[low, least], [node.height, -half]], dx: 0, dy: 0 },
    right: { list: [[low, most], [node.height, half]], dx: 0, dy: 0 },
    bottom, least: Math.min(least, -half), most: Math.max(most, half),
  };
}

function column(node, children) {
  let level = node.height + STACK, reach = 0;
  for (const child of children) {
    child.dx = -node.width / 2 + INDENT + child.width / 2;
    child.dy = level;
    child.spine = -node.width / 2 + INDENT / 2;
    level += child.height + STACK;
    reach = Math.max(reach, child.width);
  }
  return rectangle(node, -node.width / 2, -node.width / 2 + INDENT + reach, level - STACK);
}

function row(node, children) {
  const first = children[0].branch;
  let { left, right, bottom, least, most } = first;
  const anchors = [0];
  for (let n = 1; n < children.length; n++) {
    const next = children[n].branch;
    const shift = distance(right, next.left);
    next.left.dx += shift;
    next.right.dx += shift;
    left = bottom >= next.bottom ? left : joined(next.left, left);
    right = next.bottom >= bottom ? next.right : joined(right, next.right);
    bottom = Math.max(bottom, next.bottom);
    least = Math.min(least, next.least + shift);
    most = Math.max(most, next.most + shift);
    anchors.push(shift);
  }
  const last = anchors[anchors.length - 1], middle = last / 2, top = node.height + DOWN, half = node.width / 2;
  children.forEach((child, n) => { child.dx = anchors[n] - middle; child.dy = top; child.spine = null; });
  left.dx -= middle; right.dx -= middle; left.dy += top; right.dy += top;
  if (children.length > 1) {
    left.list.push([top - left.dy, -middle - left.dx]);
    right.list.push([top - right.dy, last - middle - right.dx]);
  }
  const low = node.height + (children.length > 1 ? 0 : CLEAR);
  left.list.push([low - left.dy, -half - left.dx]);
  right.list.push([low - right.dy, half - right.dx]);
  return { left, right, bottom: bottom + top, least: Math.min(least - middle, -half), most: Math.max(most - middle, half) };
}

/** Wraps a level that is too wide: rows of branches below each other, all hung from one rail at their left. */
function rows(node, children) {
  const lines = [[]];
  let used = 0;
  for (const child of children) {
    const wide = child.branch.most - child.branch.least + APART;
    if (used && used + wide > MOST_ACROSS) {
      lines.push([]);
      used = 0;
    }
    lines[lines.length - 1].push(child);
    used += wide;
  }
  let down = node.height, most = node.width / 2;
  const stub = { height: 0, width: 0 };
  for (const line of lines) {
    const made = row(stub, line), shift = -MOST_ACROSS / 2 - made.least;
    for (const child of line) {
      child.dx += shift;
      child.dy += down;
      child.rail = -MOST_ACROSS / 2 - INDENT;
    }
    down += made.bottom;
    most = Math.max(most, made.most + shift);
  }
  return rectangle(node, -MOST_ACROSS / 2 - INDENT - CLEAR, most, down);
}

const across = (children) => children.reduce((sum, { branch }) => sum + branch.most - branch.least + APART, 0);

/** Sets x (middle) and y (top) of every node of the forest; `childrenOf` gives what is unfolded. */
export function place(roots, childrenOf) {
  const order = [];
  const waiting = [...roots].reverse();
  while (waiting.length) {
    const node = waiting.pop();
    order.push(node);
    const children = childrenOf(node);
    for (let n = children.length - 1; n >= 0; n--) waiting.push(children[n]);
  }
  for (let n = order.length - 1; n >= 0; n--) {
    const node = order[n], children = childrenOf(node);
    for (const child of children) child.rail = null;
    if (!children.length) {
      const half = node.width / 2, low = node.height + CLEAR;
      node.branch = {
        left: { list: [[low, -half]], dx: 0, dy: 0 }, right: { list: [[low, half]], dx: 0, dy: 0 },
        bottom: node.height, least: -half, most: half,
      };
    } else if (children.length > MOST_IN_ROW && children.every((child) => !childrenOf(child).length)) {
      node.branch = column(node, children);
    } else {
      const wrapped = children.length > 1 && across(children) > MOST_ACROSS;
      node.branch = wrapped ? rows(node, children) : row(node, children);
    }
    for (const child of children) child.branch = null;
  }
  let x = 0;
  for (const root of roots) {
    root.dx = x - root.branch.least;
    root.dy = 0;
    x = root.dx + root.branch.most + APART;
    root.branch = null;
  }
  for (const node of order) {
    const above = node.parent;
    node.x = node.dx + (above ? above.x : 0);
    node.y = node.dy + (above ? above.y : 0);
    node.side = above && node.rail !== null && node.rail !== undefined ? node.rail + above.x : null;
    node.hang = above && node.spine !== null && node.spine !== undefined ? node.spine + above.x : null;
  }
  return order;
}
