/** Types of setup.mjs, which has to run before anything is installed and so is plain JavaScript. */
export const root: string;
export function run(command: string, args: readonly string[], options?: object): boolean;
export function installDependencies(): void;
export function findOrInstallChromium(): string;
