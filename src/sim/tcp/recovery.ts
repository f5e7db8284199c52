/**
 * What to do about losses: the states Open, Disorder, CWR, Recovery and Loss, and undoing a needless reduction
 * (RFC 6675 and RFC 8985 for when to retransmit, RFC 5682 F-RTO, RFC 3522 Eifel; tcp_fastretrans_alert and around).
 */
import type { AckNews } from './acknowledge.ts';
import { MSS, TIMEOUT_MIN_US } from './constants.ts';
import type { CongestionState, Sender } from './sender.ts';
import { toJiffies } from './timer-wheel.ts';

/** What an acknowledgement leads to: nothing, retransmitting what is lost, or new data first (F-RTO). */
export type Reaction = 'nothing' | 'lost' | 'new';

/** tcp_max_reordering. */
const MAX_REORDERING = 300;

/** The order of Linux's states matters: from Recovery on, a reduction is under way because of losses. */
const SEVERITY: Record<CongestionState, number> = { open: 0, disorder: 1, cwr: 2, recovery: 3, loss: 4 };

/** Works through the state machine after a dubious acknowledgement (tcp_fastretrans_alert). */
export function react(s: Sender, news: AckNews): Reaction {
  if (s.state === 'open') s.retransmitStamp = null;
  else if (s.una >= s.highSeq) endEpisode(s);

  let reaction: Reaction = 'nothing';
  if (s.state === 'recovery') {
    if (news.advanced && undoPartial(s, news)) return 'nothing';
    if (undoByDsack(s)) tryToOpen(s);
    identifyLosses(s, news);
    if (severity(s) !== SEVERITY.recovery) {
      if (s.board.lostOut === 0) return 'nothing';
      enterRecovery(s);
    }
    return 'lost';
  }
  if (s.state === 'loss') {
    reaction = processLoss(s, news);
    identifyLosses(s, news);
    // Goes on only if the window was restored, or retransmissions were lost in their turn.
    if (severity(s) !== SEVERITY.open && !news.lostRetransmission) return reaction;
  }
  if (severity(s) <= SEVERITY.disorder) undoByDsack(s);
  identifyLosses(s, news);
  if (s.board.lostOut === 0) {
    tryToOpen(s);
    return reaction;
  }
  enterRecovery(s);
  return 'lost';
}

/** tcp_enter_loss: what is not delivered and not fresh counts as lost, and the window restarts. */
export function enterLoss(s: Sender): void {
  const { board, window } = s;
  const { head } = board;
  for (const segment of board.segments())
    if (segment === head || s.rack.timeLeft(segment, s.now) <= 0) board.markLost(segment);
  const fresh = severity(s) < SEVERITY.recovery;
  if (severity(s) <= SEVERITY.disorder || s.highSeq <= s.una || (s.state === 'loss' && s.timeouts === 0)) {
    window.collapse(s.reducing);
    beginUndo(s);
  }
  window.restartFrom(board.inFlight, s.nowJiffies);
  window.cubic.reset(s.now, s.next);
  s.state = 'loss';
  s.highSeq = s.next;
  s.probeEnd = null;
  s.frto = fresh || s.timeouts > 0;
}

/** RACK's timer fired: what was merely late may be lost by now (tcp_rack_reo_timeout). */
export function reorderingTimeout(s: Sender): void {
  const { board, window } = s;
  const inFlight = board.inFlight;
  const lost = board.lostEver;
  detect(s);
  if (board.inFlight !== inFlight) {
    if (s.state !== 'recovery') {
      enterRecovery(s);
      window.reduce(1, board.lostEver - lost, false, board.inFlight);
    }
    s.retransmitLost();
  }
  if (s.timer.pending !== 'rto') s.rearm();
}

/** A probe's fate may be known (RFC 8985 section 7.4; tcp_process_tlp_ack). */
export function processProbeAck(s: Sender, news: AckNews): void {
  if (s.probeEnd === null || news.ack < s.probeEnd) return;
  if (!s.probeWasCopy || news.dsackedProbe) s.probeEnd = null;
  else if (news.ack > s.probeEnd) {
    // The copy repaired a loss that nothing else shows: answer for it as for any other.
    beginReduction(s);
    s.state = 'cwr';
    endReduction(s);
    keepOpen(s);
  } else if (!news.advanced && !news.notDuplicate && !news.dataSacked) s.probeEnd = null;
}

/** Segments from `low` on were overtaken (tcp_check_sack_reordering). */
export function noteReordering(s: Sender, low: number): void {
  const metric = s.board.highestSacked - low;
  if (metric <= 0) return;
  if (metric > s.rack.reordering * MSS) s.rack.reordering = Math.min(Math.ceil(metric / MSS), MAX_REORDERING);
  s.rack.reorderingSeen = true;
}

function severity(s: Sender): number {
  return SEVERITY[s.state];
}

