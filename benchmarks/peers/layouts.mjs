// Reads boxes and lines as JSON, and writes where each program puts them: {program: {places: {id: [x, y]}, lines: [[a, b, points]]}}.
import { readFileSync } from "node:fs";
import dagre from "@dagrejs/dagre";
import { flextree } from "d3-flextree";
import ELK from "elkjs";

const { boxes, tree, others, across, down } = JSON.parse(readFileSync(0, "utf8"));
const sizes = new Map(boxes.map((box) => [box.id, box]));
const made = {};

const below = new Map(boxes.map((box) => [box.id, []]));
for (const [above, id] of tree) below.get(above).push(id);
const led = new Set(tree.map(([, id]) => id));
const branch = (id) => ({ id, children: below.get(id).map(branch) });
const roots = { id: null, children: boxes.filter((box) => !led.has(box.id)).map((box) => branch(box.id)) };
const flex = flextree({
  nodeSize: ({ data: { id } }) => (id === null ? [1, 1] : [sizes.get(id).width + across, sizes.get(id).height + down]),
});
const places = {};
flex(flex.hierarchy(roots)).each(({ data: { id }, x, y }) => {
  if (id !== null) places[id] = [x - sizes.get(id).width / 2, y];
});
made["d3-flextree"] = { places, lines: null };

const graph = new dagre.graphlib.Graph();
graph.setGraph({ rankdir: "TB", nodesep: across, ranksep: down });
graph.setDefaultEdgeLabel(() => ({}));
for (const box of boxes) graph.setNode(box.id, { width: box.width, height: box.height });
for (const [start, end] of [...tree, ...others]) graph.setEdge(start, end);
dagre.layout(graph);
made.dagre = {
  places: Object.fromEntries(boxes.map((box) => {
    const { x, y } = graph.node(box.id);
    return [box.id, [x - box.width / 2, y - box.height / 2]];
  })),
  lines: graph.edges().map((edge) => [edge.v, edge.w, graph.edge(edge).points.map(({ x, y }) => [x, y])]),
};

const elk = new ELK();
for (const algorithm of ["mrtree", "layered"]) {
  const pairs = algorithm === "layered" ? [...tree, ...others] : tree;
  const done = await elk.layout({
    id: "chart",
    layoutOptions: {
      "elk.algorithm": algorithm, "elk.direction": "DOWN", "elk.spacing.nodeNode": `${across}`,
      "elk.layered.spacing.nodeNodeBetweenLayers": `${down}`, "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
    },
    children: boxes.map((box) => ({ ...box })),
    edges: pairs.map(([start, end], number) => ({ id: `e${number}`, sources: [start], targets: [end] })),
  });
  made[`elk ${algorithm}`] = {
    places: Object.fromEntries(done.children.map(({ id, x, y }) => [id, [x, y]])),
    lines: algorithm === "mrtree" ? null : done.edges.map(({ sources, targets, sections: [one] }) => [
      sources[0], targets[0], [one.startPoint, ...(one.bendPoints || []), one.endPoint].map(({ x, y }) => [x, y]),
    ]),
  };
}
process.stdout.write(JSON.stringify(made));
