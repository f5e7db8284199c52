/** The English texts about regions of the timeline. */
import { formatRange, formatSpan, formatTenths } from './format.ts';
import type { RegionFact, RegionWords } from './types-region.ts';

const TO = { up: 'to server', down: 'to client' } as const;
const WAY = { both: '', up: ', client to server', down: ', server to client' } as const;

function what(fact: RegionFact): string {
  if (fact.kind === 'outage') return `outage${WAY[fact.dir]}`;
  return fact.changes.length > 0 ? fact.changes.join(', ') : 'another line';
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const regionEn: RegionWords = {
  line: 'line',
  howToDraw: 'Press here and drag: along the stretch that you draw, the line is dead.',
  wait: 'One moment: the last change is still being computed.',
  label(fact, forUs) {
    const span = formatSpan(forUs / 1000);
    if (fact.kind === 'worse') return `${what(fact)}, ${span}`;
    return `line cut${fact.dir === 'both' ? '' : ` ${TO[fact.dir]}`}, ${span}`;
  },
  brief: (fact) => (fact.kind === 'worse' ? what(fact) : fact.dir === 'both' ? 'cut' : TO[fact.dir]),
  name: (fact) =>
    fact.kind === 'outage' && fact.dir === 'both' ? 'Outage, both directions' : upper(what(fact)),
  place: (fromUs, forUs) => `from ${formatTenths(fromUs)} for ${formatTenths(forUs)}`,
  tip(fact, fromUs, toUs, forkUs) {
    const fork = forkUs === null ? '' : `; the run forks at ${formatTenths(forkUs)}`;
    return `${what(fact)} ${formatRange(fromUs, toUs)} (${formatSpan((toUs - fromUs) / 1000)})${fork}`;
  },
  keys: 'Left and right move it by 0.1 s, with Shift by 1 s; with Alt they move its end. Delete removes it, Escape puts it back.',
  byHand: 'Drag to move, drag an edge to resize.',
  remove: 'Remove',
};