/** What was outstanding when the state was entered is acknowledged. */
function endEpisode(s: Sender): void {
  if (s.state === 'cwr' && s.una !== s.highSeq) {
    endReduction(s);
    s.state = 'open';
  } else if (s.state === 'recovery') {
    undoRecovery(s);
    endReduction(s);
  }
}

/** tcp_process_loss: Eifel and F-RTO look for a time-out that was needless. */
function processLoss(s: Sender, news: AckNews): Reaction {
  const recovered = s.una >= s.highSeq;
  if (news.advanced && mayUndo(s)) {
    undoLoss(s);
    return 'nothing';
  }
  if (s.frto) {
    // RFC 5682 section 3.1 step 3.b: what was never sent again has arrived.
    if (news.originalDelivered) {
      undoLoss(s);
      return 'nothing';
    }
    if (s.next > s.highSeq) {
      if (news.dataSacked || news.duplicate) s.frto = false; // Step 3.a: the loss was real.
    } else if (news.advanced && !recovered) {
      s.highSeq = s.next;
      if (s.hasUnsent) return 'new'; // Step 2.b.
      s.frto = false;
    }
  }
  if (recovered) {
    undoRecovery(s);
    return 'nothing';
  }
  return 'lost';
}

function identifyLosses(s: Sender, news: AckNews): void {
  if (s.board.size === 0 || !s.rack.takeAdvanced()) return;
  const before = s.board.retransOut;
  const wait = detect(s);
  if (wait > 0) {
    s.timer.set('rack', toJiffies(wait + TIMEOUT_MIN_US));
    news.setTimer = false;
  }
  if (before > s.board.retransOut) news.lostRetransmission = true;
}

function detect(s: Sender): number {
  return s.rack.detect(s.board, {
    now: s.now,
    minRttUs: s.rtt.minUs,
    srttUs: s.rtt.srttUs,
    recovering: severity(s) >= SEVERITY.recovery,
  });
}

function enterRecovery(s: Sender): void {
  s.window.priorSsthresh = 0;
  beginUndo(s);
  if (!s.reducing) {
    s.window.priorSsthresh = s.window.currentSsthresh;
    beginReduction(s);
  }
  s.state = 'recovery';
}

function beginReduction(s: Sender): void {
  s.highSeq = s.next;
  s.probeEnd = null;
  s.window.beginReduction();
}

/** tcp_end_cwnd_reduction: the window takes its reduced size, unless the reduction was undone. */
function endReduction(s: Sender): void {
  if (s.state === 'cwr' || s.undoMarker !== null) s.window.endReduction(s.nowJiffies);
}

/** tcp_init_undo. */
function beginUndo(s: Sender): void {
  s.undoMarker = s.una;
  s.undoRetransmits = s.board.retransOut + (s.probeEnd !== null && s.probeWasCopy ? 1 : 0);
  if (s.undoRetransmits === 0) s.undoRetransmits = -1;
}

/** The reduction was needless: every retransmission was reported so, or what arrived had been sent before them. */
function mayUndo(s: Sender): boolean {
  return s.undoMarker !== null && (s.undoRetransmits === 0 || wasDelayed(s));
}

/** Eifel detection (RFC 3522; tcp_packet_delayed): the echo is older than the first retransmission. */
function wasDelayed(s: Sender): boolean {
  return s.retransmitStamp === null || s.echo < s.retransmitStamp;
}

function undo(s: Sender, unmark: boolean): void {
  if (unmark) s.board.unmarkLost();
  s.window.undo(s.nowJiffies);
  s.undoMarker = null;
  s.rack.reexamine();
}

function undoLoss(s: Sender): void {
  undo(s, true);
  s.timeouts = 0;
  s.state = 'open';
}

function undoRecovery(s: Sender): void {
  if (mayUndo(s)) undo(s, false);
  else s.rack.recovered();
  s.state = 'open';
}

function undoByDsack(s: Sender): boolean {
  if (s.undoMarker === null || s.undoRetransmits !== 0) return false;
  s.rack.persist();
  undo(s, false);
  return true;
}

/** A hole was filled by the original, late. Returns whether retransmissions are still under way, which settle it. */
function undoPartial(s: Sender, news: AckNews): boolean {
  if (s.undoMarker === null || !wasDelayed(s)) return false;
  noteReordering(s, news.priorUna);
  if (s.board.retransOut > 0) return true;
  if (!anyRetransmitted(s)) s.retransmitStamp = null;
  undo(s, true);
  keepOpen(s);
  return false;
}

function anyRetransmitted(s: Sender): boolean {
  return s.board.retransOut > 0 || s.board.head?.everRetransmitted === true;
}

function tryToOpen(s: Sender): void {
  if (!anyRetransmitted(s)) s.retransmitStamp = null;
  if (s.state !== 'cwr') keepOpen(s);
}

function keepOpen(s: Sender): void {
  const left = s.board.sackedOut + s.board.lostOut > 0;
  const state = left || anyRetransmitted(s) ? 'disorder' : 'open';
  if (s.state === state) return;
  s.state = state;
  s.highSeq = s.next;
}
