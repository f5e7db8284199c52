/** Svelte's compiler options: runes only. */
export default {
  compilerOptions: { runes: true },
};
