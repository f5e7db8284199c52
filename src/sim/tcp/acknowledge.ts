/** What an acknowledgement says and what follows from it (RFC 9293 section 3.10.7.4, RFC 2018, RFC 2883; tcp_ack). */
import { MSS } from './constants.ts';
import { noteReordering, processProbeAck, react, type Reaction } from './recovery.ts';
import type { TxSegment } from './scoreboard.ts';
import type { Sender } from './sender.ts';

/** The fields of a segment that concern the peer's sender. */
export interface Ack {
  readonly ack: number;
  /** SACK blocks: from, to, from, to … A D-SACK block comes first. */
  readonly sack: readonly number[];
  /** The echoed timestamp in milliseconds (TSecr). */
  readonly echo: number;
  /** It carries payload or FIN, and so is no duplicate acknowledgement. */
  readonly hasData: boolean;
}

/** What one acknowledgement brought: the kernel's FLAG_ bits. */
export interface AckNews {
  readonly ack: number;
  readonly priorUna: number;
  readonly advanced: boolean;
  /** A pure acknowledgement of what was acknowledged before. */
  duplicate: boolean;
  notDuplicate: boolean;
  /** Segments were newly acknowledged, selectively or not. */
  acked: boolean;
  dataSacked: boolean;
  /** It reports a needless retransmission, perhaps of the probe. */
  dsack: boolean;
  dsackedProbe: boolean;
  /** What was outstanding before the loss was delivered without having been sent again (FLAG_ORIG_SACK_ACKED). */
  originalDelivered: boolean;
  retransmissionAcked: boolean;
  lostRetransmission: boolean;
  /** The retransmission timer is to be set anew (FLAG_SET_XMIT_TIMER). */
  setTimer: boolean;
  /** When the first and last of the segments were sent that were never retransmitted and are now acknowledged. */
  firstSent: number | null;
  lastSent: number | null;
  /** The same for those selectively acknowledged. */
  firstSackSent: number | null;
  lastSackSent: number | null;
  /** The lowest offset that was overtaken. */
  overtaken: number;
  /** Delivered segments when the latest sent of those now delivered had been sent (rate sample). */
  deliveredBefore: number;
  latestSent: number;
}

/** tcp_ack. The caller sends new data afterwards. */
export function acknowledge(s: Sender, ack: Ack): void {
  if (ack.ack > s.next) return;
  const priorUna = s.una;
  const news = newsOf(ack, priorUna);
  news.notDuplicate = ack.hasData;
  const outstanding = s.board.size;
  const delivered = s.delivered;
  const lost = s.board.lostEver;
  s.echo = ack.echo;

  if (ack.ack < priorUna) {
    if (ack.sack.length === 0) return;
    tagSacked(s, ack, news);
    follow(s, react(s, news));
    return;
  }
  if (news.advanced) {
    s.timeouts = 0;
    s.una = ack.ack;
    s.buffer.free(ack.ack);
  }
  const priorHighest = s.board.sackedOut > 0 ? s.board.highestSacked : priorUna;
  if (ack.sack.length > 0) tagSacked(s, ack, news);
  if (outstanding === 0) {
    if (news.dsack) react(s, news);
    processProbeAck(s, news);
    return;
  }
  cleanQueue(s, news, priorHighest);
  if (news.acked) news.notDuplicate = true;
  s.rack.updateWindow(news.deliveredBefore, s.delivered);
  processProbeAck(s, news);

  let reaction: Reaction = 'nothing';
  if (!news.notDuplicate || news.dataSacked || news.dsack || s.state !== 'open') {
    news.duplicate = !news.advanced && !news.notDuplicate && !news.dsack;
    reaction = react(s, news);
  }
  if (news.setTimer) s.restartTimer();
  const newlyDelivered = s.delivered - delivered;
  if (s.reducing) s.window.reduce(newlyDelivered, s.board.lostEver - lost, news.advanced, s.board.inFlight);
  else if (news.acked || (s.rack.reorderingSeen && news.dataSacked))
    s.window.grow(newlyDelivered, s.nowJiffies);
  follow(s, reaction);
}

/** tcp_xmit_recovery. */
function follow(s: Sender, reaction: Reaction): void {
  if (reaction === 'nothing') return;
  if (reaction === 'new') {
    s.push();
    if (s.next > s.highSeq) return;
    s.frto = false;
  }
  s.retransmitLost();
}

function newsOf({ ack }: Ack, priorUna: number): AckNews {
  return {
    ack,
    priorUna,
    advanced: ack > priorUna,
    duplicate: false,
    notDuplicate: false,
    acked: false,
    dataSacked: false,
    dsack: false,
    dsackedProbe: false,
    originalDelivered: false,
    retransmissionAcked: false,
    lostRetransmission: false,
    setTimer: false,
    firstSent: null,
    lastSent: null,
    firstSackSent: null,
    lastSackSent: null,
    overtaken: Infinity,
    deliveredBefore: 0,
    latestSent: -1,
  };
}

/** tcp_sacktag_write_queue. */
function tagSacked(s: Sender, { ack, sack }: Ack, news: AckNews): void {
  const from = sack[0] ?? 0;
  const to = sack[1] ?? 0;
  // RFC 2883: the first block is a D-SACK if it lies below the acknowledgement or within the second.
  const dsack = from < ack || (sack.length > 2 && from >= (sack[2] ?? 0) && to <= (sack[3] ?? 0));
  if (dsack) noteDsack(s, from, to, news);
  for (let i = dsack ? 2 : 0; i < sack.length; i += 2) tagBlock(s, sack[i] ?? 0, sack[i + 1] ?? 0, news);
  s.sackCache = dsack ? sack.slice(2) : sack;
  if ((s.state !== 'loss' || s.undoMarker !== null) && news.overtaken < Infinity)
    noteReordering(s, news.overtaken);
}

