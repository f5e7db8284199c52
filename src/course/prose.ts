/** A lesson's prose as typed nodes: no HTML, nothing that could run. */
import type { PointTarget } from './points.ts';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'emphasis' | 'strong'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** A glossary term. */
  | { readonly kind: 'term'; readonly term: string; readonly children: readonly Inline[] }
  /** A pointer at something on the page. */
  | { readonly kind: 'point'; readonly target: PointTarget; readonly children: readonly Inline[] }
  /** Another step of the lesson. */
  | { readonly kind: 'step'; readonly step: string; readonly children: readonly Inline[] }
  /** An external page: only among the sources. */
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'code-block'; readonly text: string };

/** The words of prose, without their markup. */
export function plainText(nodes: readonly (Block | Inline)[]): string {
  return nodes
    .map((node): string => {
      switch (node.kind) {
        case 'text':
        case 'code':
          return node.text;
        case 'code-block':
          return `${node.text}\n`;
        case 'list':
          return node.items.map((item) => plainText(item)).join('');
        case 'paragraph':
          return `${plainText(node.children)}\n`;
        default:
          return plainText(node.children);
      }
    })
    .join('');
}

/** Every inline node of prose, at any depth. */
export function* inlines(nodes: readonly (Block | Inline)[]): Generator<Inline> {
  for (const node of nodes) {
    if (node.kind === 'code-block') continue;
    if (node.kind === 'list') {
      for (const item of node.items) yield* inlines(item);
      continue;
    }
    if (node.kind !== 'paragraph') yield node;
    if ('children' in node) yield* inlines(node.children);
  }
}
