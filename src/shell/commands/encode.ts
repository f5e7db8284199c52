/** base64, openssl base64, openssl dgst: octets as text, and hashes. */
import { fromLatin1, latin1, toBase64, toHex } from '#base/bytes.ts';
import { sha1, sha256 } from '#base/digest.ts';
import { define, GNU, type Context } from '../command.ts';
import { readAll, writeText } from '../streams.ts';
import { openInputs } from './inputs.ts';

function wrapped(text: string, columns: number): string {
  if (text === '') return '';
  if (columns === 0) return text;
  let lines = '';
  for (let at = 0; at < text.length; at += columns) lines += `${text.slice(at, at + columns)}\n`;
  return lines;
}

/** Decodes group by group, up to the first that isn't Base64; of a group cut short, the octets that it holds. */
function decoded(text: string): { readonly octets: Uint8Array; readonly valid: boolean } {
  const dense = text.replace(/\n/g, '');
  let octets = '';
  let at = 0;
  for (const group of dense.matchAll(/[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=/g)) {
    if (group.index !== at) break;
    octets += atob(group[0]);
    at += group[0].length;
  }
  const cut = /^[A-Za-z0-9+/]{2,3}/.exec(dense.slice(at, at + 4))?.[0];
  if (cut !== undefined) octets += atob(cut);
  return { octets: latin1(octets), valid: at === dense.length };
}

export const base64 = define({
  name: 'base64',
  operands: '[FILE]',
  flags: {
    decode: { flags: ['-d', '--decode'] },
    wrap: { flags: ['-w', '--wrap'], value: 'COLS' },
  },
  manner: GNU,
  usageStatus: 1,
  async run(options, context) {
    const columns = options.value('wrap') ?? '76';
    const extra = options.operands[1];
    if (!/^\d{1,9}$/.test(columns) || extra !== undefined) {
      const saying = extra === undefined ? `invalid wrap size: '${columns}'` : `extra operand '${extra}'`;
      await writeText(context.stderr, `base64: ${saying}\n`);
      return 1;
    }
    const { inputs } = await openInputs('base64', options.operands, context);
    const [input] = inputs;
    if (input === undefined) return 1;
    const bytes = await readAll(input.source);
    if (!options.has('decode')) {
      await writeText(context.stdout, wrapped(toBase64(bytes), Number(columns)));
      return 0;
    }
    const { octets, valid } = decoded(fromLatin1(bytes));
    await context.stdout.write(octets);
    if (!valid) await writeText(context.stderr, 'base64: invalid input\n');
    return valid ? 0 : 1;
  },
});

/** OpenSSL breaks lines after so many characters. */
const OPENSSL_COLUMNS = 64;

export const opensslBase64 = define({
  name: 'openssl base64',
  operands: '',
  flags: {
    encode: { flags: ['-e'] },
    decode: { flags: ['-d'] },
    one: { flags: ['-A'] },
  },
  manner: { kind: 'single-dash' },
  usageStatus: 1,
  async run(options, context) {
    const [extra] = options.operands;
    if (extra !== undefined) {
      await writeText(context.stderr, `Extra option: "${extra}"\n`);
      return 1;
    }
    const bytes = await readAll(context.stdin);
    if (options.has('decode')) {
      await context.stdout.write(decoded(fromLatin1(bytes)).octets);
      return 0;
    }
    const text = toBase64(bytes);
    await writeText(context.stdout, wrapped(text, options.has('one') ? 0 : OPENSSL_COLUMNS));
    return 0;
  },
});

async function digests(
  names: readonly string[],
  context: Context,
  hash: (bytes: Uint8Array) => Uint8Array,
  title: string | null,
): Promise<number> {
  const { inputs, missing } = await openInputs('dgst', names, context);
  for (const { name, source } of inputs) {
    const digest = hash(await readAll(source));
    if (title === null) await context.stdout.write(digest);
    else await writeText(context.stdout, `${title}(${name === '-' ? 'stdin' : name})= ${toHex(digest)}\n`);
  }
  return missing ? 1 : 0;
}

export const opensslDgst = define({
  name: 'openssl dgst',
  operands: '[FILE]...',
  flags: {
    sha1: { flags: ['-sha1'] },
    sha256: { flags: ['-sha256'] },
    binary: { flags: ['-binary'] },
    hex: { flags: ['-hex'] },
  },
  manner: { kind: 'single-dash', first: true },
  usageStatus: 1,
  run(options, context) {
    const binary = options.has('binary') && !options.has('hex');
    const short = options.has('sha1');
    // OpenSSL 3.0 names the digest that it takes by itself otherwise than one that was asked for.
    const title = short ? 'SHA1' : options.has('sha256') ? 'SHA2-256' : 'SHA256';
    const hash = short ? sha1 : (bytes: Uint8Array) => sha256().update(bytes).digest();
    return digests(options.operands, context, hash, binary ? null : title);
  },
});
