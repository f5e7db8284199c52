/** Room for labels: each says which box it would take, and gets it only if nothing stands there. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const CELL = 64;

/** Boxes in columns of 64 px, so that asking stays cheap when many labels are about. */
export class Room {
  #columns = new Map<number, Box[]>();

  take(box: Box): void {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column++) {
      const boxes = this.#columns.get(column);
      if (boxes) boxes.push(box);
      else this.#columns.set(column, [box]);
    }
  }

  isFree(box: Box): boolean {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column++)
      for (const other of this.#columns.get(column) ?? [])
        if (
          box.left < other.right &&
          other.left < box.right &&
          box.top < other.bottom &&
          other.top < box.bottom
        )
          return false;
    return true;
  }
}

/** Whether a label would be whole: a cut one reads as another word. */
export function isInside(box: Box, width: number): boolean {
  return box.left >= -2 && box.right <= width + 2;
}

/** The box of a text of this width whose middle line is at `y`. */
export function textBox(
  x: number,
  y: number,
  width: number,
  fontPx: number,
  align: 'left' | 'center' | 'right',
): Box {
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left: left - 2, right: left + width + 2, top: y - fontPx * 0.54, bottom: y + fontPx * 0.54 };
}
