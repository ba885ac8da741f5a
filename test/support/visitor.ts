/** What a browser does: keeps cookies, and sends the hidden field of the page it saw last. */

/** The server a browser stands in front of. */
export interface Door {
  /** What forms are told to come from. */
  readonly origin: string;
  ask(path: string, init: RequestInit): Promise<Response>;
}

export class Visitor {
  readonly door: Door;
  readonly cookies = new Map<string, string>();
  /** The page seen last. */
  text = "";
  status = 0;
  headers = new Headers();

  constructor(door: Door) {
    this.door = door;
  }

  /** Loads a page, following one redirection as browsers do. Answers the path it ended at. */
  async get(path: string): Promise<string> {
    return this.ask(path, { headers: { "accept-language": "en" } });
  }

  /** Posts a form as a browser does, save for the headers given. Answers the path it ended at. */
  async post(
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const body = new URLSearchParams();
    if (this.formToken !== "") body.set("form", this.formToken);
    for (const [name, value] of Object.entries(fields)) {
      body.delete(name);
      for (const one of [value].flat()) body.append(name, one);
    }
    const { origin } = this.door;
    const usual = { origin, host: new URL(origin).host, "accept-language": "en" };
    return this.ask(path, { method: "POST", body, headers: { ...usual, ...headers } });
  }

  get formToken(): string {
    return /name="form" value="([\w-]+)"/.exec(this.text)?.[1] ?? "";
  }

  /** The text of the element with this id. */
  shown(id: string): string {
    return new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(this.text)?.[1] ?? "";
  }

  private async ask(path: string, init: RequestInit): Promise<string> {
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    const headers = new Headers(init.headers);
    headers.set("cookie", cookie);
    const response = await this.door.ask(path, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";")[0]?.split("=") ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const place = response.headers.get("location");
    if (place !== null) return this.get(place);
    [this.status, this.headers, this.text] = [
      response.status,
      response.headers,
      await response.text(),
    ];
    return path;
  }
}
