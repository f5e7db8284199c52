/** npm start: installs what is missing and serves the page with live reload. Arguments go to Vite. */
import { installDependencies, root } from './setup.mjs';

installDependencies();
process.chdir(root);
const { createServer } = await import('vite');
const portAt = process.argv.indexOf('--port');
const server = await createServer({
  root,
  server: { ...(portAt > 0 ? { port: Number(process.argv[portAt + 1]), strictPort: true } : {}) },
});
await server.listen();
server.printUrls();
server.bindCLIShortcuts({ print: true });
