/** The tables of docs/model.md and docs/model.zh-CN.md: simulated against measured, between two markers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import type { Figures } from './figures.ts';
import type { Measured } from './table.ts';

const BEGIN = '<!-- written by `npm run calibrate -- --docs`: begin -->';
const END = '<!-- written by `npm run calibrate -- --docs`: end -->';

interface Words {
  readonly file: string;
  readonly verdict: (evaluated: string) => string;
  readonly condition: string;
  readonly client: string;
  readonly setup: string;
  readonly up: string;
  readonly down: string;
  readonly mean: string;
  readonly undelivered: string;
  readonly resume: string;
  readonly message: string;
  readonly kinds: Readonly<Record<Figures['kind'], string>>;
}

const LANGUAGES: readonly Words[] = [
  {
    file: 'docs/model.md',
    verdict: (evaluated) => `Checks of \`calibration/evaluate.mjs\`: ${evaluated}.`,
    condition: 'Condition',
    client: 'Client',
    setup: 'set-up p50',
    up: 'octets up',
    down: 'octets down',
    mean: 'mean',
    undelivered: 'undelivered',
    resume: 'resumed after (p50)',
    message: 'Message',
    kinds: {
      steady: 'Steady: delay and set-up in ms, octets at the IP level for each message',
      outage: 'Outage: messages that never came, and ms from the end of the outage to the next message',
      bulk: 'Large messages over WebSocket: delay in ms',
    },
  },
  {
    file: 'docs/model.zh-CN.md',
    verdict: (evaluated) => `\`calibration/evaluate.mjs\` 的检查结果：${evaluated}。`,
    condition: '条件',
    client: '客户端',
    setup: '建连 p50',
    up: '上行字节',
    down: '下行字节',
    mean: '平均',
    undelivered: '未送达',
    resume: '恢复用时（p50）',
    message: '消息',
    kinds: {
      steady: '稳定的线路：延迟和建连时间以毫秒计，字节数是每条消息在 IP 层的开销',
      outage: '断线：始终没到的消息数，以及从线路恢复到下一条消息的毫秒数',
      bulk: '经 WebSocket 发大消息：延迟，以毫秒计',
    },
  },
];

/** Simulated, then by how much it is off; empty where nothing was measured. */
function cell(simulated: number | undefined, measured: number | undefined): string {
  if (simulated === undefined || measured === undefined) return '';
  const digits = Math.abs(measured) < 100 ? 1 : 0;
  if (measured === 0) return String(simulated);
  const off = (100 * (simulated - measured)) / measured;
  const sign = off < -0.05 ? '−' : off > 0.05 ? '+' : '';
  return `${simulated.toFixed(digits)} (${sign}${Math.abs(off).toFixed(1)} %)`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function columns(words: Words, kind: Figures['kind'], m: Measured, s: Figures): Record<string, string> {
  const { condition, client, up, down, mean, setup, undelivered, resume, message } = words;
  const latency = (key: 'p50' | 'p90' | 'p99' | 'mean'): string =>
    cell(s.latencyMs?.[key], m.latencyMs?.[key]);
  switch (kind) {
    case 'steady':
      return {
        [condition]: m.condition.name,
        [client]: m.params.id,
        p50: latency('p50'),
        p90: latency('p90'),
        p99: latency('p99'),
        [mean]: latency('mean'),
        [up]: cell(s.bytesPerMessage?.up, m.bytesPerMessage?.up),
        [down]: cell(s.bytesPerMessage?.down, m.bytesPerMessage?.down),
        [setup]: cell(s.setupMs?.p50, m.setupMs?.p50),
      };
    case 'outage':
      return {
        [condition]: m.condition.name,
        [client]: m.params.id,
        [undelivered]: cell(s.undelivered, m.undelivered),
        [resume]: cell(s.resumeAfterRestoreMs?.p50, m.resumeAfterRestoreMs?.p50),
      };
    case 'bulk':
      return {
        [condition]: m.condition.name,
        [message]: m.params.connection?.startsWith('second') === true ? '2' : '1',
        p50: latency('p50'),
        [mean]: latency('mean'),
      };
  }
}

function tables(words: Words, measured: readonly Measured[], figures: readonly Figures[]): string {
  const parts = (['steady', 'outage', 'bulk'] as const).map((kind) => {
    const rows = measured.flatMap((m, i) => {
      const s = figures[i];
      return m.kind === kind && s && s.skipped === undefined ? [columns(words, kind, m, s)] : [];
    });
    const names = Object.keys(rows[0] ?? {});
    const lines = [names, names.map(() => '---'), ...rows.map((cells) => Object.values(cells))].map(row);
    return `### ${words.kinds[kind]}\n\n${lines.join('\n')}`;
  });
  return parts.join('\n\n');
}

/** Writes the tables into the documents; `evaluated` is the evaluator's last line. */
export async function writeDocs(
  measured: readonly Measured[],
  figures: readonly Figures[],
  evaluated: string,
): Promise<void> {
  for (const words of LANGUAGES) {
    const { file } = words;
    const text = readFileSync(file, 'utf8');
    const [before, rest] = text.split(BEGIN);
    const after = rest?.split(END)[1];
    if (before === undefined || after === undefined)
      throw new Error(`${file} has no "${BEGIN}" and "${END}"`);
    const generated = `${words.verdict(evaluated)}\n\n${tables(words, measured, figures)}`;
    const whole = `${before}${BEGIN}\n\n${generated}\n\n${END}${after}`;
    const config = await resolveConfig(file);
    writeFileSync(file, await format(whole, { ...config, filepath: file }));
  }
}
