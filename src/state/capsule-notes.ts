/** What is wrong with a capsule that came from outside. */

/** Why nothing could be opened. */
export type CapsuleError =
  /** A link was cut off or changed on its way. */
  | { readonly kind: 'broken'; readonly why: 'base64' | 'checksum' | 'deflate' }
  /** The text is no JSON; in a file somebody may have edited it. */
  | { readonly kind: 'json' }
  /** JSON, but no capsule. */
  | { readonly kind: 'noCapsule' }
  | {
      readonly kind: 'tooLarge';
      readonly what: 'link' | 'file' | 'interventions' | 'rows';
      readonly limit: number;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** What of a capsule could not be used although the rest was. */
export type CapsuleNote =
  /** Written by a newer page: what this one knows of it is used. */
  | { readonly kind: 'newer'; readonly version: number }
  /** A field that is unknown here or has no valid value, by its path: "settings.net.up.lossPct". */
  | { readonly kind: 'dropped'; readonly path: string }
  /** The scenario is unknown, and the capsule doesn't bring all that makes it up. */
  | { readonly kind: 'scenario'; readonly id: string }
  /** The file with the messages did not go along. */
  | { readonly kind: 'fileLeftOut'; readonly name: string; readonly rowCount: number };
