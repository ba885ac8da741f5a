import { afterEach, describe, expect, it } from "vitest";
import { openScene, type Scene } from "./web-scene.ts";

let scene: Scene | undefined;
afterEach(() => scene?.channel.stop());

const METRICS = { contentType: "text/plain; version=0.0.4", text: async () => "turns 7\n" };

function operation(ready: boolean) {
  const checks = { store: ready ? ("ok" as const) : ("failing" as const) };
  return { operation: { ready: async () => ({ ready, checks }), metrics: METRICS } };
}

describe("the operator's addresses", () => {
  it.each([
    [true, 200, "ok"],
    [false, 503, "failing"],
  ] as const)("answer /ready: %s", async (ready, status, state) => {
    scene = await openScene(operation(ready));
    const response = await fetch(scene.url("/ready"));
    expect(response.status).toBe(status);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ ready, checks: { store: state } });
  });

  it("tell anyone the key that signs receipts, where there is one", async () => {
    const key = "K".repeat(43);
    scene = await openScene({ operation: { ...operation(true).operation, receiptKey: key } });
    const response = await fetch(scene.url("/receipt-key"), { headers: { via: "a proxy" } });
    expect([response.status, await response.text()]).toEqual([200, `${key}\n`]);
  });

  it("have no key to tell where nothing is signed", async () => {
    scene = await openScene(operation(true));
    expect((await fetch(scene.url("/receipt-key"))).status).toBe(404);
  });

  it("show /metrics to this machine", async () => {
    scene = await openScene(operation(true));
    const response = await fetch(scene.url("/metrics"));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("turns 7\n");
  });

  it.each(["forwarded", "x-forwarded-for", "x-real-ip", "via"])(
    "hide /metrics from whoever asks through a proxy (%s)",
    async (header) => {
      scene = await openScene(operation(true));
      const response = await fetch(scene.url("/metrics"), { headers: { [header]: "192.0.2.7" } });
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain("turns");
    },
  );
});
