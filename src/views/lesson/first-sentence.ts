/** The first sentence of prose: what a projected page shows. */
import type { Block, Inline } from '#course/prose.ts';

/** Ends a sentence: a Chinese full stop anywhere, a Latin one before a space or at the end ("0.5 s" goes on). */
const END = /[。！？]|[.!?](?=\s|$)/;

/** The inline nodes up to the end of the first sentence, markup and all. */
export function firstSentence(blocks: readonly Block[]): readonly Inline[] {
  const first = blocks.find((block) => block.kind === 'paragraph');
  return first ? upToEnd(first.children).nodes : [];
}

function upToEnd(nodes: readonly Inline[]): { readonly nodes: readonly Inline[]; readonly ended: boolean } {
  const taken: Inline[] = [];
  for (const node of nodes) {
    if (node.kind === 'text') {
      const end = END.exec(node.text);
      // A stop at the very end of a node only ends the sentence where nothing is joined to it.
      if (end) {
        taken.push({ kind: 'text', text: node.text.slice(0, end.index + 1) });
        return { nodes: taken, ended: true };
      }
      taken.push(node);
    } else if ('children' in node) {
      const inner = upToEnd(node.children);
      taken.push({ ...node, children: inner.nodes });
      if (inner.ended) return { nodes: taken, ended: true };
    } else taken.push(node);
  }
  return { nodes: taken, ended: false };
}
