/** What of the messages written to a stream TCP has not sent yet: the part of `bufferedAmount` below the API. */

interface Written {
  /** Its frame is [from, to) of the stream. */
  readonly from: number;
  readonly to: number;
  /** Octets of the message as the page handed it over. */
  readonly size: number;
}

export class UnsentMessages {
  #written: Written[] = [];

  add(message: Written): void {
    this.#written.push(message);
  }

  /**
   * Octets of messages that are unsent when the stream has been sent up to `sentTo`. Of a frame that is sent in part,
   * the message counts in proportion, rounded up: a frame's header and compression are not the page's octets.
   */
  bytes(sentTo: number): number {
    this.#written = this.#written.filter(({ to }) => to > sentTo);
    return this.#written.reduce((sum, { from, to, size }) => {
      return sum + Math.ceil((size * (to - Math.max(from, sentTo))) / (to - from));
    }, 0);
  }
}
