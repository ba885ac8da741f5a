import { defineConfig } from "vitest/config";

/** house: layers and sizes · unit: everything that needs nothing installed · browser: needs Chromium · faults: kills processes · fuzz: input of all kinds. */
export default defineConfig({
  test: {
    // One worker a core: the default leaves one core idle, which on two cores doubles the time.
    maxWorkers: "100%",
    projects: [
      { test: { name: "house", include: ["test/house/**/*.test.ts"] } },
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/house/**", "test/browser/**", "test/faults/**", "test/fuzz/**"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      { test: { name: "fuzz", include: ["test/fuzz/**/*.test.ts"], testTimeout: 240_000 } },
      {
        test: {
          name: "faults",
          include: ["test/faults/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
