/** The narrator's English sentences. */
import { formatBytes, formatClock, formatDelay, formatSpan } from './format.ts';
import { stageEn } from './stage.en.ts';
import type { NarratorFact, NarratorWords } from './types-stage.ts';

const name = stageEn.lane;

function line(fact: NarratorFact): string {
  switch (fact.kind) {
    case 'cut':
      return 'The line is cut. Nothing gets through, either way.';
    case 'restored':
      return `The line is back after ${formatSpan(fact.forUs / 1000)}. Who notices first?`;
    case 'back':
      return `${name[fact.lane]} is back first: message ${fact.msg}, ${formatDelay(fact.afterUs)} after the line.`;
    case 'forked':
      return `A new run branches off at ${formatClock(fact.atUs)}. The old one is kept.`;
    case 'changed': {
      const what = stageEn.change(fact.key, fact.value);
      return what === null ? 'A setting has changed.' : `From now on: ${what}.`;
    }
    case 'said':
      return 'Your line goes up in every lane.';
    case 'repaired':
      return `${name[fact.lane]} has message ${fact.msg} after ${formatDelay(fact.delayUs)}: its packet was lost and sent again ${formatDelay(fact.resentAfterUs)} later.`;
    case 'held-up':
      return `Message ${fact.msg} had reached ${name[fact.lane]}, but TCP held it back ${formatDelay(fact.heldUs)} for a lost packet before it.`;
    case 'lost':
      return fact.msg === null
        ? `A packet of ${name[fact.lane]}’s is lost on its way ${fact.up ? 'up' : 'down'}. TCP will have to send it again.`
        : `${name[fact.lane]} loses the packet with message ${fact.msg}. TCP will have to send it again.`;
    case 'polled':
      return fact.count === 1
        ? `A poll brings message ${fact.first}, ${formatDelay(fact.delayUs)} after it was published.`
        : `One poll brings messages ${fact.first} to ${fact.last}. The first had waited ${formatDelay(fact.delayUs)}.`;
    case 'first':
      return fact.pollAtUs === null
        ? `${name[fact.lane]} is first with message ${fact.msg}, after ${formatDelay(fact.delayUs)}.`
        : `${name[fact.lane]} has message ${fact.msg} after ${formatDelay(fact.delayUs)}. Polling will show it at ${formatClock(fact.pollAtUs)} at the earliest.`;
    case 'empty':
      return `This poll came back empty: ${formatBytes(fact.bytes)} of HTTP for nothing new.`;
  }
}

export const narratorEn: NarratorWords = {
  start: 'Four clients connect. The first message is about to be published.',
  line,
};
