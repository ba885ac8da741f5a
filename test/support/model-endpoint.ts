/** An endpoint on this machine that speaks OpenAI's protocol and says what a test wants it to say. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

export interface Saying {
  /** Default 200. */
  readonly status?: number;
  /** What the model says; absent: the endpoint never answers. */
  readonly content?: string;
}

export interface Endpoint {
  readonly baseUrl: string;
  /** Bodies of the requests so far, and what was sent for authorisation. */
  readonly requests: readonly { readonly body: string; readonly authorization?: string }[];
}

/** Ends with the test. */
export async function endpointSaying({ status = 200, content }: Saying): Promise<Endpoint> {
  const requests: { body: string; authorization?: string }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { authorization } = request.headers;
    const body = await text(request);
    requests.push({ body, ...(authorization === undefined ? {} : { authorization }) });
    if (content === undefined) return;
    const message = { role: "assistant", content };
    const choices = [{ index: 0, finish_reason: "stop", message }];
    const completion = { id: "1", object: "chat.completion", created: 1, model: "m", choices };
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(status === 200 ? completion : { error: { message: content } }));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, requests };
}
