/** Plane geometry in pixels. A polygon is a flat list x0, y0, x1, y1, … */

export type Polygon = readonly number[];

/** The part of a convex polygon with x at most `limit`; empty when there is none. */
export function clipRight(polygon: Polygon, limit: number): number[] {
  const clipped: number[] = [];
  for (let i = 0; i < polygon.length; i += 2) {
    const x = polygon[i] ?? 0;
    const y = polygon[i + 1] ?? 0;
    const next = (i + 2) % polygon.length;
    const nextX = polygon[next] ?? 0;
    const nextY = polygon[next + 1] ?? 0;
    if (x <= limit) clipped.push(x, y);
    if (x <= limit !== nextX <= limit) clipped.push(limit, y + ((nextY - y) * (limit - x)) / (nextX - x));
  }
  return clipped.length >= 6 ? clipped : [];
}

/** Whether a point is inside a polygon (even-odd). */
export function inside(polygon: Polygon, x: number, y: number): boolean {
  let odd = false;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const ax = polygon[i] ?? 0;
    const ay = polygon[i + 1] ?? 0;
    const bx = polygon[j] ?? 0;
    const by = polygon[j + 1] ?? 0;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

/** Distance of a point from the stretch between two others. */
export function distance(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const t =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length));
  return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1));
}