/** tcp_dsack_seen, tcp_check_dsack and what tcp_sacktag_one does for a D-SACK. */
function noteDsack(s: Sender, from: number, to: number, news: AckNews): void {
  const segments = Math.max(1, Math.ceil((to - from) / MSS));
  if (segments === 1 && s.probeEnd === to) news.dsackedProbe = true;
  s.dsacked += segments;
  if (s.dsacked > s.retransmits) return; // The network duplicated it; nobody retransmitted.
  if (!news.dsackedProbe) s.rack.sawDsack();
  news.dsack = true;
  s.delivered += segments;
  const counts = s.undoMarker !== null && s.undoRetransmits > 0 && to > s.undoMarker;
  if (counts && to <= news.priorUna) s.undoRetransmits = Math.max(0, s.undoRetransmits - segments);
  for (const segment of s.board.segments(from)) {
    if (segment.to > to) break;
    if (segment.from < from) continue;
    if (counts && segment.everRetransmitted) s.undoRetransmits = Math.max(0, s.undoRetransmits - 1);
    if (segment.sacked) news.overtaken = Math.min(news.overtaken, segment.from);
    s.board.clearRetransmitted(segment);
  }
}

function tagBlock(s: Sender, from: number, to: number, news: AckNews): void {
  if (to <= s.una) return;
  let start = from;
  for (let i = 0; i < s.sackCache.length; i += 2) {
    const cachedTo = s.sackCache[i + 1] ?? 0;
    if ((s.sackCache[i] ?? 0) <= start && start < cachedTo) start = cachedTo;
  }
  if (start >= to) return;
  for (const segment of s.board.segments(start)) {
    if (segment.to > to) break;
    if (segment.from >= from && !segment.sacked) tagSegment(s, segment, news);
  }
}

/** tcp_sacktag_one for a segment not yet marked. */
function tagSegment(s: Sender, segment: TxSegment, news: AckNews): void {
  s.rack.advance(segment, s.now, s.rtt.minUs);
  if (!segment.everRetransmitted) {
    // It was in a hole, and nobody filled it: others overtook it.
    if (segment.from < s.board.highestSacked) news.overtaken = Math.min(news.overtaken, segment.from);
    if (segment.to <= s.highSeq) news.originalDelivered = true;
    news.firstSackSent ??= segment.sentAt;
    news.lastSackSent = segment.sentAt;
  }
  s.board.markSacked(segment);
  news.dataSacked = true;
  noteDelivery(s, segment, news);
}

function noteDelivery(s: Sender, segment: TxSegment, news: AckNews): void {
  s.delivered++;
  if (segment.sentAt < news.latestSent) return;
  news.latestSent = segment.sentAt;
  news.deliveredBefore = segment.deliveredBefore;
}

/** tcp_clean_rtx_queue: takes acknowledged segments off and measures the round trip. */
function cleanQueue(s: Sender, news: AckNews, priorHighest: number): void {
  let lowest = Infinity;
  for (let segment = s.board.head; segment && segment.to <= s.una; segment = s.board.head) {
    if (segment.everRetransmitted) news.retransmissionAcked = true;
    else if (!segment.sacked) {
      news.firstSent ??= segment.sentAt;
      news.lastSent = segment.sentAt;
      lowest = Math.min(lowest, segment.from);
      if (segment.to <= s.highSeq) news.originalDelivered = true;
    }
    if (!segment.sacked) {
      noteDelivery(s, segment, news);
      const spurious = segment.everRetransmitted && s.echo < Math.floor(segment.sentAt / 1000);
      if (!spurious) s.rack.advance(segment, s.now, s.rtt.minUs);
    }
    news.acked = true;
    s.board.shift();
  }
  const sampled = measure(s, news);
  if (news.acked) {
    news.setTimer = true;
    if (lowest < priorHighest) noteReordering(s, lowest);
  } else if (
    sampled &&
    news.firstSackSent !== null &&
    s.board.head &&
    news.firstSackSent < s.board.head.sentAt
  ) {
    // Not when the sample is from data sent after the head: the time-out would be put off again and again.
    news.setTimer = true;
  }
}

/** tcp_ack_update_rtt: a sample, if there is one, in Linux's order of preference. */
function measure(s: Sender, news: AckNews): boolean {
  const { now } = s;
  let sample = -1;
  let latest = -1;
  if (news.firstSent !== null && !news.retransmissionAcked) {
    sample = now - news.firstSent;
    latest = now - (news.lastSent ?? news.firstSent);
  }
  if (news.firstSackSent !== null) {
    if (sample < 0) sample = now - news.firstSackSent;
    latest = now - (news.lastSackSent ?? news.firstSackSent);
  }
  // Karn: what was sent again measures nothing, but the echoed timestamp does (RFC 7323 section 4.1).
  if (sample < 0 && news.acked) sample = latest = Math.max(1, s.nowStamp - s.echo) * 1000;
  if (sample >= 0) {
    s.rtt.updateMin(latest, now);
    s.rtt.sample(sample, s.una, s.next);
  }
  if (latest >= 0) {
    const { window } = s;
    const done = window.cubic.measured(latest, window.cwnd, window.slowStart, s.una, s.next, now);
    if (done) window.ssthresh = window.cwnd;
  }
  return sample >= 0;
}
