/**
 * Wiring of shared runs to the page: `run=` in the address, and files. What unpacks them is fetched with the first one.
 */
import type { Recipe } from '#lab/recipe.ts';
import type { Capsule } from '#state/capsule.ts';
import type { CapsuleOpener, CapsuleSource, CapsuleToShow, Opening } from '#state/capsule-opener.svelte.ts';
import type { SessionView } from '#state/contract.ts';
import { putAllInHash, putInHash, type Preferences } from '#ui/preferences.svelte.ts';
import { hashValue } from '#words/locale.ts';

const KEY = 'run';

export class CapsuleRoute {
  readonly #preferences: Preferences;
  readonly #onlesson: (id: string | null, step: string | null) => Promise<void>;
  #opener: CapsuleOpener | null = $state.raw(null);
  /** The run that the address stands for, until the learner changes it. */
  #addressed: Recipe | null = $state.raw(null);

  constructor(preferences: Preferences, onlesson: (id: string | null, step: string | null) => Promise<void>) {
    this.#preferences = preferences;
    this.#onlesson = onlesson;
  }

  /** How the last shared run is doing; null when there is nothing to say. */
  get opening(): Opening | null {
    return this.#opener?.opening ?? null;
  }

  /** Whether the address asks for a shared run. */
  get asked(): boolean {
    return hashValue(location.hash, KEY) !== null;
  }

  dismiss(): void {
    this.#opener?.dismiss();
  }

  /** What `run=` should be in the address: as it is while it stands for the shown run, else nothing. */
  linkOf(session: SessionView): string | null {
    // What is done to a run shows in its trace: until then its own link says all.
    const same = session.version >= 0 && session.shown.recipe === this.#addressed;
    return same ? hashValue(location.hash, KEY) : null;
  }

  /** Reads the run that the address asks for. One that can't be read is taken out of it. */
  async read(): Promise<CapsuleToShow | null> {
    const text = hashValue(location.hash, KEY);
    if (text === null) return null;
    const found = (await this.#fetch()).readLink(text);
    this.#addressed = found?.recipe ?? null;
    if (!found) putInHash(KEY, null);
    return found;
  }

  /** Shows what `read` found. */
  async show(session: SessionView, found: CapsuleToShow): Promise<void> {
    await this.#opener?.show(session, found, { kind: 'link' });
  }

  /** Starts the run that the address asks for. */
  async open(session: SessionView): Promise<void> {
    const found = await this.read();
    if (found) await this.show(session, found);
  }

  async openFile(session: SessionView, file: File): Promise<void> {
    const opener = await this.#fetch();
    const found = await opener.readFile(file);
    if (found) await opener.show(session, found, { kind: 'file', name: file.name });
  }

  /** Opens a dropped file. False when it is no saved run: then it holds messages. */
  async take(session: SessionView, file: File): Promise<boolean> {
    const { isCapsuleFile } = await import('#state/capsule-file.ts');
    if (!(await isCapsuleFile(file))) return false;
    await this.openFile(session, file);
    return true;
  }

  async #fetch(): Promise<CapsuleOpener> {
    const module = await import('#state/capsule-opener.svelte.ts');
    return (this.#opener ??= new module.CapsuleOpener({
      onlook: (capsule, from) => {
        this.#look(capsule, from);
      },
      onlesson: this.#onlesson,
    }));
  }

  /** A shared run brings its language and colours. What stands in the address beside its link comes first. */
  #look({ lang, theme = 'auto' }: Capsule, from: CapsuleSource): void {
    const look = { lang: lang ?? null, theme: theme === 'auto' ? null : theme };
    const { hash } = location;
    const beside = {
      lang: hashValue(hash, 'lang') ?? look.lang,
      theme: hashValue(hash, 'theme') ?? look.theme,
    };
    putAllInHash(from.kind === 'file' ? look : beside);
    this.#preferences.read();
  }
}
