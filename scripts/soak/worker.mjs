// A worker thread does not inherit tsx: this starts it there, then the worker.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
