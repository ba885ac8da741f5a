/** Work that notices when it is not alone. */

/** Does `turn` so often at once, each with the same piece of work; answers how many were inside at each of them. */
export async function insideAtOnce(
  times: number,
  turn: (work: () => Promise<string>) => Promise<string>,
  pause: () => Promise<unknown>,
): Promise<readonly number[]> {
  let inside = 0;
  const most: number[] = [];
  const work = async () => {
    inside += 1;
    most.push(inside);
    await pause();
    inside -= 1;
    return "in";
  };
  await Promise.all(Array.from({ length: times }, () => turn(work)));
  return most;
}
