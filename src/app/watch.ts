/** Reads the content folder again whenever a file in it changes. */
import { join } from "node:path";
import { watch } from "chokidar";
import { loadBundle } from "../content/bundle.ts";
import type { LiveShelf } from "./shelf.ts";

/** Editors write in several steps; wait until it is quiet. */
const QUIET_MS = 300;

export interface Watching {
  stop(): Promise<void>;
}

export async function watchContent(root: string, shelf: LiveShelf): Promise<Watching> {
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<unknown> = Promise.resolve();
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      reading = reading
        .then(async () => shelf.offer(await loadBundle(root, "run")))
        .catch(() => undefined);
    }, QUIET_MS);
  };
  const watcher = watch([join(root, "data"), join(root, "prompts")], { ignoreInitial: true });
  watcher.on("all", again);
  await new Promise<void>((resolve) => {
    watcher.once("ready", resolve);
  });
  return {
    async stop() {
      clearTimeout(timer);
      await watcher.close();
      await reading;
    },
  };
}
