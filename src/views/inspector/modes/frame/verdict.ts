/** What a receiver makes of frames (RFC 6455 sections 5 and 7.4): asked of the receiver itself. */
import type { ProtocolErrorCode } from '#codecs/protocol-error.ts';
import { WsReceiver, type MessageInflater } from '#codecs/websocket/receiver.ts';
import { framesIn } from '#trace/inspect-frames.ts';

export interface Verdict {
  /** The first rule that is broken, and the close code with which the connection is failed. */
  readonly broken: { readonly code: ProtocolErrorCode; readonly closeCode: number } | null;
  /** What it waits for where nothing is broken. */
  readonly waits: 'nothing' | 'header' | 'octets' | 'fragments';
}

/** `inflater` is given where compression was agreed. */
export function judge(
  octets: Uint8Array,
  role: 'client' | 'server',
  inflater: MessageInflater | null,
): Verdict {
  const receiver = new WsReceiver({ role, inflater });
  for (const item of receiver.feed(octets))
    if (item.kind === 'error')
      return {
        broken: { code: item.error.code, closeCode: item.error.closeCode ?? 1002 },
        waits: 'nothing',
      };
  if (!receiver.incomplete) return { broken: null, waits: 'nothing' };
  if (receiver.state === 'payload') return { broken: null, waits: 'octets' };
  return { broken: null, waits: (framesIn(octets).at(-1)?.to ?? 0) < octets.length ? 'header' : 'fragments' };
}
