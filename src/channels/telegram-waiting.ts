/** How many updates of one chat may be in hand: one who sends faster than is taken must not fill the queue of all. */

/** More than come through at once, and few enough that the rest have their turn within seconds. */
export const WAITING_MAX = 40;

export interface Waiting {
  /** Takes a place for one update of the chat; false: there is none, and the update is passed over. */
  enter(chat: number): boolean;
  leave(chat: number): void;
  /** Something of this chat was passed over and the person does not know yet. True once for as long as it is crowded. */
  owesNotice(chat: number): boolean;
}

interface Crowd {
  waiting: number;
  notice: "none" | "owed" | "given";
}

/** A chat with nothing in hand takes no memory. */
export function openWaiting(placesMax: number = WAITING_MAX): Waiting {
  const crowds = new Map<number, Crowd>();
  return {
    enter: (chat) => {
      const crowd = crowds.get(chat) ?? { waiting: 0, notice: "none" };
      crowds.set(chat, crowd);
      if (crowd.waiting < placesMax) {
        crowd.waiting += 1;
        return true;
      }
      if (crowd.notice === "none") crowd.notice = "owed";
      return false;
    },
    leave: (chat) => {
      const crowd = crowds.get(chat);
      if (crowd === undefined) return;
      crowd.waiting -= 1;
      if (crowd.waiting === 0) crowds.delete(chat);
    },
    owesNotice: (chat) => {
      const crowd = crowds.get(chat);
      if (crowd?.notice !== "owed") return false;
      crowd.notice = "given";
      return true;
    },
  };
}
