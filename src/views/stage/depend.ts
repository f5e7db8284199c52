/** Names what an effect or a derivation depends on without using it: that the caller reads the values is all that counts. */
export function dependOn(...values: readonly unknown[]): number {
  return values.length;
}
