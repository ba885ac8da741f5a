/** What a walk over diagrams remembers: numbers by one, two or three node ids, in flat memory. */

const MULTIPLIERS = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35] as const;

/** Spreads three ids over all bits; answers a non-negative number. */
export function hashed(a: number, b: number, c: number): number {
  let hash = Math.imul(a, MULTIPLIERS[0]) ^ Math.imul(b, MULTIPLIERS[1]);
  hash = Math.imul(hash ^ (hash >>> 15), MULTIPLIERS[2]) ^ Math.imul(c, MULTIPLIERS[0]);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIERS[1]);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const SLOTS_FIRST = 64;

/** A map from two numbers to one, none of them below 0; open addressing, at most half full. */
export class PairMemo {
  #slots = new Int32Array(SLOTS_FIRST * 3);
  #mask = SLOTS_FIRST - 1;
  #count = 0;

  /** -1 where nothing is remembered. */
  get(left: number, right: number): number {
    const at = this.#find(left, right);
    return this.#slots[at + 2] === 0 ? -1 : (this.#slots[at + 2] as number) - 1;
  }

  set(left: number, right: number, value: number): void {
    if (this.#count * 2 > this.#mask) this.#grow();
    const at = this.#find(left, right);
    if (this.#slots[at + 2] === 0) this.#count += 1;
    this.#slots[at] = left;
    this.#slots[at + 1] = right;
    this.#slots[at + 2] = value + 1;
  }

  /** Forgets everything and keeps its room. */
  clear(): void {
    if (this.#count > 0) this.#slots.fill(0);
    this.#count = 0;
  }

  #find(left: number, right: number): number {
    const slots = this.#slots;
    let slot = hashed(left, right, 0) & this.#mask;
    for (;;) {
      const at = slot * 3;
      if (slots[at + 2] === 0 || (slots[at] === left && slots[at + 1] === right)) return at;
      slot = (slot + 1) & this.#mask;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = this.#mask * 2 + 1;
    this.#slots = new Int32Array((this.#mask + 1) * 3);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] === 0) continue;
      const to = this.#find(old[at] as number, old[at + 1] as number);
      this.#slots.set(old.subarray(at, at + 3), to);
    }
  }
}

/** Results of an operation on three nodes. A newer one takes an older one's place: a loss costs time, never truth. */
export class TripleCache {
  #slots: Int32Array;
  #mask: number;

  constructor(slots: number) {
    this.#slots = new Int32Array(slots * 4);
    this.#mask = slots - 1;
  }

  get slots(): number {
    return this.#mask + 1;
  }

  /** -1 where nothing is remembered. */
  get(a: number, b: number, c: number): number {
    const slots = this.#slots;
    const at = (hashed(a, b, c) & this.#mask) * 4;
    return slots[at + 3] !== 0 && slots[at] === a && slots[at + 1] === b && slots[at + 2] === c
      ? (slots[at + 3] as number) - 1
      : -1;
  }

  set(a: number, b: number, c: number, value: number): void {
    const slots = this.#slots;
    const at = (hashed(a, b, c) & this.#mask) * 4;
    slots[at] = a;
    slots[at + 1] = b;
    slots[at + 2] = c;
    slots[at + 3] = value + 1;
  }
}

/** Numbers by node id, all forgotten at once by `begin`: nothing is cleared. */
export class NodeMemo {
  #marks = new Int32Array(1_024);
  #values = new Int32Array(1_024);
  #round = 1;

  /** Forgets everything; ids below `nodes` may then be used. */
  begin(nodes: number): void {
    this.#round += 1;
    if (nodes <= this.#marks.length) return;
    this.#marks = new Int32Array(nodes * 2);
    this.#values = new Int32Array(nodes * 2);
    this.#round = 1;
  }

  /** -1 where nothing is remembered. Ids past those announced are never remembered. */
  get(node: number): number {
    return this.#marks[node] === this.#round ? (this.#values[node] as number) : -1;
  }

  set(node: number, value: number): void {
    this.#marks[node] = this.#round;
    this.#values[node] = value;
  }
}
